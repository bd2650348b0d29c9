package dev.hull.engine;

import dev.hull.launch.StatusRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one program under a keeper: {@code RUN/c/ID}, and {@code RUN/c/ID/exec/EID} for an exec. */
record RunDirectory(Path path) {
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
