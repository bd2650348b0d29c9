package dev.hull.engine;

import com.google.gson.JsonObject;
import dev.hull.container.RunRequest;
import dev.hull.launch.LaunchPlan;
import dev.hull.linux.call.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
    private final Clock clock = Clock.systemUTC();
    private final Journal journal;
    private final Records records;
    private final Volumes volumes;
    private final Reaper reaper;
    private @Nullable KeeperWatch watch;

    private Hull(Directories directories, Profile profile, Caller caller) {
        this.directories = directories;
        this.profile = profile;
        this.caller = caller;
        journal = new Journal(directories, clock);
        records = new Records(directories, profile, new Names(directories), journal, clock);
        volumes = new Volumes(records);
        reaper = new Reaper(records, volumes);
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

    Clock clock() {
        return clock;
    }

    Records records() {
        return records;
    }

    Journal journal() {
        return journal;
    }

    Reaper reaper() {
        return reaper;
    }

    /**
     * Makes a container, to be started later.
     *
     * @throws HullException.Conflict if the name is in use
     */
    public Container create(RunRequest request) {
        records.emptyTrash();
        return new Container(this, new Making(this, request).create());
    }

    /**
     * Makes a container and the plan of its first start, which {@link Caller#pid} performs: if that process dies before,
     * the container never was.
     */
    public Prepared prepareRun(RunRequest request) {
        records.emptyTrash();
        return new Making(this, request).run();
    }

    /** Makes a container and starts it from this process; needs {@link Profile#HEAVY}. */
    public Running run(RunRequest request) {
        requireHeavy("start " + request.image() + " from this process");
        Container container = create(request);
        return container.start();
    }

    /** The plan that {@code run} would perform, for {@code hull explain}; nothing is made. */
    public LaunchPlan explain(RunRequest request) {
        return new Making(this, request).explain();
    }

    /**
     * The container of that name, id, or beginning of an id.
     *
     * @throws HullException.NotFound if there is none
     * @throws HullException.Conflict if several ids begin so: the message lists them
     */
    public Container container(String reference) {
        return new Container(this, new Lookup(this).find(reference));
    }

    /** All containers, the newest first. */
    public List<Container> containers() {
        reaper.sweep();
        List<Container> containers = new ArrayList<>();
        for (String id : records.ids()) {
            ContainerRecord record = records.read(id);
            if (record != null) {
                containers.add(new Container(this, record));
            }
        }
        containers.sort(
                Comparator.comparing((Container container) -> container.record().created())
                        .reversed());
        return containers;
    }

    /** The volumes. */
    public Volumes volumes() {
        return volumes;
    }

    /** The journal of events. */
    public Events events() {
        return new Events(directories.events(), clock);
    }

    /** Reaps one container if it is dead ({@code hull _reap ID}); does nothing otherwise. */
    public void reap(String id) {
        reaper.reap(id);
    }

    /**
     * Why a start failed ({@code hull _why ID STEP ERRNO}): the sentence of the plan's step, refined by a look at the
     * image. The record of a first start is removed, that of another stays.
     *
     * @param id the container's id, or {@code ID/exec/EID}
     * @param step the step's number
     * @param errno the kernel's answer
     */
    public HullException why(String id, int step, int errno) {
        return new Why(this).tell(id, step, errno);
    }

    /** Removes every container that is not live and that {@code which} accepts. */
    public Pruned prune(Predicate<Container> which) {
        List<String> removed = new ArrayList<>();
        long bytes = 0;
        for (Container container : containers()) {
            ContainerState state = container.status().state();
            if (!state.isLive() && state != ContainerState.CREATING && which.test(container)) {
                bytes += size(container.id());
                container.remove(false, false);
                removed.add(container.id());
            }
        }
        return new Pruned(removed, List.of(), bytes);
    }

    private long size(String id) {
        try {
            return Files.isDirectory(directories.data(id)) ? Tree.size(directories.data(id)) : 0;
        } catch (IOException e) {
            throw HullException.of("measure", directories.data(id).toString(), e);
        }
    }

    /** Host, versions, directories, counts: the document of {@code hull info}. */
    public JsonObject info() {
        return new Info(this).document();
    }

    /** What a container is doing now. */
    ContainerStatus status(ContainerRecord record) {
        RunDirectory run = records.run(record.id());
        @Nullable Exit earlier = run.exists() && Files.exists(run.status()) ? null : records.earlierEnd(record.id());
        return new StateReader(records::locks).status(run, () -> isFrozen(record.id()), earlier);
    }

    /** @throws NeedsHeavyProfile if this JVM leaves system calls out */
    void requireHeavy(String work) {
        if (profile == Profile.COLD) {
            throw new NeedsHeavyProfile(work);
        }
    }

    /** What listens to this process's own keepers; begun with the first of them. */
    synchronized KeeperWatch watch() throws LinuxException {
        if (watch == null) {
            watch = new KeeperWatch();
        }
        return watch;
    }

    private boolean isFrozen(String id) {
        ContainerCgroup cgroup = records.cgroup(id);
        return cgroup != null && cgroup.isFrozen();
    }

    /** Hangs up on the programs it started: they go on under their keepers. */
    @Override
    public synchronized void close() {
        if (watch != null) {
            try {
                watch.close();
                watch = null;
            } catch (LinuxException e) {
                throw HullException.of("hang up on", "the keepers", e);
            }
        }
    }
}
