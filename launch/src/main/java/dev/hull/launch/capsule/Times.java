package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Syscall;

/** Clocks, in nanoseconds. */
final class Times {
    static final long SECOND = 1_000_000_000L;
    static final long MILLISECOND = 1_000_000L;

    /** How many pauses make the second after which nothing is tried again. */
    static final int PAUSES = 1000;

    /** {@code pause()}: waits a millisecond, before something is tried again. */
    final Function pause;

    /** {@code now(clock)}. */
    final Function now;

    /** {@code poll(entries, count, nanoseconds)}: ppoll(2) without a change of the signal mask; negative: no limit. */
    final Function poll;

    Times(Program program) {
        now = program.function("now").is(code -> {
            Local clock = code.parameter("clock");
            Buffer time = code.buffer("time", 16);
            code.run(syscall(Syscall.CLOCK_GETTIME, clock, time));
            code.give(u64(time).times(SECOND).plus(u64(time, 8)));
        });
        poll = program.function("poll").is(code -> {
            Local entries = code.parameter("entries");
            Local count = code.parameter("count");
            Local nanoseconds = code.parameter("nanoseconds");
            Buffer limit = code.buffer("limit", 16);
            Local address = code.local("address", 0);
            code.when(nanoseconds.isAtLeast(0), () -> {
                code.set(u64(limit), nanoseconds.dividedBy(SECOND));
                code.set(u64(limit, 8), nanoseconds.modulo(SECOND));
                code.set(address, limit);
            });
            code.give(syscall(Syscall.PPOLL, entries, count, address, number(0), number(Kernel.SIGSET_SIZE)));
        });
        pause = program.function("pause").is(code -> code.run(poll.call(number(0), number(0), number(MILLISECOND))));
    }
}
