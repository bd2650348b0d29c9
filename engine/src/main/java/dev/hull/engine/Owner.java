package dev.hull.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process on whose behalf a record is being made, or a start prepared: {@code c/ID/owner}, one line.
 *
 * <p>A pid alone comes back with another process; with the boot and the start time it names one process for ever. Both
 * survive execve, so it stays the same from the shell wrapper to the capsule's client.
 *
 * @param boot {@code /proc/sys/kernel/random/boot_id}
 * @param pid as this pid namespace sees it
 * @param startTime in clock ticks since boot: field 22 of {@code /proc/PID/stat} (proc_pid_stat(5))
 * @param work what it is about to do
 */
record Owner(String boot, int pid, long startTime, Work work) {
    /** What is undone if the owner dies before the capsule has taken the plan. */
    enum Work {
        /** The record is being made: all of it goes. */
        MAKE,
        /** A record that was there before is being started: it stays. */
        START
    }

    static final String FILE = "owner";

    /** The process of that pid, or this one if it is 0. */
    static Owner of(int pid, Work work) {
        int named = pid == 0 ? (int) ProcessHandle.current().pid() : pid;
        long start = startTime(named);
        if (start < 0) {
            throw new HullException.Invalid(
                    "find process", Integer.toString(named), "it does not exist", "HULL_PID must name the caller");
        }
        return new Owner(bootId(), named, start, work);
    }

    /** The id of this boot. */
    static String bootId() {
        String id = KernelFile.read(Path.of("/proc/sys/kernel/random/boot_id"));
        if (id == null) {
            throw new HullException.Failed(
                    "read", "/proc/sys/kernel/random/boot_id", "it is not there", "mount proc on /proc");
        }
        return id;
    }

    /** Field 22; -1 if there is no such process. The command in field 2 may hold spaces and parentheses. */
    static long startTime(int pid) {
        String stat = KernelFile.read(Path.of("/proc/" + pid + "/stat"));
        if (stat == null) {
            return -1;
        }
        int at = stat.lastIndexOf(')') + 2;
        if (stat.charAt(at) == 'Z' || stat.charAt(at) == 'X') {
            return -1;
        }
        for (int field = 3; field < 22; field++) {
            at = stat.indexOf(' ', at) + 1;
        }
        return Long.parseLong(stat, at, stat.indexOf(' ', at), 10);
    }

    boolean isAlive() {
        return boot.equals(bootId()) && startTime(pid) == startTime;
    }

    String line() {
        return boot + ' ' + pid + ' ' + startTime + ' ' + work + '\n';
    }

    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), line());
    }

    /** The owner of a run directory; null if it has none, or its line was never finished. */
    static @Nullable Owner read(Path directory) {
        String line = KernelFile.read(directory.resolve(FILE));
        return line == null ? null : parse(line);
    }

    static @Nullable Owner parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4) {
            return null;
        }
        long pid = KernelFile.number(words[1]);
        long start = KernelFile.number(words[2]);
        Work work = words[3].equals("MAKE") ? Work.MAKE : words[3].equals("START") ? Work.START : null;
        return pid < 0 || start < 0 || work == null ? null : new Owner(words[0], (int) pid, start, work);
    }
}
