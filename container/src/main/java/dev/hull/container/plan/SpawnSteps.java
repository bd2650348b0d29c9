package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.nothing;
import static dev.hull.launch.Argument.value;

import dev.hull.container.IdMapping;
import dev.hull.container.LinuxSpec;
import dev.hull.container.LinuxSpec.NamespaceSpec;
import dev.hull.container.Namespace;
import dev.hull.container.TimeOffset;
import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.CloneFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clone of init into its new namespaces, and what must be done from outside before init goes on. */
final class SpawnSteps {
    /** Where a pid's digits end in {@code /proc//////////uid_map}. */
    private static final int PID_DIGITS = 10;

    private final StepList steps;
    private final LinuxSpec linux;

    /** Init waits at its read end for the maps; -1 where there are none to wait for. */
    private Argument.@Nullable Buffer goPipe;

    SpawnSteps(StepList steps, LinuxSpec linux) {
        this.steps = steps;
        this.linux = linux;
    }

    /**
     * Clones init.
     *
     * @param cgroup the v2 cgroup to be born in, or null
     */
    void spawn(@Nullable Slot cgroup) {
        List<Slot> back = enterForChildren();
        if (linux.makes(Namespace.USER)) {
            goPipe = new Argument.Buffer(8);
            steps.call(
                    Stage.START,
                    "make the pipe at which init waits for its id maps",
                    Syscall.PIPE2,
                    goPipe,
                    value(OpenFlags.O_CLOEXEC, "O_CLOEXEC"));
        }
        steps.add(Step.of(
                        Stage.START,
                        Step.Operation.SPAWN,
                        "make the init process",
                        Syscall.CLONE3,
                        arguments(cgroup),
                        value(CloneFlags.CLONE_ARGS_SIZE_VER2))
                .into(steps.known.spawnedPid));
        leaveForChildren(back);
        if (goPipe != null) {
            map("uid_map", linux.uidMappings());
            map("gid_map", linux.gidMappings());
            steps.write(Stage.START, new Argument.BufferValue(goPipe, 4, 4), new byte[] {'g'}, "let init go on");
            closeEnd(Stage.START, goPipe, 0, "close the pipe");
            closeEnd(Stage.START, goPipe, 4, "close the pipe");
        }
    }

    private Argument.Struct arguments(@Nullable Slot cgroup) {
        long flags = CloneFlags.CLONE_PIDFD | CloneFlags.CLONE_CLEAR_SIGHAND;
        StringBuilder names = new StringBuilder("CLONE_PIDFD|CLONE_CLEAR_SIGHAND");
        for (NamespaceSpec namespace : linux.namespaces()) {
            Namespace type = namespace.type();
            // a cgroup namespace is made once init is in its cgroup, a time namespace before its first process is
            if (namespace.path() == null && type != Namespace.CGROUP && type != Namespace.TIME) {
                flags |= type.cloneFlag();
                names.append('|').append(type.flagName());
            }
        }
        if (cgroup != null) {
            flags |= CloneFlags.CLONE_INTO_CGROUP;
            names.append("|CLONE_INTO_CGROUP");
        }
        return cloneArguments(flags, names.toString(), steps.known.initPidfd, cgroup);
    }

    /** struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, its size, cgroup. */
    static Argument.Struct cloneArguments(long flags, String names, Slot pidfd, @Nullable Slot cgroup) {
        return new Argument.Struct(List.of(
                value(flags, names),
                new Argument.SlotAddress(pidfd),
                nothing(),
                nothing(),
                value(Signal.SIGCHLD.number(), "SIGCHLD"),
                nothing(),
                Constants.NONE,
                nothing(),
                nothing(),
                Constants.NONE,
                cgroup == null ? Constants.NONE : slot(cgroup)));
    }

    /**
     * Pid and time namespaces hold for children only: the keeper enters them, and comes back after the clone. Gives the
     * ways back, in the order of {@link #leaveForChildren}.
     */
    private List<Slot> enterForChildren() {
        List<Slot> back = new ArrayList<>();
        for (Namespace type : List.of(Namespace.PID, Namespace.TIME)) {
            NamespaceSpec namespace = linux.namespace(type);
            if (namespace == null || (namespace.path() == null && type == Namespace.PID)) {
                continue;
            }
            back.add(steps.open(Stage.START, "/proc/self/ns/" + type.procName(), OpenFlags.O_RDONLY, "O_RDONLY"));
            String path = namespace.path();
            if (path == null) {
                steps.call(
                        Stage.START,
                        "make a time namespace for init",
                        Syscall.UNSHARE,
                        value(type.cloneFlag(), type.flagName()));
                writeOffsets();
            } else {
                Slot joined = steps.open(Stage.START, path, OpenFlags.O_RDONLY, "O_RDONLY");
                enter(joined, type, "have init born in the " + type.word() + " namespace " + path);
                close(joined);
            }
        }
        return back;
    }

    private void leaveForChildren(List<Slot> back) {
        for (Slot way : back) {
            Namespace type = way.name().endsWith("/pid") ? Namespace.PID : Namespace.TIME;
            enter(way, type, "have later children born in the keeper's own " + type.word() + " namespace");
            close(way);
        }
    }

    private void enter(Slot namespace, Namespace type, String why) {
        steps.call(Stage.START, why, Syscall.SETNS, slot(namespace), value(type.cloneFlag(), type.flagName()));
    }

    private void close(Slot descriptor) {
        steps.call(Stage.START, "close " + descriptor.name(), Syscall.CLOSE, slot(descriptor));
    }

    private void writeOffsets() {
        if (linux.timeOffsets().isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, TimeOffset> offset : linux.timeOffsets().entrySet()) {
            lines.append(offset.getKey())
                    .append(' ')
                    .append(offset.getValue().seconds())
                    .append(' ')
                    .append(offset.getValue().nanoseconds())
                    .append('\n');
        }
        String path = "/proc/self/timens_offsets";
        Slot file = steps.open(Stage.START, path, OpenFlags.O_WRONLY, "O_WRONLY");
        steps.write(
                Stage.START,
                slot(file),
                lines.toString().getBytes(StandardCharsets.US_ASCII),
                "set the clocks of the time namespace");
        close(file);
    }

    /** The pid is known only now: its digits go into the path, right-aligned, for slashes may repeat. */
    private void map(String name, List<IdMapping> mappings) {
        byte[] path = ("/proc/" + "/".repeat(PID_DIGITS) + "/" + name + "\0").getBytes(StandardCharsets.US_ASCII);
        Argument.Buffer buffer = new Argument.Buffer(path);
        steps.add(Step.of(
                Stage.START,
                Step.Operation.DECIMAL,
                "put init's pid into the path of its " + name,
                Syscall.GETPID,
                slot(steps.known.spawnedPid),
                new Argument.BufferAddress(buffer, "/proc/".length()),
                value(PID_DIGITS),
                value('/', "'/'")));
        Slot file = steps.call(
                Stage.START,
                new Slot("init's " + name),
                "open init's " + name,
                Syscall.OPENAT,
                Constants.CWD,
                buffer,
                Constants.open(OpenFlags.O_WRONLY, "O_WRONLY"));
        StringBuilder lines = new StringBuilder();
        for (IdMapping mapping : mappings) {
            lines.append(mapping.containerId())
                    .append(' ')
                    .append(mapping.hostId())
                    .append(' ')
                    .append(mapping.size())
                    .append('\n');
        }
        steps.write(
                Stage.START, slot(file), lines.toString().getBytes(StandardCharsets.US_ASCII), "write init's " + name);
        close(file);
    }

    private void closeEnd(Stage stage, Argument.Buffer pipe, int offset, String why) {
        steps.call(stage, why, Syscall.CLOSE, new Argument.BufferValue(pipe, offset, 4));
    }

    /** In init, first of all: with a user namespace, wait for the maps; the keeper gone means the end. */
    void await() {
        Argument.Buffer pipe = goPipe;
        if (pipe == null) {
            return;
        }
        closeEnd(Stage.INIT, pipe, 4, "close the keeper's end of the pipe");
        steps.add(Step.call(
                        Stage.INIT,
                        "wait for the id maps",
                        Syscall.READ,
                        new Argument.BufferValue(pipe, 0, 4),
                        new Argument.Buffer(8),
                        value(1))
                .with(Step.Flag.EXACT));
        become("become the namespace's own root: so far the ids are the host's");
    }

    void become(String why) {
        steps.call(Stage.INIT, why, Syscall.SETRESGID, value(0), value(0), value(0));
        steps.call(Stage.INIT, why, Syscall.SETRESUID, value(0), value(0), value(0));
    }

    /** In init: the namespaces of others that hold for a process itself. A user namespace last: it takes powers away. */
    void join() {
        List<NamespaceSpec> joined = new ArrayList<>();
        for (NamespaceSpec namespace : linux.namespaces()) {
            Namespace type = namespace.type();
            if (namespace.path() != null && type != Namespace.PID && type != Namespace.TIME) {
                joined.add(namespace);
            }
        }
        // the paths are the host's: all are opened before a mount namespace is joined
        List<Slot> descriptors = new ArrayList<>();
        for (NamespaceSpec namespace : joined) {
            descriptors.add(steps.open(Stage.INIT, String.valueOf(namespace.path()), OpenFlags.O_RDONLY, "O_RDONLY"));
        }
        boolean user = false;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < joined.size(); i++) {
                Namespace type = joined.get(i).type();
                if ((type == Namespace.USER) == (pass == 1)) {
                    user |= type == Namespace.USER;
                    steps.call(
                            Stage.INIT,
                            "join the " + type.word() + " namespace "
                                    + joined.get(i).path(),
                            Syscall.SETNS,
                            slot(descriptors.get(i)),
                            value(type.cloneFlag(), type.flagName()));
                }
            }
        }
        if (user) {
            become("become root of the joined user namespace");
        }
    }
}
