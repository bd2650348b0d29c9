package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.container.ProcessSpec;
import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.KernelText;
import dev.hull.linux.MountFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes to /proc, all of them through a procfs of init's own that nobody else can reach or mount over.
 *
 * <p>The image's /proc is only a place for a mount; whoever wrote through it could be led to a file of his choice
 * (CVE-2019-16884, CVE-2025-52881).
 */
final class ProcSteps {
    static final long ATTRIBUTES =
            MountFlags.MOUNT_ATTR_NOSUID | MountFlags.MOUNT_ATTR_NODEV | MountFlags.MOUNT_ATTR_NOEXEC;
    private static final String ATTRIBUTE_NAMES = "MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC";

    /** PROC_SUPER_MAGIC, include/uapi/linux/magic.h. */
    private static final long PROC_MAGIC = 0x9fa0;

    private final StepList steps;
    private @Nullable Slot procfs;

    ProcSteps(StepList steps) {
        this.steps = steps;
    }

    /** A procfs of the pid namespace that init is in; made when first needed, checked to be one. */
    Slot procfs() {
        Slot made = procfs;
        if (made == null) {
            made = new Trees(steps).fileSystem("proc", "proc", List.of(), ATTRIBUTES, ATTRIBUTE_NAMES);
            procfs = made;
        }
        return made;
    }

    /** fstatfs(2)'s f_type, its first word, must be procfs's. */
    private void check(Slot descriptor) {
        Argument.Buffer status = new Argument.Buffer(120);
        steps.call(Stage.INIT, "look what file system that is", Syscall.FSTATFS, slot(descriptor), status);
        byte[] magic = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(PROC_MAGIC)
                .array();
        steps.compare(Stage.INIT, status, magic, Errno.EXDEV, "check that it is procfs");
    }

    /** kernel.sem is /proc/sys/kernel/sem; a name with slashes may hold dots in its parts. */
    void sysctls(Map<String, String> sysctls) {
        for (Map.Entry<String, String> sysctl : sysctls.entrySet()) {
            String name = sysctl.getKey();
            String path = "sys/" + (name.contains("/") ? name : name.replace('.', '/'));
            write(path, sysctl.getValue(), "set " + name + " to " + sysctl.getValue());
        }
    }

    /** What only /proc can set of a process. */
    void ofProcess(ProcessSpec process) {
        Integer score = process.oomScoreAdj();
        if (score != null) {
            write("self/oom_score_adj", score.toString(), "set the OOM killer's score to " + score);
        }
        String profile = process.apparmorProfile();
        if (profile != null) {
            write(
                    "thread-self/attr/apparmor/exec",
                    "exec " + profile,
                    "confine the program by the AppArmor profile " + profile);
        }
    }

    /** Writes a file of init's own procfs. */
    void write(String path, String content, String why) {
        Slot file = steps.call(
                Stage.INIT,
                new Slot("/proc/" + path),
                why,
                Syscall.OPENAT,
                slot(procfs()),
                text(path),
                Constants.open(OpenFlags.O_WRONLY | OpenFlags.O_NOFOLLOW, "O_WRONLY|O_NOFOLLOW"));
        check(file);
        byte[] bytes = KernelText.encode(content);
        steps.add(Step.call(Stage.INIT, why, Syscall.WRITE, slot(file), new Argument.Bytes(bytes), value(bytes.length))
                .with(Step.Flag.EXACT));
    }
}
