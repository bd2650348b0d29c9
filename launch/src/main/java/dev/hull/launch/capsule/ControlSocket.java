package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.bytes;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_PATH;
import static dev.hull.linux.SocketConstants.AF_UNIX;
import static dev.hull.linux.SocketConstants.SOCK_CLOEXEC;
import static dev.hull.linux.SocketConstants.SOCK_NONBLOCK;
import static dev.hull.linux.SocketConstants.SOCK_STREAM;

import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Syscall;

/**
 * The socket {@code ctl}, listened on by the keeper, connected to by a client that attaches.
 *
 * <p>A socket's address has 108 bytes, too few for the path of an exec's directory: the process goes there and uses the
 * bare name.
 */
final class ControlSocket {
    private static final int BACKLOG = 64;

    // struct sockaddr_un {u16 AF_UNIX, "ctl\0"}, little-endian
    private static final byte[] ADDRESS = {AF_UNIX, 0, 'c', 't', 'l', 0};

    /** {@code listen(directory)}: the listening socket, or a negated errno. The process is in {@code /} then. */
    final Function listen;

    /** {@code connect(directory)}: the connected socket, or a negated errno. The process is where it was then. */
    final Function connect;

    ControlSocket(Program program) {
        listen = program.function("listen").is(ControlSocket::listen);
        connect = program.function("connect").is(ControlSocket::connect);
    }

    private static void listen(Code code) {
        Local directory = code.parameter("directory");
        Local socket = code.local("socket", socket(SOCK_NONBLOCK));
        code.when(socket.isError(), () -> code.give(socket));
        code.run(syscall(Syscall.UNLINKAT, directory, text("ctl"), number(0)));
        Local mask = code.local("mask", syscall(Syscall.UMASK, number(0177)));
        Local result = code.local("result", syscall(Syscall.FCHDIR, directory));
        code.when(
                result.isError().not(),
                () -> code.set(result, syscall(Syscall.BIND, socket, bytes(ADDRESS), number(ADDRESS.length))));
        code.run(syscall(Syscall.CHDIR, text("/")));
        code.run(syscall(Syscall.UMASK, mask));
        code.when(result.isError().not(), () -> code.set(result, syscall(Syscall.LISTEN, socket, number(BACKLOG))));
        code.when(result.isError(), () -> code.give(result));
        code.give(socket);
    }

    private static void connect(Code code) {
        Local directory = code.parameter("directory");
        Local socket = code.local("socket", socket(0));
        code.when(socket.isError(), () -> code.give(socket));
        Local here = code.local("here", Kernel.openat(number(AT_FDCWD), text("."), O_PATH, 0));
        Local result = code.local("result", syscall(Syscall.FCHDIR, directory));
        code.when(
                result.isError().not(),
                () -> code.set(result, syscall(Syscall.CONNECT, socket, bytes(ADDRESS), number(ADDRESS.length))));
        code.run(syscall(Syscall.FCHDIR, here));
        code.run(Kernel.close(here));
        code.when(result.isError(), () -> code.give(result));
        code.give(socket);
    }

    private static Expression socket(int flags) {
        return syscall(Syscall.SOCKET, number(AF_UNIX), number(SOCK_STREAM | SOCK_CLOEXEC | flags), number(0));
    }
}
