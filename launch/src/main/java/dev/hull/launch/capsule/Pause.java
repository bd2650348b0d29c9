package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Syscall;

/** Waiting a moment before something is tried again. */
final class Pause {
    /** How often a pause fits into the second after which trying again ends. */
    static final int TRIES = 1000;

    private static final int MILLISECOND = 1_000_000;

    /** {@code ()}: waits a millisecond. */
    final Function pause;

    Pause(Program program) {
        pause = program.function("pause").is(code -> {
            Buffer time = code.buffer("timespec", 16);
            code.set(u64(time), 0);
            code.set(u64(time, 8), MILLISECOND);
            code.run(syscall(Syscall.NANOSLEEP, time, number(0)));
        });
    }
}
