package dev.hull.engine;

import com.google.gson.JsonObject;
import dev.hull.container.ResourceLimits;
import dev.hull.container.RestartPolicy;
import dev.hull.image.tree.Ownership;
import dev.hull.linux.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handle to one container: its record as it was read, and what can be done with it. State is asked anew each time.
 */
public final class Container {
    private final Hull hull;
    private final ContainerRecord record;

    Container(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
    }

    public String id() {
        return record.id();
    }

    public String name() {
        return record.name();
    }

    /** What Hull keeps about it, as of the time this handle was made. */
    public ContainerRecord record() {
        return record;
    }

    /** Its program and the program's arguments: {@code process.args} of config.json. */
    public List<String> command() {
        return record.command();
    }

    public ContainerStatus status() {
        hull.reap(record.id());
        return hull.status(record);
    }

    /** Docker's document of {@code inspect}. */
    public JsonObject inspect() {
        return new Inspection(hull, record).document();
    }

    /**
     * Asks the program to end and kills it when the time is over.
     *
     * @param signal name or number, null for the container's own
     * @param timeout null for the container's own; negative waits for ever
     * @return its end; of an ended container the one it had
     */
    public Exit stop(@Nullable String signal, @Nullable Duration timeout) {
        ContainerRecord.Lifecycle own = record.lifecycle();
        Duration patience = timeout == null ? Duration.ofSeconds(own.stopTimeout()) : timeout;
        return new Control(hull, record)
                .stop(signal == null ? 0 : parsed(signal).number(), patience);
    }

    /** @param signal name or number: {@code KILL}, {@code SIGTERM}, {@code 9} */
    public void kill(String signal) {
        new Control(hull, record).kill(parsed(signal));
    }

    /** Waits for its end; returns at once if it is not live. */
    public Exit await() {
        return new Control(hull, record).await();
    }

    public void pause() {
        new Changes(hull, record).pause();
    }

    public void unpause() {
        new Changes(hull, record).unpause();
    }

    /**
     * Removes it.
     *
     * @param force kill it first if it is live
     * @param volumes its anonymous volumes too
     */
    public void remove(boolean force, boolean volumes) {
        new Changes(hull, record).remove(force, volumes);
    }

    public void rename(String name) {
        new Changes(hull, record).rename(name);
    }

    /**
     * The plan of {@code hull start}: the client copies what the options say, else it ends once the program runs.
     *
     * @throws HullException.Conflict if it is live
     */
    public Prepared prepareStart(AttachOptions options) {
        return new Starting(hull, record).prepare(options);
    }

    /** Starts it from this process; needs {@link Profile#HEAVY}. */
    public Running start() {
        hull.requireHeavy("start " + record.name() + " from this process");
        return new Starting(hull, record).resident(this);
    }

    /** Runs a further program in it from this process; needs {@link Profile#HEAVY}. */
    public Running exec(ExecRequest request) {
        hull.requireHeavy("exec in " + record.name() + " from this process");
        return new ExecPreparation(hull, record).resident(this, request);
    }

    /** Its execs that have not been forgotten, the newest last. */
    public List<ExecStatus> execs() {
        return new Execs(hull.records(), record.id()).list();
    }

    /**
     * Replaces limits while it runs, and for later starts; what is null stays.
     *
     * @param limits see {@link ResourceLimits}
     * @param restart null for no change
     */
    public void update(ResourceLimits limits, @Nullable RestartPolicy restart) {
        new Changes(hull, record).update(limits, restart);
    }

    /** The plan of {@code hull attach}. */
    public Prepared prepareAttach(AttachOptions options) {
        return new Starting(hull, record).prepareAttach(options);
    }

    /** The plan of {@code hull exec}. */
    public Prepared prepareExec(ExecRequest request) {
        return new ExecPreparation(hull, record).prepare(request);
    }

    /** Its log. With {@code follow} the reader waits for more until the container has ended. */
    public LogReader logs(LogQuery query) {
        if (!record.log().isKept()) {
            throw new HullException.Unsupported(
                    "read the log of container", record.name(), "it keeps none (--log-driver none)", "");
        }
        RunDirectory run = hull.records().run(record.id());
        return new LogFollower(
                new LogSegments(hull.directories().data(record.id()).resolve(Launching.LOG)),
                query,
                () -> hull.records().locks().isHeld(run.keeperLock()),
                hull.clock());
    }

    /**
     * Its processes.
     *
     * @param columns names as ps(1) has them: {@code pid}, {@code ppid}, {@code user}, {@code stime}, {@code time},
     *     {@code cmd}, ...; empty for those of {@code ps -ef}
     */
    public List<ProcessRow> top(List<String> columns) {
        return new ProcessTable()
                .rows(liveCgroup("list the processes of").processes(), columns.isEmpty() ? ProcessTable.FULL : columns);
    }

    /** One reading; two of them give {@link Stats#cpuPercentSince}. */
    public Stats stats() {
        ContainerCgroup cgroup = liveCgroup("read the use of");
        try {
            return new StatsReader(cgroup.layout())
                    .read(hull.status(record).pid(), hull.clock().instant());
        } catch (IOException e) {
            throw HullException.of("read the use of container", record.name(), e);
        }
    }

    /** Bytes written to its writable layer. */
    public long writtenBytes() {
        Path upper = hull.directories().data(record.id()).resolve(Launching.UPPER);
        try {
            return Files.isDirectory(upper) ? Tree.size(upper) : 0;
        } catch (IOException e) {
            throw HullException.of("measure", upper.toString(), e);
        }
    }

    /** What it changed in its root, sorted by path. */
    public List<Change> diff() {
        try {
            return new WritableLayers(hull, record).changes();
        } catch (IOException e) {
            throw HullException.of("compare container", record.name(), e);
        }
    }

    /**
     * Copies a file or a directory out of it as {@code docker cp}; needs {@link Profile#HEAVY}.
     *
     * @param source in the container; with {@code /.} at its end the content of a directory is meant
     * @param target on this machine
     * @param followLink a link that is the source is followed
     * @param keepOwner owners stay as they are; else the files are the caller's
     */
    public void copyOut(String source, Path target, boolean followLink, boolean keepOwner) {
        new Copying(hull, record).out(source, target, followLink, ownership(keepOwner));
    }

    /** The same from this machine into the container; without {@code keepOwner} the files are root's. */
    public void copyIn(Path source, String target, boolean followLink, boolean keepOwner) {
        new Copying(hull, record).in(source, target, followLink, ownership(keepOwner));
    }

    /** Writes a file or a directory of it as a tar archive. */
    public void archive(String source, boolean followLink, OutputStream archive) {
        new Copying(hull, record).archive(source, followLink, archive);
    }

    /** Unpacks a tar archive into a directory of it. */
    public void extract(InputStream archive, String target, boolean keepOwner) {
        new Copying(hull, record).extract(archive, target, ownership(keepOwner));
    }

    private static Ownership ownership(boolean kept) {
        return kept ? new Ownership.Kept() : new Ownership.Given(Directories.uid(), Directories.gid());
    }

    private ContainerCgroup liveCgroup(String verb) {
        if (!hull.status(record).state().isLive()) {
            throw new Control(hull, record).notRunning(verb);
        }
        ContainerCgroup cgroup = hull.records().cgroup(record.id());
        if (cgroup == null) {
            throw new HullException.Unsupported(verb + " container", record.name(), "it has no cgroup of its own", "");
        }
        return cgroup;
    }

    private static Signal parsed(String signal) {
        return Signal.parse(signal)
                .orElseThrow(() -> new HullException.Invalid(
                        "send signal", signal, "there is no such signal", "give a name of signal(7) or a number"));
    }
}
