package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hull.linux.Errno;
import dev.hull.linux.SocketConstants;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A unix(7) socket: bytes, and descriptors beside them.
 *
 * <p>Type is SOCK_STREAM or SOCK_SEQPACKET of {@link SocketConstants}, perhaps with SOCK_NONBLOCK.
 */
public final class UnixSocket implements Closeable {
    /** {@code sun_path}: a path and its NUL. */
    private static final int PATH_MAX = 108;

    private final FileDescriptor descriptor;

    private UnixSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Takes over a descriptor that is a socket. */
    public static UnixSocket owning(FileDescriptor descriptor) {
        return new UnixSocket(descriptor);
    }

    /**
     * What came in one message.
     *
     * @param length bytes, 0 at the end of the stream
     * @param descriptors sent beside them; the receiver owns them
     */
    public record Message(int length, List<FileDescriptor> descriptors) {}

    /** A pair. Closing it closes both; one that was closed before is left alone. */
    public record Pair(UnixSocket left, UnixSocket right) implements Closeable {
        @Override
        public void close() throws LinuxException {
            try (left;
                    right) {
                // both are closed, whichever fails
            }
        }
    }

    /** socketpair(2). */
    public static Pair pair(int type) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment ends = frame.allocate(8);
            frame.call(
                    Syscall.SOCKETPAIR,
                    "",
                    SocketConstants.AF_UNIX,
                    type | SocketConstants.SOCK_CLOEXEC,
                    0,
                    ends.address());
            return new Pair(
                    new UnixSocket(FileDescriptor.owning(ends.get(JAVA_INT, 0))),
                    new UnixSocket(FileDescriptor.owning(ends.get(JAVA_INT, 4))));
        }
    }

    /** socket(2) and connect(2); ECONNREFUSED if nobody listens. Blocks while the listener's queue is full. */
    public static UnixSocket connect(int type, Pathname path) throws LinuxException {
        return open(type, path, Syscall.CONNECT);
    }

    /** socket(2), bind(2) and listen(2); EADDRINUSE if the path exists. */
    public static UnixSocket listen(int type, Pathname path, int backlog) throws LinuxException {
        UnixSocket socket = open(type, path, Syscall.BIND);
        try (Frame frame = new Frame()) {
            frame.call(Syscall.LISTEN, path, socket.descriptor.number(), backlog);
            return socket;
        } catch (LinuxException e) {
            socket.close();
            throw e;
        }
    }

    private static UnixSocket open(int type, Pathname path, Syscall call) throws LinuxException {
        byte[] bytes = path.shared();
        if (bytes.length >= PATH_MAX) {
            throw new LinuxException(call.kernelName(), path.toString(), Errno.ENAMETOOLONG);
        }
        try (Frame frame = new Frame()) {
            MemorySegment address = frame.allocate(2 + PATH_MAX);
            address.set(JAVA_SHORT, 0, (short) SocketConstants.AF_UNIX);
            MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
            FileDescriptor descriptor = FileDescriptor.owning(
                    frame.call(Syscall.SOCKET, path, SocketConstants.AF_UNIX, type | SocketConstants.SOCK_CLOEXEC, 0));
            try {
                frame.call(call, path, descriptor.number(), address.address(), address.byteSize());
                return new UnixSocket(descriptor);
            } catch (LinuxException e) {
                descriptor.close();
                throw e;
            }
        }
    }

    /** accept4(2). Blocks. */
    public UnixSocket accept() throws LinuxException {
        try (Frame frame = new Frame()) {
            return new UnixSocket(FileDescriptor.owning(
                    frame.call(Syscall.ACCEPT4, descriptor, descriptor.number(), 0, 0, SocketConstants.SOCK_CLOEXEC)));
        }
    }

    public FileDescriptor descriptor() {
        return descriptor;
    }

    /** getsockopt(2) SO_PEERCRED. */
    public Credentials peer() throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment ucred = frame.allocate(12);
            MemorySegment length = frame.allocate(4);
            length.set(JAVA_INT, 0, 12);
            frame.call(
                    Syscall.GETSOCKOPT,
                    descriptor,
                    descriptor.number(),
                    SocketConstants.SOL_SOCKET,
                    SocketConstants.SO_PEERCRED,
                    ucred.address(),
                    length.address());
            return new Credentials(
                    ucred.get(JAVA_INT, 0),
                    Integer.toUnsignedLong(ucred.get(JAVA_INT, 4)),
                    Integer.toUnsignedLong(ucred.get(JAVA_INT, 8)));
        }
    }

    /** sendmsg(2) of all bytes, without SIGPIPE: EPIPE if the peer is gone. Blocks. */
    public void send(byte[] bytes) throws LinuxException {
        send(bytes, List.of());
    }

    /**
     * sendmsg(2) of all bytes, the descriptors beside the first of them (SCM_RIGHTS). They stay the sender's own. Blocks.
     *
     * @param bytes at least one if there are descriptors
     * @param descriptors at most 253
     */
    public void send(byte[] bytes, List<FileDescriptor> descriptors) throws LinuxException {
        try (Frame frame = new Frame()) {
            int done = 0;
            do {
                ControlMessage message =
                        ControlMessage.toSend(frame, bytes, done, done == 0 ? descriptors : List.<FileDescriptor>of());
                done += (int) frame.call(
                        Syscall.SENDMSG,
                        descriptor,
                        descriptor.number(),
                        message.header().address(),
                        SocketConstants.MSG_NOSIGNAL);
            } while (done < bytes.length);
        }
    }

    /**
     * recvmsg(2): what has come, at most the buffer's length. Blocks.
     *
     * @param maxDescriptors how many one is ready to take; with more the message is dropped: EMSGSIZE
     */
    public Message receive(byte[] buffer, int maxDescriptors) throws LinuxException {
        try (Frame frame = new Frame()) {
            ControlMessage message = ControlMessage.toReceive(frame, buffer.length, maxDescriptors);
            int length = (int) frame.call(
                    Syscall.RECVMSG,
                    descriptor,
                    descriptor.number(),
                    message.header().address(),
                    SocketConstants.MSG_CMSG_CLOEXEC);
            List<FileDescriptor> received = message.descriptors();
            if ((message.flags() & SocketConstants.MSG_CTRUNC) != 0) {
                for (FileDescriptor each : received) {
                    each.close();
                }
                throw new LinuxException("recvmsg", "descriptors from " + descriptor, Errno.EMSGSIZE);
            }
            MemorySegment.copy(message.data(), JAVA_BYTE, 0, buffer, 0, length);
            return new Message(length, received);
        }
    }

    /** shutdown(2); how: SHUT_RD, SHUT_WR, SHUT_RDWR of {@link SocketConstants}. */
    public void shutdown(int how) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.SHUTDOWN, descriptor, descriptor.number(), how);
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
