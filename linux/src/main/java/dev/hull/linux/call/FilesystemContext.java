package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hull.linux.MountFlags;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A file system being configured: fsopen(2), fsconfig(2), fsmount(2).
 *
 * <p>A failure's reason is also a line that the kernel queues on the context: it becomes part of the exception.
 */
public final class FilesystemContext implements Closeable {
    private static final int MESSAGE_MAX = 4096;

    private final String type;
    private final FileDescriptor descriptor;

    private FilesystemContext(String type, FileDescriptor descriptor) {
        this.type = type;
        this.descriptor = descriptor;
    }

    /** fsopen(2); ENODEV if the kernel does not know the type. */
    public static FilesystemContext open(String type) throws LinuxException {
        try (Frame frame = new Frame()) {
            return new FilesystemContext(
                    type,
                    FileDescriptor.owning(
                            frame.call(Syscall.FSOPEN, type, frame.text(type), MountFlags.FSOPEN_CLOEXEC)));
        }
    }

    /** FSCONFIG_SET_FLAG: an option without a value. */
    public void flag(String key) throws LinuxException {
        configure(MountFlags.FSCONFIG_SET_FLAG, key, null, 0);
    }

    /** FSCONFIG_SET_STRING: {@code source} among them. At most 255 bytes. */
    public void string(String key, Pathname value) throws LinuxException {
        configure(MountFlags.FSCONFIG_SET_STRING, key, value, 0);
    }

    /** FSCONFIG_SET_FD: an option whose value is an open file. */
    public void descriptor(String key, FileDescriptor value) throws LinuxException {
        configure(MountFlags.FSCONFIG_SET_FD, key, null, value.number());
    }

    private void configure(long command, @Nullable String key, @Nullable Pathname value, int auxiliary)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            long result = frame.attempt(
                    Syscall.FSCONFIG,
                    descriptor.number(),
                    command,
                    key == null ? 0 : frame.text(key),
                    value == null ? 0 : frame.path(value),
                    auxiliary);
            if (result < 0) {
                String option = key == null ? type : type + " option " + key + (value == null ? "" : "=" + value);
                throw new LinuxException("fsconfig", option + reason(), (int) -result);
            }
        }
    }

    /**
     * FSCONFIG_CMD_CREATE and fsmount(2): a mount that nobody sees until it is attached.
     *
     * @param attributes MOUNT_ATTR_* of {@link MountFlags}
     */
    public FileDescriptor mount(long attributes) throws LinuxException {
        configure(MountFlags.FSCONFIG_CMD_CREATE, null, null, 0);
        try (Frame frame = new Frame()) {
            long result = frame.attempt(Syscall.FSMOUNT, descriptor.number(), MountFlags.FSMOUNT_CLOEXEC, attributes);
            if (result < 0) {
                throw new LinuxException("fsmount", type + reason(), (int) -result);
            }
            return FileDescriptor.owning(result);
        }
    }

    /** The queued lines, {@code e overlay: ...}, each read(2) one, until ENODATA. */
    private String reason() {
        StringBuilder text = new StringBuilder();
        try (Frame frame = new Frame()) {
            MemorySegment line = frame.allocate(MESSAGE_MAX);
            long length = frame.attempt(Syscall.READ, descriptor.number(), line.address(), MESSAGE_MAX);
            while (length > 0) {
                text.append(text.isEmpty() ? " (" : "; ");
                byte[] bytes = line.asSlice(0, length).toArray(JAVA_BYTE);
                text.append(new String(bytes, StandardCharsets.UTF_8).strip());
                length = frame.attempt(Syscall.READ, descriptor.number(), line.address(), MESSAGE_MAX);
            }
        }
        return text.isEmpty() ? "" : text.append(')').toString();
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
