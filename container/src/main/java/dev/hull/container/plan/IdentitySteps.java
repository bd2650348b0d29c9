package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.nothing;
import static dev.hull.launch.Argument.value;

import dev.hull.container.PosixRlimit;
import dev.hull.container.ProcessSpec;
import dev.hull.container.ProcessSpec.User;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.container.seccomp.SeccompFilter;
import dev.hull.launch.Argument;
import dev.hull.launch.Argument.BufferValue;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Capability;
import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.Prctl;
import dev.hull.linux.SeccompConstants;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the program is and what it may do: limits, keyring, capabilities, ids, no_new_privs and the filter. */
final class IdentitySteps {
    /** include/uapi/linux/keyctl.h. */
    private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;

    private final StepList steps;
    private final ProcessSpec process;
    private final HeldCapabilities held;

    IdentitySteps(StepList steps, ProcessSpec process, HeldCapabilities held) {
        this.steps = steps;
        this.process = process;
        this.held = held;
    }

    /** Before the powers go: raising a hard limit needs CAP_SYS_RESOURCE. */
    void limits() {
        for (PosixRlimit limit : process.rlimits()) {
            byte[] values = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(limit.soft())
                    .putLong(limit.hard())
                    .array();
            steps.call(
                    Stage.INIT,
                    "limit " + limit.resource() + " to " + shown(limit.soft()) + ", at most " + shown(limit.hard()),
                    Syscall.PRLIMIT64,
                    value(0),
                    value(limit.resource().number(), limit.resource().name()),
                    new Argument.Bytes(values),
                    nothing());
        }
    }

    private static String shown(long limit) {
        return limit == -1 ? "unlimited" : Long.toUnsignedString(limit);
    }

    /** Keys of the caller's session stay the caller's. A kernel without keyrings has none to hide. */
    void keyring() {
        steps.add(Step.call(
                        Stage.INIT,
                        "begin a session keyring of its own",
                        Syscall.KEYCTL,
                        value(KEYCTL_JOIN_SESSION_KEYRING, "KEYCTL_JOIN_SESSION_KEYRING"),
                        nothing(),
                        value(0),
                        value(0),
                        value(0))
                .tolerating(Errno.ENOSYS));
    }

    /**
     * The last of the powers.
     *
     * <p>Without no_new_privs a filter needs CAP_SYS_ADMIN: it is loaded before the capabilities go, and must admit the
     * rest. With no_new_privs it is loaded last.
     */
    void assume(@Nullable SeccompFilter filter) {
        if (process.noNewPrivileges()) {
            prctl("give up new privileges", Prctl.PR_SET_NO_NEW_PRIVS, "PR_SET_NO_NEW_PRIVS", 1, "1");
        } else if (filter != null) {
            load(filter);
        }
        ProcessCapabilities capabilities = process.capabilities();
        if (capabilities != null) {
            for (int number : capabilities.boundingDrops(held).numbers()) {
                prctl(
                        "drop capability " + name(number) + " for good",
                        Prctl.PR_CAPBSET_DROP,
                        "PR_CAPBSET_DROP",
                        number,
                        name(number));
            }
        }
        ids(capabilities);
        if (capabilities != null) {
            sets(capabilities);
        }
        if (process.noNewPrivileges() && filter != null) {
            load(filter);
        }
    }

    private static String name(int capability) {
        for (Capability known : Capability.values()) {
            if (known.number() == capability) {
                return known.name();
            }
        }
        return Integer.toString(capability);
    }

    private void prctl(String why, int option, String optionName, long argument, String argumentName) {
        steps.call(
                Stage.INIT,
                why,
                Syscall.PRCTL,
                value(option, optionName),
                value(argument, argumentName),
                value(0),
                value(0),
                value(0));
    }

    /** The groups are set even if there are none: a caller's own would stay (CVE-2022-36109). */
    private void ids(@Nullable ProcessCapabilities capabilities) {
        User user = process.user();
        ByteBuffer groups =
                ByteBuffer.allocate(4 * user.additionalGids().size()).order(ByteOrder.LITTLE_ENDIAN);
        user.additionalGids().forEach(gid -> groups.putInt(gid.intValue()));
        int count = user.additionalGids().size();
        steps.call(
                Stage.INIT,
                "set the supplementary groups " + user.additionalGids(),
                Syscall.SETGROUPS,
                value(count),
                count == 0 ? nothing() : new Argument.Bytes(groups.array()));
        boolean keeps = capabilities != null && !capabilities.permitted().isEmpty() && user.uid() != 0;
        if (keeps) {
            prctl("keep capabilities over the change of user", Prctl.PR_SET_KEEPCAPS, "PR_SET_KEEPCAPS", 1, "1");
        }
        three(Syscall.SETRESGID, user.gid(), "become group " + user.gid());
        three(Syscall.SETRESUID, user.uid(), "become user " + user.uid());
    }

    private void three(Syscall call, long id, String why) {
        steps.call(Stage.INIT, why, call, value(id), value(id), value(id));
    }

    private void sets(ProcessCapabilities capabilities) {
        steps.call(
                Stage.INIT,
                "hold the capabilities " + capabilities.effective().kernelNames(),
                Syscall.CAPSET,
                new Argument.Bytes(ProcessCapabilities.capsetHeader()),
                new Argument.Bytes(capabilities.capsetData()));
        for (int number : capabilities.ambient().numbers()) {
            steps.call(
                    Stage.INIT,
                    "keep capability " + name(number) + " over execve",
                    Syscall.PRCTL,
                    value(Prctl.PR_CAP_AMBIENT, "PR_CAP_AMBIENT"),
                    value(Prctl.PR_CAP_AMBIENT_RAISE, "PR_CAP_AMBIENT_RAISE"),
                    value(number, name(number)),
                    value(0),
                    value(0));
        }
    }

    private void load(SeccompFilter filter) {
        // struct sock_fprog: u16 len, padded to a word; pointer
        Argument.Struct program = new Argument.Struct(List.of(
                value(filter.length(), filter.length() + " instructions"), new Argument.Bytes(filter.program())));
        steps.call(
                Stage.INIT,
                "load the seccomp filter",
                Syscall.SECCOMP,
                value(SeccompConstants.SECCOMP_SET_MODE_FILTER, "SECCOMP_SET_MODE_FILTER"),
                value(filter.flagBits()),
                program);
    }

    /**
     * Dies with the keeper. After the last change of credentials, which clears the setting; then a look whether the
     * keeper is still there: the report pipe has no reader without it. Its parent's pid would not tell: in a pid
     * namespace of one's own it is 0.
     */
    void dieWithKeeper() {
        steps.call(
                Stage.INIT,
                "close the keeper's end of the report pipe",
                Syscall.CLOSE,
                new BufferValue(steps.known.reportPipe, 0, 4));
        Slot report = new Slot("the report pipe");
        Argument.Struct poll = new Argument.Struct(List.of(slot(report)));
        steps.call(
                Stage.INIT,
                report,
                "take the report pipe into a pollfd",
                Syscall.FCNTL,
                new BufferValue(steps.known.reportPipe, 4, 4),
                value(FcntlConstants.F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC"),
                value(3));
        prctl(
                "die when the keeper dies",
                Prctl.PR_SET_PDEATHSIG,
                "PR_SET_PDEATHSIG",
                Signal.SIGKILL.number(),
                "SIGKILL");
        Slot ready = new Slot("whether the keeper is gone");
        steps.call(Stage.INIT, ready, "look whether the keeper is still there", Syscall.POLL, poll, value(1), value(0));
        steps.compare(
                Stage.INIT,
                new Argument.SlotAddress(ready),
                new byte[8],
                Errno.EPIPE,
                "go on only if the keeper is still there");
    }
}
