package dev.hull.engine;

import com.google.gson.JsonObject;
import dev.hull.container.ResourceLimits;
import dev.hull.container.RestartPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handle to one container: its record as it was read, and what can be done with it. State is asked anew each time.
 */
public final class Container {
    private final ContainerRecord record;

    Container(ContainerRecord record) {
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
        return Pending.work();
    }

    public ContainerStatus status() {
        return Pending.work();
    }

    /** Docker's document of {@code inspect}. */
    public JsonObject inspect() {
        return Pending.work();
    }

    /**
     * Asks the program to end and kills it when the time is over.
     *
     * @param signal name or number, null for the container's own
     * @param timeout null for the container's own; negative waits for ever
     * @return its end; of an ended container the one it had
     */
    public Exit stop(@Nullable String signal, @Nullable Duration timeout) {
        return Pending.work();
    }

    /** @param signal name or number: {@code KILL}, {@code SIGTERM}, {@code 9} */
    public void kill(String signal) {
        Pending.work();
    }

    /** Waits for its end; returns at once if it is not live. */
    public Exit await() {
        return Pending.work();
    }

    public void pause() {
        Pending.work();
    }

    public void unpause() {
        Pending.work();
    }

    /**
     * Removes it.
     *
     * @param force kill it first if it is live
     * @param volumes its anonymous volumes too
     */
    public void remove(boolean force, boolean volumes) {
        Pending.work();
    }

    public void rename(String name) {
        Pending.work();
    }

    /**
     * The plan of {@code hull start}: the client copies what the options say, else it ends once the program runs.
     *
     * @throws HullException.Conflict if it is live
     */
    public Prepared prepareStart(AttachOptions options) {
        return Pending.work();
    }

    /** Starts it from this process; needs {@link Profile#HEAVY}. */
    public Running start() {
        return Pending.work();
    }

    /** Runs a further program in it from this process; needs {@link Profile#HEAVY}. */
    public Running exec(ExecRequest request) {
        return Pending.work();
    }

    /** Its execs that have not been forgotten, the newest last. */
    public List<ExecStatus> execs() {
        return Pending.work();
    }

    /**
     * Replaces limits while it runs, and for later starts; what is null stays.
     *
     * @param limits see {@link ResourceLimits}
     * @param restart null for no change
     */
    public void update(ResourceLimits limits, @Nullable RestartPolicy restart) {
        Pending.work();
    }

    /** The plan of {@code hull attach}. */
    public Prepared prepareAttach(AttachOptions options) {
        return Pending.work();
    }

    /** The plan of {@code hull exec}. */
    public Prepared prepareExec(ExecRequest request) {
        return Pending.work();
    }

    /** Its log. With {@code follow} the reader waits for more until the container has ended. */
    public LogReader logs(LogQuery query) {
        return Pending.work();
    }

    /**
     * Its processes.
     *
     * @param columns names as ps(1) has them: {@code pid}, {@code ppid}, {@code user}, {@code stime}, {@code time},
     *     {@code cmd}, ...; empty for those of {@code ps -ef}
     */
    public List<ProcessRow> top(List<String> columns) {
        return Pending.work();
    }

    /** One reading; two of them give {@link Stats#cpuPercentSince}. */
    public Stats stats() {
        return Pending.work();
    }

    /** Bytes written to its writable layer. */
    public long writtenBytes() {
        return Pending.work();
    }

    /** What it changed in its root, sorted by path. */
    public List<Change> diff() {
        return Pending.work();
    }
}
