package dev.hull.engine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one file against other processes and other threads. Not reentrant.
 *
 * <p>FileChannel locks are POSIX locks (fcntl(2)): they conflict with the OFD locks of capsule and keeper as they
 * should, but all of a process's go as soon as it closes any descriptor of that file. So the file is open at most once
 * in this JVM, by whoever holds the turn, and nobody else may open it.
 */
final class RecordLock implements AutoCloseable {
    /** Who of this JVM's threads may open a file; an entry lives as long as someone holds or wants it. */
    private static final ConcurrentHashMap<Path, Turn> TURNS = new ConcurrentHashMap<>();

    private static final class Turn {
        final Semaphore free = new Semaphore(1);
        int users;
    }

    private final Path path;
    private final Turn turn;
    private final FileChannel file;

    private RecordLock(Path path, Turn turn, FileChannel file) {
        this.path = path;
        this.turn = turn;
        this.file = file;
    }

    /** Waits for the lock; makes the file if it is not there, but not its directory. */
    static RecordLock take(Path path) throws IOException {
        Turn turn = enter(path);
        turn.free.acquireUninterruptibly();
        FileChannel file = null;
        try {
            file = open(path);
            file.lock();
            return new RecordLock(path, turn, file);
        } catch (IOException e) {
            giveBack(path, turn, file);
            throw e;
        }
    }

    /** The lock, or null if somebody else holds it, or the directory is gone. */
    static @Nullable RecordLock tryTake(Path path) throws IOException {
        Turn turn = enter(path);
        if (!turn.free.tryAcquire()) {
            leave(path);
            return null;
        }
        FileChannel file = null;
        try {
            file = open(path);
            if (file.tryLock() != null) {
                return new RecordLock(path, turn, file);
            }
        } catch (NoSuchFileException e) {
            giveBack(path, turn, file);
            return null;
        } catch (IOException e) {
            giveBack(path, turn, file);
            throw e;
        }
        giveBack(path, turn, file);
        return null;
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static Turn enter(Path path) {
        Turn entered = TURNS.compute(path, (key, turn) -> {
            Turn next = turn == null ? new Turn() : turn;
            next.users++;
            return next;
        });
        return requireNonNull(entered, "turn is null");
    }

    private static void leave(Path path) {
        TURNS.computeIfPresent(path, (key, turn) -> --turn.users == 0 ? null : turn);
    }

    private static void giveBack(Path path, Turn turn, @Nullable FileChannel file) throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            turn.free.release();
            leave(path);
        }
    }

    /** @throws IllegalStateException if it was freed already */
    void requireHeld() {
        if (!file.isOpen()) {
            throw new IllegalStateException("the lock of " + path + " was freed");
        }
    }

    /** Frees it. The file stays: to remove it would let two processes hold locks on two files of one name. */
    @Override
    public void close() throws IOException {
        giveBack(path, turn, file);
    }
}
