package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.value;

import dev.hull.container.ContainerSpec;
import dev.hull.container.LinuxSpec;
import dev.hull.container.LinuxSpec.NamespaceSpec;
import dev.hull.container.Namespace;
import dev.hull.container.ProcessSpec;
import dev.hull.launch.Argument;
import dev.hull.launch.Argument.Buffer;
import dev.hull.launch.Argument.BufferValue;
import dev.hull.launch.KeeperMessage;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.CloneFlags;
import dev.hull.linux.Errno;
import dev.hull.linux.KernelText;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Prctl;
import dev.hull.linux.SocketConstants;
import dev.hull.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a further program in a running container.
 *
 * <p>The container's init is known by the pidfd that its keeper gives, never by a pid from a file: a pid may have become
 * another's. The cgroups are joined before the namespaces, while their files can still be reached. The process that
 * enters is not dumpable: nobody inside may look at it, or through it at the host, before the program runs
 * (CVE-2016-9962).
 */
public final class ExecPlanner {
    /** sizeof(struct sockaddr_un) less its path. */
    private static final int FAMILY_SIZE = 2;

    private final LinuxSpec linux;
    private final ProcessSpec process;
    private final PlanFacts facts;

    private final StepList steps = new StepList();
    private final CgroupSteps cgroups;
    private final StreamSteps streams;
    private final ProcSteps proc;
    private final IdentitySteps identity;
    private final ExecSteps exec;

    /** The answer's control message: its first descriptor lies at 16. */
    private final Buffer answer = new Buffer(24);

    private final BufferValue pidfd = new BufferValue(answer, 16, 4);

    private ExecPlanner(ContainerSpec spec, ProcessSpec process, PlanFacts facts) {
        this.linux = spec.linux();
        this.process = process;
        this.facts = facts;
        cgroups = new CgroupSteps(steps, facts.cgroups());
        streams = new StreamSteps(steps, process.terminal(), facts.hasStdin());
        proc = new ProcSteps(steps);
        identity = new IdentitySteps(
                steps,
                process,
                linux.namespace(Namespace.USER) == null
                        ? facts.held()
                        : facts.held().inNewUserNamespace());
        exec = new ExecSteps(steps, process);
    }

    /**
     * The plan.
     *
     * @param spec the container's
     * @param process what is run in it: the specification's process, changed by what was asked for
     * @param control path of the control socket of the container's keeper
     * @param facts of the exec: its own keeper, the container's cgroups and filter; the root is looked at only where
     *     the container has no mount namespace
     * @throws IllegalArgumentException if something asked for cannot be done
     */
    public static LaunchPlan plan(ContainerSpec spec, ProcessSpec process, String control, PlanFacts facts) {
        ExecPlanner planner = new ExecPlanner(spec, process, facts);
        planner.cgroups.leaveCallers();
        planner.start(control);
        planner.init();
        LaunchPlan plan = planner.steps.plan(facts.keeper());
        Planner.checkFilter(plan, facts.filter());
        return plan;
    }

    private void start(String control) {
        streams.make();
        cgroups.open(Stage.START);
        askForInit(control);
        Slot back = enterPidNamespace();
        steps.add(Step.of(
                        Stage.START,
                        Step.Operation.SPAWN,
                        "make the process that enters the container",
                        Syscall.CLONE3,
                        cloneArguments(cgroups.unified()),
                        value(CloneFlags.CLONE_ARGS_SIZE_VER2))
                .into(steps.known.spawnedPid));
        if (back != null) {
            setns(Stage.START, slot(back), Namespace.PID.cloneFlag(), Namespace.PID.flagName(), "stay outside itself");
            steps.call(Stage.START, "close " + back.name(), Syscall.CLOSE, slot(back));
        }
        steps.call(Stage.START, "close init's pidfd", Syscall.CLOSE, pidfd);
        cgroups.close(Stage.START);
        streams.settle();
    }

    /** KeeperMessage.PIDFD: the answer carries the descriptor. A keeper that is gone refuses the connection. */
    private void askForInit(String control) {
        Slot socket = steps.call(
                Stage.START,
                new Slot("the connection to the container's keeper"),
                "open a socket",
                Syscall.SOCKET,
                value(SocketConstants.AF_UNIX, "AF_UNIX"),
                value(SocketConstants.SOCK_STREAM | SocketConstants.SOCK_CLOEXEC, "SOCK_STREAM|SOCK_CLOEXEC"),
                value(0));
        byte[] path = KernelText.encode(control + '\0');
        byte[] address = ByteBuffer.allocate(FAMILY_SIZE + path.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) SocketConstants.AF_UNIX)
                .put(path)
                .array();
        steps.call(
                Stage.START,
                "reach the container's keeper",
                Syscall.CONNECT,
                slot(socket),
                new Argument.Bytes(address),
                value(address.length));
        byte[] request = ByteBuffer.allocate(KeeperMessage.SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(KeeperMessage.PIDFD)
                .array();
        steps.write(Stage.START, slot(socket), request, "ask it for the container's init");
        Buffer reply = new Buffer(KeeperMessage.SIZE);
        steps.call(
                Stage.START,
                "receive init's pidfd",
                Syscall.RECVMSG,
                slot(socket),
                StreamSteps.message(reply, KeeperMessage.SIZE, answer),
                value(SocketConstants.MSG_CMSG_CLOEXEC, "MSG_CMSG_CLOEXEC"));
        byte[] success = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(KeeperMessage.PIDFD | KeeperMessage.REPLY)
                .array();
        steps.compare(Stage.START, reply, success, Errno.ESRCH, "check that the container is running");
        steps.compare(Stage.START, answer, StreamSteps.oneDescriptor(), Errno.ESRCH, "check that a pidfd came");
        steps.call(Stage.START, "close " + socket.name(), Syscall.CLOSE, slot(socket));
    }

    /** A pid namespace holds for children only: the way back, or null if the container has none. */
    private @Nullable Slot enterPidNamespace() {
        if (linux.namespace(Namespace.PID) == null) {
            return null;
        }
        Slot back = steps.open(Stage.START, "/proc/self/ns/pid", OpenFlags.O_RDONLY, "O_RDONLY");
        setns(
                Stage.START,
                pidfd,
                Namespace.PID.cloneFlag(),
                Namespace.PID.flagName(),
                "have the next child born in the container's pid namespace");
        return back;
    }

    private void setns(Stage stage, Argument descriptor, long flags, String names, String why) {
        steps.call(stage, why, Syscall.SETNS, descriptor, value(flags, names));
    }

    private Argument.Struct cloneArguments(@Nullable Slot cgroup) {
        long flags = CloneFlags.CLONE_PIDFD | CloneFlags.CLONE_CLEAR_SIGHAND;
        return SpawnSteps.cloneArguments(
                cgroup == null ? flags : flags | CloneFlags.CLONE_INTO_CGROUP,
                "CLONE_PIDFD|CLONE_CLEAR_SIGHAND" + (cgroup == null ? "" : "|CLONE_INTO_CGROUP"),
                steps.known.initPidfd,
                cgroup);
    }

    private void init() {
        steps.call(
                Stage.INIT,
                "let nobody inside look at this process",
                Syscall.PRCTL,
                value(Prctl.PR_SET_DUMPABLE, "PR_SET_DUMPABLE"),
                value(0),
                value(0),
                value(0),
                value(0));
        cgroups.join();
        enterNamespaces();
        steps.call(Stage.INIT, "begin a session of its own", Syscall.SETSID);
        if (linux.namespace(Namespace.MOUNT) == null && facts.rootfs() instanceof Rootfs.Directory directory) {
            new RootSteps(steps, facts, Stage.INIT).change(directory.path());
        }
        proc.ofProcess(process);
        if (streams.hasTerminal()) {
            streams.openTerminal(null, process);
        } else {
            streams.connect(null);
        }
        exec.umask();
        exec.changeDirectory(false);
        identity.limits();
        identity.keyring();
        identity.assume(facts.filter());
        identity.dieWithKeeper();
        exec.closeDescriptors();
        exec.execute();
    }

    /** All at once, by init's pidfd: the kernel takes the user namespace first. */
    private void enterNamespaces() {
        long flags = 0;
        StringBuilder names = new StringBuilder();
        for (NamespaceSpec namespace : linux.namespaces()) {
            Namespace type = namespace.type();
            if (type != Namespace.PID) {
                flags |= type.cloneFlag();
                names.append(names.isEmpty() ? "" : "|").append(type.flagName());
            }
        }
        if (flags != 0) {
            setns(Stage.INIT, pidfd, flags, names.toString(), "enter the container's namespaces");
        }
        if (linux.namespace(Namespace.USER) != null) {
            new SpawnSteps(steps, linux).become("become root of the container's user namespace");
        }
    }
}
