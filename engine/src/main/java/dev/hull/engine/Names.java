package dev.hull.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Who has which name: {@code RUN/names/NAME} holds the id.
 *
 * <p>A name is taken by link(2) of a file that is finished already: it happens at once or fails with EEXIST, so taking
 * one needs no lock, and nobody ever reads half an id. The directory goes with the run directory at a reboot; whoever
 * misses it makes it anew from the records.
 */
final class Names {
    /** The finished file in a container's run directory. */
    static final String FILE = "id";

    private final Directories directories;

    Names(Directories directories) {
        this.directories = directories;
    }

    /**
     * Takes a name.
     *
     * @return null if it is taken now, else the id that has it
     */
    @Nullable
    String take(String name, String id) throws IOException {
        Path names = ready();
        Path finished = directories.run(id).resolve(FILE);
        while (true) {
            try {
                Files.createLink(names.resolve(name), finished);
                return null;
            } catch (FileAlreadyExistsException e) {
                String holder = holder(name);
                if (holder != null) {
                    // Its own already: whoever made the directory anew found the name in the record.
                    return holder.equals(id) ? null : holder;
                }
            }
        }
    }

    /** Makes the finished file of a container again, which goes with the run directory at a reboot. */
    void prepare(String id) throws IOException {
        Path finished = directories.run(id).resolve(FILE);
        if (!Files.exists(finished)) {
            DurableFile.write(finished, id.getBytes(StandardCharsets.US_ASCII), false);
        }
    }

    /** The id that has the name, or null. */
    @Nullable
    String holder(String name) {
        return KernelFile.read(directories.names().resolve(name));
    }

    /** The same, also after a reboot took the directory. */
    @Nullable
    String find(String name) throws IOException {
        return Files.isDirectory(directories.containers()) ? KernelFile.read(ready().resolve(name)) : null;
    }

    /**
     * Gives a name back if that id has it. Under a lock: of two that free the same name the slower one would take it
     * from whoever got it in between.
     */
    void free(String name, String id) throws IOException {
        try (RecordLock lock = lock()) {
            lock.requireHeld();
            if (id.equals(holder(name))) {
                Files.deleteIfExists(directories.names().resolve(name));
            }
        }
    }

    private RecordLock lock() throws IOException {
        Directories.make(directories.run());
        return RecordLock.take(directories.run().resolve("names.lock"));
    }

    /** The directory, with the names of all records in it. */
    Path ready() throws IOException {
        Path names = directories.names();
        if (!Files.isDirectory(names)) {
            try (RecordLock lock = lock()) {
                lock.requireHeld();
                if (!Files.isDirectory(names)) {
                    rebuild(names);
                }
            }
        }
        return names;
    }

    /** Filled beside its place and moved there at once: nobody sees a part of it. */
    private void rebuild(Path names) throws IOException {
        Path next = directories.run().resolve("names.new");
        Tree.delete(next);
        Directories.make(next);
        try (DirectoryStream<Path> records = Files.newDirectoryStream(directories.containers())) {
            for (Path record : records) {
                String id = record.getFileName().toString();
                String name = ContainerId.isId(id) ? RecordFile.nameIn(record) : null;
                if (name != null) {
                    Files.writeString(next.resolve(name), id, StandardOpenOption.CREATE);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // No container was ever made here.
        }
        Files.move(next, names, StandardCopyOption.ATOMIC_MOVE);
    }
}
