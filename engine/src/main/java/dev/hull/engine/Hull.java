package dev.hull.engine;

import com.google.gson.JsonObject;
import dev.hull.container.RunRequest;
import dev.hull.launch.LaunchPlan;
import java.util.List;
import java.util.function.Predicate;

/**
 * Everything Hull can do, on one pair of directories. Any number of processes may have one open at the same time.
 *
 * <p>Every method first reaps the dead containers that it meets. They throw {@link HullException}; those that change a
 * container hold its lock meanwhile. Instances are safe for use by many threads.
 */
public final class Hull implements AutoCloseable {
    private final Directories directories;
    private final Profile profile;
    private final Caller caller;

    private Hull(Directories directories, Profile profile, Caller caller) {
        this.directories = directories;
        this.profile = profile;
        this.caller = caller;
    }

    /** Opens the user's state ({@link Directories#of}) in a JVM that can do everything. */
    public static Hull open() {
        return open(Directories.of(System.getenv(), Directories.uid()), Profile.HEAVY, Caller.resident());
    }

    /** Opens the state in these directories; they are made when first written to. */
    public static Hull open(Directories directories, Profile profile, Caller caller) {
        return new Hull(directories, profile, caller);
    }

    public Directories directories() {
        return directories;
    }

    Profile profile() {
        return profile;
    }

    Caller caller() {
        return caller;
    }

    /**
     * Makes a container, to be started later.
     *
     * @throws HullException.Conflict if the name is in use
     */
    public Container create(RunRequest request) {
        return Pending.work();
    }

    /**
     * Makes a container and the plan of its first start, which {@link Caller#pid} performs: if that process dies before,
     * the container never was.
     */
    public Prepared prepareRun(RunRequest request) {
        return Pending.work();
    }

    /** Makes a container and starts it from this process; needs {@link Profile#HEAVY}. */
    public Running run(RunRequest request) {
        return Pending.work();
    }

    /** The plan that {@code run} would perform, for {@code hull explain}; nothing is made. */
    public LaunchPlan explain(RunRequest request) {
        return Pending.work();
    }

    /**
     * The container of that name, id, or beginning of an id.
     *
     * @throws HullException.NotFound if there is none
     * @throws HullException.Conflict if several ids begin so: the message lists them
     */
    public Container container(String reference) {
        return Pending.work();
    }

    /** All containers, the newest first. */
    public List<Container> containers() {
        return Pending.work();
    }

    /** The volumes. */
    public Volumes volumes() {
        return Pending.work();
    }

    /** The journal of events. */
    public Events events() {
        return Pending.work();
    }

    /** Reaps one container if it is dead ({@code hull _reap ID}); does nothing otherwise. */
    public void reap(String id) {
        Pending.work();
    }

    /**
     * Why a start failed ({@code hull _why ID STEP ERRNO}): the sentence of the plan's step, refined by a look at the
     * image. With {@code create}d containers left as they are, the record of a failed {@code run --rm} is removed.
     *
     * @param id the container's id, or {@code ID/exec/EID}
     * @param step the step's number
     * @param errno the kernel's answer
     */
    public HullException why(String id, int step, int errno) {
        return Pending.work();
    }

    /** Removes every container that is not live and that {@code which} accepts. */
    public Pruned prune(Predicate<Container> which) {
        return Pending.work();
    }

    /** Host, versions, directories, counts: the document of {@code hull info}. */
    public JsonObject info() {
        return Pending.work();
    }

    @Override
    public void close() {}
}
