package dev.hull.engine;

import dev.hull.container.ContainerSpec;
import dev.hull.container.SpecException;
import dev.hull.container.SpecReader;
import dev.hull.container.SpecWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The containers' records on disk. */
final class Records {
    static final String CONFIG = "config.json";

    private final Directories directories;
    private final Profile profile;
    private final Names names;
    private final Journal journal;
    private final Clock clock;

    Records(Directories directories, Profile profile, Names names, Journal journal, Clock clock) {
        this.directories = directories;
        this.profile = profile;
        this.names = names;
        this.journal = journal;
        this.clock = clock;
    }

    /** Who has locked what. */
    HeldLocks locks() {
        return HeldLocks.of(profile);
    }

    Directories directories() {
        return directories;
    }

    Names names() {
        return names;
    }

    Journal journal() {
        return journal;
    }

    Clock clock() {
        return clock;
    }

    RunDirectory run(String id) {
        return new RunDirectory(directories.run(id));
    }

    /** Every id with files of any kind, half-made records included. */
    Set<String> ids() {
        Set<String> ids = new TreeSet<>(list(directories.containers()));
        ids.addAll(list(directories.runs()));
        ids.removeIf(name -> !ContainerId.isId(name));
        return ids;
    }

    static List<String> list(Path directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException e) {
            return names;
        } catch (IOException e) {
            throw HullException.of("list", directory.toString(), e);
        }
        return names;
    }

    /** The record, or null if there is none that is complete. */
    @Nullable
    ContainerRecord read(String id) {
        return RecordFile.read(directories.data(id));
    }

    /** True if the record of that id has that name. */
    boolean isNamed(String id, String name) {
        ContainerRecord record = read(id);
        return record != null && record.name().equals(name);
    }

    /** The stored config.json. */
    ContainerSpec readSpec(String id) {
        Path file = directories.data(id).resolve(CONFIG);
        try {
            return SpecReader.read(Files.readString(file));
        } catch (IOException e) {
            throw HullException.of("read", file.toString(), e);
        } catch (SpecException e) {
            throw new HullException.Failed("read", file.toString(), String.valueOf(e.getMessage()), "");
        }
    }

    void writeSpec(String id, ContainerSpec spec, boolean durable) throws IOException {
        DurableFile.write(directories.data(id).resolve(CONFIG), JsonText.utf8(SpecWriter.write(spec)), durable);
    }

    /** Replaces hull.json. */
    void rewrite(ContainerRecord record) throws IOException {
        Path data = directories.data(record.id());
        RecordFile.write(data, record);
        DurableFile.sync(data);
    }

    /** The cgroups of a container; null if it has none of its own, or its record was never finished. */
    @Nullable
    ContainerCgroup cgroup(String id) {
        if (!Files.exists(directories.data(id).resolve(CONFIG))) {
            return null;
        }
        String path = readSpec(id).linux().cgroupsPath();
        return path == null ? null : ContainerCgroup.of(path);
    }

    /**
     * The end that the journal remembers of a container whose run directory went with an earlier boot: null if it never
     * ran, {@link StatusFile#LOST} if it was running.
     */
    @Nullable
    Exit earlierEnd(String id) {
        Exit last = null;
        EventQuery query = new EventQuery(
                Instant.EPOCH, clock.instant(), event -> event.id().equals(id));
        try (EventFileReader events = new EventFileReader(journal.file(), query, clock)) {
            for (@Nullable Event event = events.next(); event != null; event = events.next()) {
                if (event.action().equals("start")) {
                    last = new Exit(StatusFile.LOST, event.time(), false);
                } else if (event.action().equals("die")) {
                    String code = event.attributes().getOrDefault("exitCode", "255");
                    last = new Exit((int) Math.max(0, KernelFile.number(code)), event.time(), false);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return last;
    }

    /** Removes a record whose program is gone: name, data, run directory, in an order that may stop anywhere. */
    void remove(String id, @Nullable ContainerRecord record) throws IOException {
        if (record != null) {
            names.free(record.name(), id);
        }
        Path data = directories.data(id);
        Path trash = directories.trash().resolve(id);
        if (Files.exists(data)) {
            Directories.make(directories.trash());
            Files.move(data, trash, StandardCopyOption.ATOMIC_MOVE);
        }
        Tree.delete(directories.run(id));
        if (record != null) {
            journal.container("destroy", record, Map.of());
        }
        Tree.delete(trash);
    }

    /** Deletes what a removal that was killed has left. What cannot be deleted was its own remover's error to tell. */
    void emptyTrash() {
        for (String name : list(directories.trash())) {
            deleteIfPossible(directories.trash().resolve(name));
        }
    }

    private static void deleteIfPossible(Path tree) {
        try {
            Tree.delete(tree);
        } catch (IOException e) {
            // Immutable files, a mount: the next sweep tries again.
        }
    }
}
