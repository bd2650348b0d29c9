package dev.hull.launch;

import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of a launch plan, as the capsule performs it and {@code hull explain} tells it.
 *
 * @param stage when and where it is performed
 * @param operation what the capsule does
 * @param syscall the system call; for an operation that is none, the call it ends in (see {@link Operation})
 * @param arguments at most six
 * @param result the slot that gets the call's result, or null
 * @param flags how the result is judged
 * @param tolerated errors that do not fail the step, at most four
 * @param skipAfterSuccess how many following steps of the stage are left out when it succeeded
 * @param skipAfterTolerated how many following steps of the stage are left out when it failed with a tolerated error
 * @param undo performed, in reverse order of the steps, if a later step fails ({@link Stage#SETUP} and {@link
 *     Stage#START} only), or null
 * @param why one sentence for {@code hull explain} and for errors, without a full stop: {@code mount proc on /proc}
 */
public record Step(
        Stage stage,
        Operation operation,
        Syscall syscall,
        List<Argument> arguments,
        @Nullable Slot result,
        Set<Flag> flags,
        Set<Errno> tolerated,
        int skipAfterSuccess,
        int skipAfterTolerated,
        @Nullable Step undo,
        String why) {
    /** What the capsule does with a step. */
    public enum Operation {
        /** Makes the call. */
        SYSCALL,
        /**
         * clone3(2); the child goes on with {@link Stage#INTERMEDIATE} if it is performed in {@link Stage#START} and
         * that stage has steps, else with {@link Stage#INIT}. Arguments: clone_args, size. With
         * CLONE_PARENT the exit signal must be 0: the child gets that of the process that calls.
         */
        SPAWN,
        /**
         * execve(2). When it fails with ENOENT, ENOTDIR or EACCES the next step is tried, as execvp(3) does along
         * PATH; after the last one the error is EACCES if any attempt had it, else the last one's.
         */
        EXEC,
        /**
         * Writes a number in decimal, right-aligned, into a buffer. Arguments: the number, the address, the width in
         * bytes, the byte that fills the left ({@code '/'} inside a path, a space inside JSON).
         */
        DECIMAL,
        /** Fails with the errno given unless two byte ranges are equal. Arguments: address, address, length, errno. */
        COMPARE,
        /**
         * A sync point inside the capsule: fork(2), execve(2) of a host program and wait for its exit status 0; any
         * other fails the step with ECANCELED. Arguments: path, argv, envp, a time limit in milliseconds (0: none).
         */
        RUN,
        /**
         * A sync point with a resident engine: sends {@link KeeperMessage#SYNC} with the point's number and the pid,
         * and waits for its go; abort or a closed connection fail the step with ECANCELED. Arguments: point, pid.
         */
        NOTIFY,
        /**
         * Sends SIGKILL to every process that a cgroup.procs file lists, until it lists none or a second has passed.
         * Arguments: path of the file.
         */
        KILL_CGROUP,
        /**
         * clone(2); the child goes on with the next step, every signal blocked. The parent stays as an init: it closes
         * all descriptors but 0 to 2, hands on every signal that it gets, reaps what becomes its child, and ends with
         * the child's status, 128 + n for a signal. Arguments: clone's flags.
         */
        SUPERVISE;

        /** Its number in a plan table. */
        public int code() {
            return ordinal();
        }
    }

    /** How a result is judged. */
    public enum Flag {
        /** read(2), write(2) and the like: the result must equal the third argument; less is EIO, nothing EPIPE. */
        EXACT,
        /** EBUSY and EAGAIN are tried again, a millisecond apart, for up to a second. */
        RETRY_BUSY,
        /** Every error is tolerated. */
        TOLERATE_ALL;

        /** Its bit in a plan table. */
        public int bit() {
            return 1 << ordinal();
        }
    }

    public Step {
        arguments = List.copyOf(arguments);
        flags = Set.copyOf(flags);
        tolerated = Set.copyOf(tolerated);
        if (arguments.size() > 6) {
            throw new IllegalArgumentException(syscall.kernelName() + " has " + arguments.size() + " arguments");
        }
        if (tolerated.size() > 4) {
            throw new IllegalArgumentException(syscall.kernelName() + " tolerates " + tolerated.size() + " errors");
        }
    }

    /** A plain system call that must succeed. */
    public static Step call(Stage stage, String why, Syscall syscall, Argument... arguments) {
        return new Step(
                stage, Operation.SYSCALL, syscall, List.of(arguments), null, Set.of(), Set.of(), 0, 0, null, why);
    }

    /** A step that is no plain system call. */
    public static Step of(Stage stage, Operation operation, String why, Syscall syscall, Argument... arguments) {
        return new Step(stage, operation, syscall, List.of(arguments), null, Set.of(), Set.of(), 0, 0, null, why);
    }

    /** Stores the result in the slot. */
    public Step into(Slot slot) {
        return copy(slot, flags, tolerated, skipAfterSuccess, skipAfterTolerated, undo);
    }

    public Step with(Flag... more) {
        return copy(result, Set.of(more), tolerated, skipAfterSuccess, skipAfterTolerated, undo);
    }

    public Step tolerating(Errno... errors) {
        return copy(result, flags, Set.of(errors), skipAfterSuccess, skipAfterTolerated, undo);
    }

    /** Leaves out the next {@code count} steps of the stage if this one succeeds: they are its fallback. */
    public Step skippingAfterSuccess(int count) {
        return copy(result, flags, tolerated, count, skipAfterTolerated, undo);
    }

    /** Leaves out the next {@code count} steps of the stage if this one fails with a tolerated error. */
    public Step skippingAfterTolerated(int count) {
        return copy(result, flags, tolerated, skipAfterSuccess, count, undo);
    }

    public Step undoneBy(Step step) {
        return copy(result, flags, tolerated, skipAfterSuccess, skipAfterTolerated, step);
    }

    /** This step with other circumstances: what is done, when and why stays. */
    private Step copy(
            @Nullable Slot into,
            Set<Flag> judged,
            Set<Errno> errors,
            int success,
            int failure,
            @Nullable Step undoing) {
        return new Step(stage, operation, syscall, arguments, into, judged, errors, success, failure, undoing, why);
    }
}
