package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hull.linux.BpfConstants;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** bpf(2), as far as the device programs of cgroup v2 need it. The union bpf_attr is in {@code linux/bpf.h}. */
public final class Bpf {
    private static final int INSTRUCTION = 8;
    /** Of {@code union bpf_attr}, up to the last field that is used; the kernel takes the rest as zero. */
    private static final int ATTR_SIZE = 72;

    private static final int LOG_SIZE = 64 * 1024;

    private Bpf() {}

    /**
     * BPF_PROG_LOAD of a program of type BPF_PROG_TYPE_CGROUP_DEVICE. The kernel frees it when the last descriptor is
     * closed and nothing is attached any more.
     *
     * @param instructions 8 bytes each, in this machine's byte order
     * @throws LinuxException EINVAL or EACCES with the verifier's words as its object if the program is refused
     */
    public static FileDescriptor loadDeviceProgram(byte[] instructions) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment attr = frame.allocate(ATTR_SIZE);
            attr.set(JAVA_INT, 0, BpfConstants.BPF_PROG_TYPE_CGROUP_DEVICE);
            attr.set(JAVA_INT, 4, instructions.length / INSTRUCTION);
            attr.set(JAVA_LONG, 8, frame.copy(instructions).address());
            attr.set(JAVA_LONG, 16, frame.text("Apache-2.0"));
            long result = frame.attempt(Syscall.BPF, BpfConstants.BPF_PROG_LOAD, attr.address(), ATTR_SIZE);
            if (result < 0) {
                throw new LinuxException("bpf", "BPF_PROG_LOAD" + verdict(frame, attr, result), (int) -result);
            }
            return FileDescriptor.owning(result);
        }
    }

    /** Loads again with a log, for a refusal costs nothing and its reason is worth having. */
    private static String verdict(Frame frame, MemorySegment attr, long result) {
        if (result != -Errno.EINVAL.number() && result != -Errno.EACCES.number()) {
            return "";
        }
        MemorySegment log = frame.allocate(LOG_SIZE);
        attr.set(JAVA_INT, 24, 1);
        attr.set(JAVA_INT, 28, LOG_SIZE);
        attr.set(JAVA_LONG, 32, log.address());
        long again = frame.attempt(Syscall.BPF, BpfConstants.BPF_PROG_LOAD, attr.address(), ATTR_SIZE);
        if (again >= 0) {
            frame.attempt(Syscall.CLOSE, again);
        }
        String text = log.getString(0, StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    /**
     * BPF_PROG_ATTACH to a v2 cgroup, beside programs that are there (BPF_F_ALLOW_MULTI): all of them must allow.
     *
     * @param cgroup its directory, open
     */
    public static void attach(FileDescriptor cgroup, FileDescriptor program) throws LinuxException {
        change(BpfConstants.BPF_PROG_ATTACH, "BPF_PROG_ATTACH", cgroup, program, BpfConstants.BPF_F_ALLOW_MULTI);
    }

    /** BPF_PROG_DETACH; ENOENT if it is not attached. The removal of the cgroup does the same. */
    public static void detach(FileDescriptor cgroup, FileDescriptor program) throws LinuxException {
        change(BpfConstants.BPF_PROG_DETACH, "BPF_PROG_DETACH", cgroup, program, 0);
    }

    private static void change(int command, String name, FileDescriptor cgroup, FileDescriptor program, int flags)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment attr = frame.allocate(ATTR_SIZE);
            attr.set(JAVA_INT, 0, cgroup.number());
            attr.set(JAVA_INT, 4, program.number());
            attr.set(JAVA_INT, 8, BpfConstants.BPF_CGROUP_DEVICE);
            attr.set(JAVA_INT, 12, flags);
            frame.call(Syscall.BPF, name + " of " + cgroup, command, attr.address(), ATTR_SIZE);
        }
    }
}
