package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A program to start as a child: posix_spawn(3) of glibc 2.34 or later.
 *
 * <p>The child gets exactly the descriptors that are named here and no other, default actions for every signal, and an
 * empty signal mask. A failed execve(2) is the parent's exception.
 */
public final class Spawn {
    private static final int POSIX_SPAWN_SETPGROUP = 0x02;
    private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;

    /** More than the C library's posix_spawnattr_t (336 bytes), posix_spawn_file_actions_t (80), sigset_t (128). */
    private static final int OPAQUE = 512;

    private static final MethodHandle POSIX_SPAWN = Kernel.function("posix_spawn", 6);
    private static final MethodHandle ACTIONS_INIT = Kernel.function("posix_spawn_file_actions_init", 1);
    private static final MethodHandle ACTIONS_DESTROY = Kernel.function("posix_spawn_file_actions_destroy", 1);
    private static final MethodHandle ADD_DUP2 = Kernel.function("posix_spawn_file_actions_adddup2", 3);
    private static final MethodHandle ADD_CLOSE = Kernel.function("posix_spawn_file_actions_addclose", 2);
    private static final MethodHandle ADD_CLOSE_FROM = Kernel.function("posix_spawn_file_actions_addclosefrom_np", 2);
    private static final MethodHandle ATTR_INIT = Kernel.function("posix_spawnattr_init", 1);
    private static final MethodHandle ATTR_SETFLAGS = Kernel.function("posix_spawnattr_setflags", 2);
    private static final MethodHandle ATTR_SETPGROUP = Kernel.function("posix_spawnattr_setpgroup", 2);
    private static final MethodHandle ATTR_SETSIGDEFAULT = Kernel.function("posix_spawnattr_setsigdefault", 2);

    /** A sigset_t of the kernel: bit n - 1 is signal n, 64 in all. */
    private static final long ALL_SIGNALS = -1;

    private final Pathname program;
    private final List<Pathname> arguments;
    private final List<Pathname> environment;
    private final NavigableMap<Integer, FileDescriptor> descriptors = new TreeMap<>();
    private int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    private int processGroup;

    /**
     * @param program its path; PATH is not searched
     * @param arguments argv, the program's own name first
     * @param environment {@code NAME=value} each
     */
    public Spawn(Pathname program, List<Pathname> arguments, List<Pathname> environment) {
        this.program = program;
        this.arguments = List.copyOf(arguments);
        this.environment = List.copyOf(environment);
    }

    /** The child's descriptor {@code number} is a duplicate of this one. */
    public Spawn descriptor(int number, FileDescriptor descriptor) {
        if (number < 0) {
            throw new IllegalArgumentException("no descriptor has the number " + number);
        }
        descriptors.put(number, descriptor);
        return this;
    }

    /** setsid(2): a session of its own, without a terminal. */
    public Spawn newSession() {
        flags |= POSIX_SPAWN_SETSID;
        return this;
    }

    /** setpgid(2); 0 for a process group of its own. */
    public Spawn processGroup(int group) {
        flags |= POSIX_SPAWN_SETPGROUP;
        processGroup = group;
        return this;
    }

    /** Starts it. Returns once the child has executed the program, or throws why it has not. */
    public Pidfd start() throws LinuxException {
        List<FileDescriptor> sources = new ArrayList<>();
        try (Frame frame = new Frame()) {
            MemorySegment actions = frame.allocate(OPAQUE);
            check("posix_spawn_file_actions_init", invoke(ACTIONS_INIT, actions.address()));
            try {
                addActions(actions.address(), sources);
                MemorySegment attributes = attributes(frame);
                MemorySegment pid = frame.allocate(4);
                check(
                        "posix_spawn",
                        invoke(
                                POSIX_SPAWN,
                                pid.address(),
                                frame.path(program),
                                actions.address(),
                                attributes.address(),
                                vector(frame, arguments),
                                vector(frame, environment)));
                // the child cannot be another process: nobody but us reaps it
                return Pidfd.open(pid.get(JAVA_INT, 0));
            } finally {
                check("posix_spawn_file_actions_destroy", invoke(ACTIONS_DESTROY, actions.address()));
            }
        } finally {
            closeAll(sources);
        }
    }

    /**
     * Duplicates above all targets first, so that no dup2 overwrites the source of another; then closes the gaps and all
     * that lies above.
     */
    private void addActions(long actions, List<FileDescriptor> sources) throws LinuxException {
        int above = descriptors.isEmpty() ? 0 : descriptors.lastKey() + 1;
        for (Map.Entry<Integer, FileDescriptor> entry : descriptors.entrySet()) {
            FileDescriptor source = entry.getValue().duplicate(above);
            sources.add(source);
            check("posix_spawn_file_actions_adddup2", invoke(ADD_DUP2, actions, source.number(), entry.getKey()));
        }
        for (int number = 0; number < above; number++) {
            if (!descriptors.containsKey(number)) {
                check("posix_spawn_file_actions_addclose", invoke(ADD_CLOSE, actions, number));
            }
        }
        check("posix_spawn_file_actions_addclosefrom_np", invoke(ADD_CLOSE_FROM, actions, above));
    }

    /** posix_spawnattr_t; its signal mask is empty after posix_spawnattr_init. */
    private MemorySegment attributes(Frame frame) throws LinuxException {
        MemorySegment attributes = frame.allocate(OPAQUE);
        check("posix_spawnattr_init", invoke(ATTR_INIT, attributes.address()));
        check("posix_spawnattr_setflags", invoke(ATTR_SETFLAGS, attributes.address(), flags));
        check("posix_spawnattr_setpgroup", invoke(ATTR_SETPGROUP, attributes.address(), processGroup));
        MemorySegment signals = frame.allocate(OPAQUE);
        signals.set(JAVA_LONG, 0, ALL_SIGNALS);
        check("posix_spawnattr_setsigdefault", invoke(ATTR_SETSIGDEFAULT, attributes.address(), signals.address()));
        return attributes;
    }

    private static long vector(Frame frame, List<Pathname> strings) {
        MemorySegment vector = frame.allocate(8L * (strings.size() + 1));
        for (int i = 0; i < strings.size(); i++) {
            vector.set(JAVA_LONG, 8L * i, frame.path(strings.get(i)));
        }
        return vector.address();
    }

    /** These functions answer the errno instead of setting it. */
    private void check(String function, int errno) throws LinuxException {
        if (errno != 0) {
            throw new LinuxException(function, program.toString(), errno);
        }
    }

    private static int invoke(MethodHandle function, long... arguments) {
        try {
            return switch (arguments.length) {
                case 1 -> (int) function.invokeExact(arguments[0]);
                case 2 -> (int) function.invokeExact(arguments[0], arguments[1]);
                case 3 -> (int) function.invokeExact(arguments[0], arguments[1], arguments[2]);
                default ->
                    (int) function.invokeExact(
                            arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
            };
        } catch (Throwable t) {
            throw new AssertionError("a downcall throws nothing", t);
        }
    }

    private static void closeAll(List<FileDescriptor> descriptors) throws LinuxException {
        LinuxException failure = null;
        for (FileDescriptor descriptor : descriptors) {
            try {
                descriptor.close();
            } catch (LinuxException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
