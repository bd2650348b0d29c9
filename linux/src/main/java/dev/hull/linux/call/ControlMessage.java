package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hull.linux.SocketConstants;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct msghdr} with one {@code iovec} and room for one control message of SCM_RIGHTS: cmsg(3).
 *
 * @param header name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48
 * @param control {@code struct cmsghdr}: len 0, level 8, type 12, then the descriptors as ints
 */
record ControlMessage(MemorySegment header, MemorySegment control, MemorySegment data) {
    private static final int MSGHDR_SIZE = 56;
    private static final int CMSGHDR_SIZE = 16;

    static ControlMessage toSend(Frame frame, byte[] bytes, int offset, List<FileDescriptor> descriptors) {
        ControlMessage message =
                of(frame, frame.copy(bytes, offset, bytes.length - offset), bytes.length - offset, descriptors.size());
        MemorySegment control = message.control;
        if (!descriptors.isEmpty()) {
            control.set(JAVA_LONG, 0, CMSGHDR_SIZE + 4L * descriptors.size());
            control.set(JAVA_INT, 8, SocketConstants.SOL_SOCKET);
            control.set(JAVA_INT, 12, SocketConstants.SCM_RIGHTS);
        }
        for (int i = 0; i < descriptors.size(); i++) {
            control.set(JAVA_INT, CMSGHDR_SIZE + 4L * i, descriptors.get(i).number());
        }
        return message;
    }

    static ControlMessage toReceive(Frame frame, int length, int maxDescriptors) {
        return of(frame, frame.allocate(length), length, maxDescriptors);
    }

    private static ControlMessage of(Frame frame, MemorySegment data, int length, int descriptors) {
        MemorySegment iovec = frame.allocate(16);
        iovec.set(JAVA_LONG, 0, data.address());
        iovec.set(JAVA_LONG, 8, length);
        MemorySegment header = frame.allocate(MSGHDR_SIZE);
        header.set(JAVA_LONG, 16, iovec.address());
        header.set(JAVA_LONG, 24, 1);
        long size = CMSGHDR_SIZE + (4L * descriptors + 7) / 8 * 8;
        MemorySegment control = frame.allocate(size);
        if (descriptors > 0) {
            header.set(JAVA_LONG, 32, control.address());
            header.set(JAVA_LONG, 40, size);
        }
        return new ControlMessage(header, control, data);
    }

    int flags() {
        return header.get(JAVA_INT, 48);
    }

    List<FileDescriptor> descriptors() {
        List<FileDescriptor> descriptors = new ArrayList<>();
        boolean some = header.get(JAVA_LONG, 40) >= CMSGHDR_SIZE
                && control.get(JAVA_INT, 8) == SocketConstants.SOL_SOCKET
                && control.get(JAVA_INT, 12) == SocketConstants.SCM_RIGHTS;
        long end = some ? control.get(JAVA_LONG, 0) : 0;
        for (long at = CMSGHDR_SIZE; at < end; at += 4) {
            descriptors.add(FileDescriptor.owning(control.get(JAVA_INT, at)));
        }
        return descriptors;
    }
}
