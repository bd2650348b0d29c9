package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.SocketConstants.MSG_NOSIGNAL;
import static dev.hull.linux.SocketConstants.MSG_WAITALL;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;

/** The step NOTIFY: tells the resident engine a point of the start, and goes on when that says so. */
final class SyncPoint {

    /** {@code (point, pid)}: 0, or ECANCELED when the engine aborts or has gone. */
    final Function notify;

    private final LoadedTable table;

    SyncPoint(Program program, LoadedTable table) {
        this.table = table;
        notify = program.function("notify").is(this::notify);
    }

    private void notify(Code code) {
        Local point = code.parameter("point");
        Local pid = code.parameter("pid");
        Buffer message = code.buffer("message", KeeperMessage.SIZE);
        Local aborted = code.local("aborted", -Errno.ECANCELED.number());
        code.set(u32(message), KeeperMessage.SYNC);
        code.set(u32(message, 4), point);
        code.set(u64(message, 8), pid);
        code.set(u64(message, 16), 0);
        code.set(u64(message, 24), 0);
        code.loop(() -> {
            code.when(send(message).isNot(KeeperMessage.SIZE), () -> code.give(aborted));
            code.when(receive(message).isNot(KeeperMessage.SIZE), () -> code.give(aborted));
            code.when(u32(message).is(KeeperMessage.ABORT), () -> code.give(aborted));
            code.when(u32(message).is(KeeperMessage.GO).and(i32(message, 4).is(point)), () -> code.give(0));
            // a request meanwhile: there is nobody yet whom it could be for
            code.set(u32(message), u32(message).bitOr(KeeperMessage.REPLY));
            code.set(u32(message, 4), -Errno.ESRCH.number());
        });
    }

    private Expression send(Buffer message) {
        return syscall(
                Syscall.SENDTO,
                table.client,
                message,
                number(KeeperMessage.SIZE),
                number(MSG_NOSIGNAL),
                number(0),
                number(0));
    }

    private Expression receive(Buffer message) {
        return syscall(
                Syscall.RECVFROM,
                table.client,
                message,
                number(KeeperMessage.SIZE),
                number(MSG_WAITALL),
                number(0),
                number(0));
    }
}
