package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.SocketConstants.MSG_CMSG_CLOEXEC;
import static dev.hull.linux.SocketConstants.MSG_DONTWAIT;
import static dev.hull.linux.SocketConstants.MSG_NOSIGNAL;
import static dev.hull.linux.SocketConstants.SCM_RIGHTS;
import static dev.hull.linux.SocketConstants.SOL_SOCKET;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Syscall;

/** {@link KeeperMessage}s on a stream socket, with descriptors beside them (unix(7), SCM_RIGHTS). */
final class Messages {
    // {u32 kind, i32 value, u64 a, u64 b, u64 c}
    static final int KIND = 0;
    static final int VALUE = 4;
    static final int A = 8;
    static final int B = 16;
    static final int C = 24;

    /** How many descriptors travel with a message at most. */
    static final int MAX_DESCRIPTORS = 3;

    // struct msghdr and struct cmsghdr of the 64-bit kernels
    private static final int HEADER_SIZE = 56;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL_SIZE = CONTROL_HEADER + 4 * MAX_DESCRIPTORS;

    /**
     * {@code send(socket, message, descriptors, count)}: without waiting; the kernel's answer. Descriptors is an array
     * of i32; they stay open here.
     */
    final Function send;

    /**
     * {@code receive(socket, message, descriptors, flags)}: the kernel's answer; three i32 of descriptors are filled, -1
     * where none came.
     */
    final Function receive;

    /** {@code tell(socket, kind, value, a, b)}: sends a message without descriptors; the kernel's answer. */
    final Function tell;

    Messages(Program program) {
        send = program.function("send").is(this::send);
        receive = program.function("receive").is(this::receive);
        tell = program.function("tell").is(code -> {
            Local socket = code.parameter("socket");
            Local kind = code.parameter("kind");
            Local value = code.parameter("value");
            Local a = code.parameter("a");
            Local b = code.parameter("b");
            Buffer message = code.buffer("message", KeeperMessage.SIZE);
            fill(code, message, kind, value, a, b);
            code.give(send.call(socket, message, number(0), number(0)));
        });
    }

    /** Statements that fill a message. */
    static void fill(Code code, Expression message, Expression kind, Expression value, Expression a, Expression b) {
        code.set(u32(message, KIND), kind);
        code.set(i32(message, VALUE), value);
        code.set(u64(message, A), a);
        code.set(u64(message, B), b);
        code.set(u64(message, C), 0);
    }

    private void send(Code code) {
        Local socket = code.parameter("socket");
        Local message = code.parameter("message");
        Local descriptors = code.parameter("descriptors");
        Local count = code.parameter("count");
        Buffer header = code.buffer("header", HEADER_SIZE);
        Buffer vector = code.buffer("vector", 16);
        Buffer control = code.buffer("control", CONTROL_SIZE);
        header(code, header, vector, message);
        code.when(count.isGreater(0), () -> {
            Local length = code.local("length", count.times(4).plus(CONTROL_HEADER));
            code.set(u64(header, CONTROL), control);
            code.set(u64(header, CONTROL_LENGTH), length);
            code.set(u64(control), length);
            code.set(u32(control, 8), SOL_SOCKET);
            code.set(u32(control, 12), SCM_RIGHTS);
            Local index = code.local("index", 0);
            code.loopWhile(index.isLess(count), () -> {
                code.set(i32(control.plus(index.times(4)), CONTROL_HEADER), i32(descriptors.plus(index.times(4))));
                code.set(index, index.plus(1));
            });
        });
        code.give(syscall(Syscall.SENDMSG, socket, header, number(MSG_NOSIGNAL | MSG_DONTWAIT)));
    }

    private void receive(Code code) {
        Local socket = code.parameter("socket");
        Local message = code.parameter("message");
        Local descriptors = code.parameter("descriptors");
        Local flags = code.parameter("flags");
        Buffer header = code.buffer("header", HEADER_SIZE);
        Buffer vector = code.buffer("vector", 16);
        Buffer control = code.buffer("control", CONTROL_SIZE);
        header(code, header, vector, message);
        code.set(u64(header, CONTROL), control);
        code.set(u64(header, CONTROL_LENGTH), CONTROL_SIZE);
        code.set(u64(control), 0);
        Local received =
                code.local("received", syscall(Syscall.RECVMSG, socket, header, flags.bitOr(MSG_CMSG_CLOEXEC)));
        Local index = code.local("index", 0);
        code.loopWhile(index.isLess(MAX_DESCRIPTORS), () -> {
            Local offset = code.local("offset", index.times(4));
            Expression came = received.isGreater(0)
                    .and(u64(header, CONTROL_LENGTH).isAtLeast(CONTROL_HEADER))
                    .and(u32(control, 12).is(SCM_RIGHTS))
                    .and(offset.plus(CONTROL_HEADER).isLess(u64(control)));
            code.set(i32(descriptors.plus(offset)), -1);
            code.when(came, () -> code.set(i32(descriptors.plus(offset)), i32(control.plus(offset), CONTROL_HEADER)));
            code.set(index, index.plus(1));
        });
        code.give(received);
    }

    private static void header(Code code, Buffer header, Buffer vector, Local message) {
        code.set(u64(vector), message);
        code.set(u64(vector, 8), KeeperMessage.SIZE);
        code.set(u64(header, NAME), 0);
        code.set(u64(header, NAME_LENGTH), 0);
        code.set(u64(header, VECTOR), vector);
        code.set(u64(header, VECTOR_LENGTH), 1);
        code.set(u64(header, CONTROL), 0);
        code.set(u64(header, CONTROL_LENGTH), 0);
        code.set(u64(header, FLAGS), 0);
    }
}
