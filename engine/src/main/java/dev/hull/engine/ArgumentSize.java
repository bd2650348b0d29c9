package dev.hull.engine;

import dev.hull.container.ProcessSpec;
import dev.hull.linux.KernelText;
import java.nio.file.Path;
import java.util.List;

/**
 * What execve(2) takes of arguments and environment, asked before anything is made: E2BIG from inside would come late.
 *
 * <p>A string: MAX_ARG_STRLEN, 32 pages. All of them with their pointers: a quarter of the stack limit, at most three
 * quarters of 8 MiB (fs/exec.c, bprm_stack_limits).
 */
final class ArgumentSize {
    private static final int STRING = 32 * 4096;
    private static final long MOST = 6 << 20;
    private static final long LEAST = 32 * 4096;

    private ArgumentSize() {}

    /** @throws HullException.Invalid if the kernel would refuse them */
    static void check(ProcessSpec process) {
        long sum = 0;
        int index = 0;
        for (String argument : process.args()) {
            sum += checked("argument " + index++, argument);
        }
        for (String variable : process.env()) {
            int equals = variable.indexOf('=');
            sum += checked(
                    "the environment variable " + variable.substring(0, Math.min(80, Math.max(0, equals))), variable);
        }
        long limit = Math.max(LEAST, Math.min(MOST, stack() / 4));
        if (sum > limit) {
            throw new HullException.Invalid(
                    "run",
                    process.args().getFirst(),
                    "arguments and environment need " + sum + " bytes, the kernel takes " + limit + " (E2BIG)",
                    "pass the data by a file or stdin, or raise ulimit -s");
        }
    }

    private static long checked(String what, String text) {
        long bytes = KernelText.encode(text).length + 1L;
        if (bytes > STRING) {
            throw new HullException.Invalid(
                    "run",
                    "",
                    what + " has " + bytes + " bytes, the kernel takes " + STRING + " of one string (E2BIG)",
                    "pass the data by a file or stdin");
        }
        return bytes + Long.BYTES;
    }

    /** The line {@code Max stack size  8388608  unlimited  bytes} (proc_pid_limits(5)): its soft limit. */
    private static long stack() {
        String limits = KernelFile.read(Path.of("/proc/self/limits"));
        for (String line : limits == null ? List.<String>of() : List.of(limits.split("\n", -1))) {
            if (line.startsWith("Max stack size")) {
                String rest = line.substring("Max stack size".length()).strip();
                long soft = KernelFile.number(rest.substring(0, rest.indexOf(' ')));
                return soft < 0 ? Long.MAX_VALUE : soft;
            }
        }
        return 8 << 20;
    }
}
