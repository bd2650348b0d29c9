package dev.hull.engine;

import dev.hull.launch.StatusRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What a reaper writes into the status record of a keeper that is gone. */
final class StatusFile {
    /** The exit status of a program whose keeper was lost. */
    static final int LOST = 255;

    private StatusFile() {}

    /** Ends a record that its keeper could not end. */
    static void writeLost(Path file, Instant now) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(StatusRecord.END_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        end.putLong(StatusRecord.E_SEQUENCE, 1);
        end.putLong(StatusRecord.E_EXIT_STATUS, LOST);
        end.putLong(
                StatusRecord.E_FINISHED_AT, Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L) + now.getNano());
        end.putLong(StatusRecord.E_CLEAN, 1);
        end.putLong(StatusRecord.E_FAILED_STEP, -1);
        end.putLong(StatusRecord.E_SEQUENCE_AGAIN, 1);
        write(file, StatusRecord.END, end);
    }

    /** Notes that everything the keeper left behind is gone now. */
    static void writeClean(Path file) throws IOException {
        ByteBuffer clean = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        clean.putLong(0, 1);
        write(file, StatusRecord.END + StatusRecord.E_CLEAN, clean);
    }

    private static void write(Path file, long at, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }
    }
}
