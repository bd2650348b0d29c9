package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.OpenFlags.AT_EMPTY_PATH;
import static dev.hull.linux.OpenFlags.S_IFIFO;
import static dev.hull.linux.OpenFlags.S_IFMT;
import static dev.hull.linux.OpenFlags.S_IFREG;
import static dev.hull.linux.PollEvents.POLLIN;
import static dev.hull.linux.PollEvents.POLLOUT;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;

/**
 * One stream copied by the client: a source, a target, one of them waited for at a time. So a slow target holds the source
 * back, and while the client waits it still hears signals.
 *
 * <p>Between pipes and files the kernel moves the pages (splice(2)); elsewhere they are read and written. The caller's
 * descriptors stay as they are (O_NONBLOCK would change them for everybody who shares them), so what is written at once
 * is never more than a pipe that is ready to be written takes without waiting: PIPE_BUF.
 */
final class Copying {
    /** Bytes of one copy's state. */
    static final int SIZE = 64 + 4096 + 64;

    private static final int SOURCE = 0; // -1: there is none, or it has ended
    private static final int TARGET = 8;
    private static final int WRITING = 16; // waits for the target, not for the source
    private static final int BY_SPLICE = 24;
    private static final int OFFSET = 32; // of what is still to be written
    private static final int LENGTH = 40;
    private static final int PIECE = 64;
    private static final int PIECE_SIZE = 4096; // PIPE_BUF

    private static final int STATX_TYPE = 1;
    private static final int STATX_SIZE = 256;
    private static final int STX_MODE = 28;

    /** {@code prepare(copy)}: after source and target are set. */
    final Function prepare;

    /** {@code step(copy)}: what was waited for is ready. 0, or a negated errno: the target takes no more. */
    final Function step;

    private final Function mode;
    private final Function stepSplice;
    private final Function stepRead;
    private final Function stepWrite;

    Copying(Program program) {
        mode = program.function("mode").is(code -> {
            Local descriptor = code.parameter("descriptor");
            Buffer statx = code.buffer("statx", STATX_SIZE);
            code.set(u64(statx, STX_MODE - 4), 0);
            code.run(syscall(Syscall.STATX, descriptor, text(""), number(AT_EMPTY_PATH), number(STATX_TYPE), statx));
            code.give(u16(statx, STX_MODE).bitAnd(S_IFMT));
        });
        prepare = program.function("prepareCopy").is(code -> {
            Local copy = code.parameter("copy");
            code.set(u64(copy, WRITING), 0);
            code.set(u64(copy, OFFSET), 0);
            code.set(u64(copy, LENGTH), 0);
            Local from = code.local("from", mode.call(source(copy)));
            Local to = code.local("to", mode.call(target(copy)));
            code.set(
                    u64(copy, BY_SPLICE),
                    from.is(S_IFIFO)
                            .and(to.is(S_IFIFO).or(to.is(S_IFREG)))
                            .or(from.is(S_IFREG).and(to.is(S_IFIFO))));
        });
        stepSplice = program.function("stepSplice").is(this::stepSplice);
        stepRead = program.function("stepRead").is(this::stepRead);
        stepWrite = program.function("stepWrite").is(this::stepWrite);
        step = program.function("step").is(code -> {
            Local copy = code.parameter("copy");
            code.when(u64(copy, BY_SPLICE), () -> code.give(stepSplice.call(copy)));
            code.when(u64(copy, WRITING), () -> code.give(stepWrite.call(copy)));
            code.give(stepRead.call(copy));
        });
    }

    static Place source(Expression copy) {
        return u64(copy, SOURCE);
    }

    static Place target(Expression copy) {
        return u64(copy, TARGET);
    }

    /** What was read and not yet written. */
    static Expression piece(Expression copy) {
        return copy.plus(PIECE);
    }

    static Place length(Expression copy) {
        return u64(copy, LENGTH);
    }

    static Place writing(Expression copy) {
        return u64(copy, WRITING);
    }

    /** The descriptor to wait for, -1 for none. */
    static void waitFor(Code code, Expression copy, Place entry) {
        Local descriptor = code.local("descriptor", source(copy));
        Local events = code.local("events", POLLIN);
        code.when(u64(copy, WRITING).and(source(copy).isAtLeast(0)), () -> {
            code.set(descriptor, target(copy));
            code.set(events, POLLOUT);
        });
        code.set(entry, descriptor.bitAnd(0xffff_ffffL).bitOr(events.shiftLeft(32)));
    }

    private void stepSplice(Code code) {
        Local copy = code.parameter("copy");
        Local moved = code.local(
                "moved",
                syscall(
                        Syscall.SPLICE,
                        source(copy),
                        number(0),
                        target(copy),
                        number(0),
                        number(1 << 20),
                        number(Kernel.SPLICE_F_NONBLOCK)));
        code.when(moved.isZero(), () -> code.set(source(copy), -1));
        // the one that was ready is not what it waits for now
        code.when(
                moved.is(Errno.EAGAIN),
                () -> code.set(u64(copy, WRITING), u64(copy, WRITING).isZero()),
                () -> code.set(u64(copy, WRITING), 0));
        // a file opened to append, a file system without splice
        code.when(moved.is(Errno.EINVAL), () -> {
            code.set(u64(copy, BY_SPLICE), 0);
            code.give(0);
        });
        code.when(moved.isError().and(moved.is(Errno.EAGAIN).not()), () -> code.give(moved));
        code.give(0);
    }

    private void stepRead(Code code) {
        Local copy = code.parameter("copy");
        Local count = code.local("count", Kernel.read(source(copy), piece(copy), number(PIECE_SIZE)));
        code.when(count.is(Errno.EAGAIN), () -> code.give(0));
        // a terminal that has hung up gives EIO: the end
        code.when(count.isAtMost(0), () -> {
            code.set(source(copy), -1);
            code.give(0);
        });
        code.set(u64(copy, OFFSET), 0);
        code.set(length(copy), count);
        code.set(writing(copy), 1);
        code.give(0);
    }

    private void stepWrite(Code code) {
        Local copy = code.parameter("copy");
        Local count =
                code.local("count", Kernel.write(target(copy), piece(copy).plus(u64(copy, OFFSET)), length(copy)));
        code.when(count.is(Errno.EAGAIN), () -> code.give(0));
        code.when(count.isError(), () -> code.give(count));
        code.set(u64(copy, OFFSET), u64(copy, OFFSET).plus(count));
        code.set(length(copy), length(copy).minus(count));
        code.when(length(copy).isZero(), () -> code.set(writing(copy), 0));
        code.give(0);
    }
}
