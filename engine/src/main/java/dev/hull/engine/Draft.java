package dev.hull.engine;

import dev.hull.container.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A container's record while it is being made.
 *
 * <p>Whoever finds a part of it can tell who makes it: the run directory begins its life under a name that holds the
 * owner, and takes the container's id once the owner's line is in it. The name's link comes last: what has one is
 * complete. Closing a draft that was not {@link #finish}ed removes all of it.
 */
final class Draft implements AutoCloseable {
    /** {@code .new,BOOT,PID,START,ID} */
    private static final String UNNAMED = ".new,";

    private static final int ATTEMPTS = 32;

    private final Records records;
    private final String id;
    private final RunDirectory run;
    private final RecordLock lock;
    private @Nullable String name;
    private boolean finished;

    private Draft(Records records, String id, RecordLock lock) {
        this.records = records;
        this.id = id;
        this.run = records.run(id);
        this.lock = lock;
    }

    /** Makes the run directory of a new container. */
    static Draft begin(Records records, Owner owner, String id) throws IOException {
        Path runs = Directories.make(records.directories().runs());
        Path unnamed = runs.resolve(UNNAMED + owner.boot() + ',' + owner.pid() + ',' + owner.startTime() + ',' + id);
        Directories.make(unnamed);
        owner.write(unnamed);
        Files.writeString(unnamed.resolve(Names.FILE), id);
        Path directory = records.directories().run(id);
        Files.move(unnamed, directory, StandardCopyOption.ATOMIC_MOVE);
        return new Draft(records, id, RecordLock.take(records.run(id).lock()));
    }

    /** Removes a run directory that never got its name, if its maker is dead. */
    static void reapUnnamed(Path directory) {
        String text = directory.getFileName().toString();
        if (!text.startsWith(UNNAMED)) {
            return;
        }
        String[] words = text.substring(UNNAMED.length()).split(",", -1);
        Owner owner = words.length == 4
                ? Owner.parse(words[0] + ' ' + words[1] + ' ' + words[2] + ' ' + Owner.Work.MAKE)
                : null;
        if (owner == null || !owner.isAlive()) {
            try {
                Tree.delete(directory);
            } catch (IOException e) {
                throw HullException.of("remove", directory.toString(), e);
            }
        }
    }

    String id() {
        return id;
    }

    RunDirectory run() {
        return run;
    }

    /** The container's data directory, made if it is not there. */
    Path data() throws IOException {
        return Directories.make(records.directories().data(id));
    }

    /**
     * Writes config.json and hull.json, and takes the name.
     *
     * @param wanted the name asked for, null for a generated one
     * @return the record under the name it got
     * @throws HullException.Conflict if the name is in use
     */
    ContainerRecord write(ContainerSpec spec, ContainerRecord unnamed, @Nullable String wanted, Reaper reaper)
            throws IOException {
        Path data = data();
        boolean durable = !unnamed.lifecycle().autoRemove();
        records.writeSpec(id, spec, durable);
        Random random = new Random(Long.parseUnsignedLong(ContainerId.random(16), 16));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String candidate = wanted == null ? ContainerName.generated(random, attempt) : wanted;
            ContainerRecord record = unnamed.named(candidate);
            RecordFile.write(data, record);
            if (durable) {
                DurableFile.sync(data);
                DurableFile.sync(records.directories().containers());
            }
            if (take(candidate, wanted != null, reaper)) {
                name = candidate;
                return record;
            }
        }
        throw new HullException.Conflict(
                "name container", ContainerId.shortened(id), "no free name was found", "give one by --name");
    }

    private boolean take(String candidate, boolean wanted, Reaper reaper) throws IOException {
        String holder = records.names().take(candidate, id);
        if (holder == null) {
            return true;
        }
        if (!wanted) {
            return false;
        }
        reaper.reap(holder);
        if (!records.isNamed(holder, candidate)) {
            records.names().free(candidate, holder);
        }
        holder = records.names().take(candidate, id);
        if (holder == null) {
            return true;
        }
        throw new HullException.Conflict(
                "name container",
                candidate,
                "the name is in use by " + ContainerId.shortened(holder),
                "remove or rename that container, or choose another name");
    }

    /** Leaves the plan for the capsule's client. */
    void writePlan(byte[] table) throws IOException {
        Files.write(run.plan(), table);
    }

    /** From now on the record is whole: whoever finds it with its owner dead leaves it alone. */
    void finish() throws IOException {
        Files.delete(run.path().resolve(Owner.FILE));
        finished = true;
    }

    /** The record stays as it is for its owner, who performs the plan; if that dies before, a reaper undoes it. */
    void handOver() {
        finished = true;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            if (!finished) {
                if (name != null) {
                    records.names().free(name, id);
                }
                Tree.delete(records.directories().data(id));
                Tree.delete(run.path());
            }
        }
    }
}
