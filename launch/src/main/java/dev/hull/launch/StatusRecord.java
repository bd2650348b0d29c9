package dev.hull.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keeper's record of its container: the file {@code status}, {@link #SIZE} bytes, little-endian u64 words.
 *
 * <p>The keeper makes the file before the first step and from then on only overwrites it: a full disk cannot lose an
 * exit status. Each section begins and ends with the same sequence number, 0 for one that was never written; a reader
 * that finds two different ones reads again.
 *
 * @param bootId the kernel's boot id when the keeper was planned: pids of another boot mean nothing
 * @param started how it is going
 * @param end how it ended, or null as long as it has not
 */
public record StatusRecord(
        String bootId, Started started, @Nullable End end) {
    public static final int SIZE = 256;

    /** {@code HULLSTA1} read as a little-endian u64. */
    public static final long MAGIC_VALUE = 0x3141_5453_4c4c_5548L;

    /** Offset of the boot id, {@link #BOOT_ID_SIZE} characters. */
    public static final int BOOT_ID = 8;

    public static final int BOOT_ID_SIZE = 36;

    /** Offset of the section that tells how it is going; the {@code S_} constants are offsets in it. */
    public static final int STARTED = 64;

    public static final int S_SEQUENCE = 0;
    public static final int S_STATE = 8;
    public static final int S_KEEPER_PID = 16;
    public static final int S_KEEPER_START_TIME = 24;
    public static final int S_INIT_PID = 32;
    public static final int S_STARTED_AT = 40;
    public static final int S_RESTART_COUNT = 48;
    public static final int S_LOG_ERRORS = 56;
    public static final int S_SEQUENCE_AGAIN = 64;
    public static final int STARTED_SIZE = 72;

    /** Offset of the section that tells how it ended; the {@code E_} constants are offsets in it. */
    public static final int END = 144;

    public static final int E_SEQUENCE = 0;
    public static final int E_EXIT_STATUS = 8;
    public static final int E_FINISHED_AT = 16;
    public static final int E_OOM_KILLS = 24;
    public static final int E_CLEAN = 32;
    public static final int E_FAILED_STEP = 40;
    public static final int E_FAILED_ERRNO = 48;
    public static final int E_SEQUENCE_AGAIN = 56;
    public static final int END_SIZE = 64;

    private static final int ATTEMPTS = 100;

    /** What the keeper was doing when it last wrote. */
    public enum State {
        /** Performing the plan; the workload's execve has not succeeded yet. */
        STARTING,
        RUNNING,
        /** Waiting out the back-off before it starts the workload again. */
        RESTARTING,
        ENDED;

        /** Its number in the file. */
        public int code() {
            return ordinal();
        }
    }

    /**
     * @param keeperPid as the host sees it
     * @param keeperStartTime in clock ticks since boot, field 22 of /proc/PID/stat
     * @param initPid as the host sees it, 0 before there is one
     * @param startedAt CLOCK_REALTIME in nanoseconds of the last start, 0 before it
     * @param restartCount how often the workload was started again
     * @param logErrors how many records could not be written to the log
     */
    public record Started(
            State state,
            long keeperPid,
            long keeperStartTime,
            long initPid,
            long startedAt,
            long restartCount,
            long logErrors) {}

    /**
     * @param exitStatus 0..255, 128 + n for signal n; 125, 126 or 127 if a step failed
     * @param finishedAt CLOCK_REALTIME in nanoseconds
     * @param oomKills processes of the cgroup that the kernel killed because memory ran out
     * @param clean every step of {@link Stage#END} was performed
     * @param failedStep the id of the step that failed, -1 if none did
     * @param failedErrno its errno
     */
    public record End(int exitStatus, long finishedAt, long oomKills, boolean clean, int failedStep, int failedErrno) {}

    /** The file's first bytes, which the keeper then completes. */
    static byte[] template(String bootId) {
        byte[] id = bootId.getBytes(StandardCharsets.US_ASCII);
        if (id.length != BOOT_ID_SIZE) {
            throw new IllegalArgumentException("not a boot id: '" + bootId + "'");
        }
        ByteBuffer buffer = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(0, MAGIC_VALUE).put(BOOT_ID, id).putLong(END + E_FAILED_STEP, -1);
        return buffer.array();
    }

    /**
     * Reads a status file that its keeper may be writing at the same time.
     *
     * @return empty if the keeper has not written its first state yet
     * @throws IOException if it cannot be read, or is no status file
     */
    public static Optional<StatusRecord> read(Path file) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.capacity() == 0) {
                return Optional.empty();
            }
            if (bytes.capacity() != SIZE || bytes.getLong(0) != MAGIC_VALUE) {
                throw new IOException(file + " is no status record: " + bytes.capacity() + " bytes");
            }
            if (settled(bytes, STARTED, S_SEQUENCE_AGAIN) && settled(bytes, END, E_SEQUENCE_AGAIN)) {
                return parse(bytes);
            }
            Thread.onSpinWait();
        }
        throw new IOException(file + " is torn: its keeper died while it wrote");
    }

    private static boolean settled(ByteBuffer bytes, int section, int again) {
        return bytes.getLong(section) == bytes.getLong(section + again);
    }

    private static Optional<StatusRecord> parse(ByteBuffer bytes) {
        if (bytes.getLong(STARTED + S_SEQUENCE) == 0) {
            return Optional.empty();
        }
        byte[] bootId = new byte[BOOT_ID_SIZE];
        bytes.get(BOOT_ID, bootId);
        return Optional.of(new StatusRecord(new String(bootId, StandardCharsets.US_ASCII), started(bytes), end(bytes)));
    }

    private static Started started(ByteBuffer bytes) {
        return new Started(
                State.values()[(int) bytes.getLong(STARTED + S_STATE)],
                bytes.getLong(STARTED + S_KEEPER_PID),
                bytes.getLong(STARTED + S_KEEPER_START_TIME),
                bytes.getLong(STARTED + S_INIT_PID),
                bytes.getLong(STARTED + S_STARTED_AT),
                bytes.getLong(STARTED + S_RESTART_COUNT),
                bytes.getLong(STARTED + S_LOG_ERRORS));
    }

    private static @Nullable End end(ByteBuffer bytes) {
        if (bytes.getLong(END + E_SEQUENCE) == 0) {
            return null;
        }
        return new End(
                (int) bytes.getLong(END + E_EXIT_STATUS),
                bytes.getLong(END + E_FINISHED_AT),
                bytes.getLong(END + E_OOM_KILLS),
                bytes.getLong(END + E_CLEAN) != 0,
                (int) bytes.getLong(END + E_FAILED_STEP),
                (int) bytes.getLong(END + E_FAILED_ERRNO));
    }
}
