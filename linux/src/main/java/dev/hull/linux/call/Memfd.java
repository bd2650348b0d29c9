package dev.hull.linux.call;

import dev.hull.linux.FcntlConstants;
import dev.hull.linux.Syscall;

/** Files that live in memory and have no name: memfd_create(2), and the seals that make them unchangeable. */
public final class Memfd {
    /** All that make a file's content final, for those who share it. */
    private static final int FINAL = FcntlConstants.F_SEAL_SEAL
            | FcntlConstants.F_SEAL_SHRINK
            | FcntlConstants.F_SEAL_GROW
            | FcntlConstants.F_SEAL_WRITE;

    private Memfd() {}

    /**
     * memfd_create(2).
     *
     * @param name for people, in /proc/PID/fd; at most 249 bytes
     * @param flags MFD_* of {@link FcntlConstants}; MFD_CLOEXEC is added
     */
    public static FileDescriptor create(String name, int flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            return FileDescriptor.owning(
                    frame.call(Syscall.MEMFD_CREATE, name, frame.text(name), flags | FcntlConstants.MFD_CLOEXEC));
        }
    }

    /** A file with this content that nobody, its maker included, can change any more; its position is 0. */
    public static FileDescriptor sealed(String name, byte[] content) throws LinuxException {
        FileDescriptor file = create(name, FcntlConstants.MFD_ALLOW_SEALING);
        try {
            FileContent.writeFully(file, content, 0, content.length);
            FileContent.lseek(file, 0, dev.hull.linux.OpenFlags.SEEK_SET);
            addSeals(file, FINAL);
            return file;
        } catch (LinuxException e) {
            file.close();
            throw e;
        }
    }

    /** fcntl(2) F_ADD_SEALS with F_SEAL_* of {@link FcntlConstants}; EBUSY while the file is mapped writable. */
    public static void addSeals(FileDescriptor file, int seals) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FCNTL, file, file.number(), FcntlConstants.F_ADD_SEALS, seals);
        }
    }

    /** fcntl(2) F_GET_SEALS; EINVAL if the file is none of memory. */
    public static int seals(FileDescriptor file) throws LinuxException {
        try (Frame frame = new Frame()) {
            return (int) frame.call(Syscall.FCNTL, file, file.number(), FcntlConstants.F_GET_SEALS);
        }
    }
}
