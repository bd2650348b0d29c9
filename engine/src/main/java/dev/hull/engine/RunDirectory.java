package dev.hull.engine;

import dev.hull.launch.StatusRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one program under a keeper: {@code RUN/c/ID}, and {@code RUN/c/ID/exec/EID} for an exec. */
record RunDirectory(Path path) {
    private static final String ATTACHMENT = "attach,";

    /** Held by whoever changes the container. */
    Path lock() {
        return path.resolve("lock");
    }

    /** Held by the keeper as long as it lives. */
    Path keeperLock() {
        return path.resolve("keeper.lock");
    }

    /** The table, as long as nobody has taken it. */
    Path plan() {
        return path.resolve("plan");
    }

    /** The table a client has taken to perform it. */
    Path planTaken() {
        return path.resolve("plan.run");
    }

    /** The table a reaper has taken so that nobody performs it. */
    Path planDead() {
        return path.resolve("plan.dead");
    }

    Path status() {
        return path.resolve("status");
    }

    Path control() {
        return path.resolve("ctl");
    }

    /** The table of a client that attaches: it goes with the client, or with whoever finds that dead. */
    Path attachment(Owner owner) {
        return path.resolve(ATTACHMENT + owner.pid() + ',' + owner.startTime());
    }

    /** Whether there are execs, or tables of attached clients. */
    boolean hasVisitors() {
        for (String name : Records.list(path)) {
            if (name.equals("exec") || name.startsWith(ATTACHMENT)) {
                return true;
            }
        }
        return false;
    }

    /** Removes the tables of clients that are gone. */
    void removeStaleAttachments() throws IOException {
        try (DirectoryStream<Path> tables = Files.newDirectoryStream(path, ATTACHMENT + "*")) {
            for (Path table : tables) {
                String[] words = table.getFileName().toString().split(",", -1);
                if (words.length != 3
                        || Owner.startTime((int) KernelFile.number(words[1])) != KernelFile.number(words[2])) {
                    Files.deleteIfExists(table);
                }
            }
        } catch (NoSuchFileException e) {
            // The container is gone, and they with it.
        }
    }

    Path execs() {
        return path.resolve("exec");
    }

    RunDirectory exec(String execId) {
        return new RunDirectory(execs().resolve(execId));
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** What the keeper last wrote; empty before its first word. */
    Optional<StatusRecord> readStatus() {
        try {
            return StatusRecord.read(status());
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw HullException.of("read", status().toString(), e);
        }
    }
}
