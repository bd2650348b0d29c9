package dev.hull.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store's lock file. Its byte 0 is held shared by who is about to use an image and alone by who removes images; a
 * byte further on, chosen by the tree's name, is held by who unpacks that tree.
 *
 * <p>POSIX record locks belong to the process and vanish when it closes any descriptor of the file, and Java refuses a
 * second lock on a range within one JVM: so each file is opened once, and threads wait for one another here first.
 */
final class StoreLock {
    private static final Map<Path, StoreLock> OPEN = new HashMap<>();

    private final FileChannel channel;
    private final Map<Long, Held> ranges = new HashMap<>();

    private static final class Held {
        int holders;
        boolean alone;

        @Nullable
        FileLock lock;
    }

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    static StoreLock of(Path file) {
        synchronized (OPEN) {
            Path key = file.toAbsolutePath();
            StoreLock lock = OPEN.get(key);
            if (lock == null) {
                lock = open(key);
                OPEN.put(key, lock);
            }
            return lock;
        }
    }

    private static StoreLock open(Path file) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            return new StoreLock(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    /** What is held until it is closed. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Byte 0, together with others; waits while somebody removes images. */
    Hold shared() {
        return hold(0, false);
    }

    /** Byte 0, alone. */
    Hold alone() {
        return hold(0, true);
    }

    /** The byte of one tree, alone; waits for who unpacks it. */
    Hold tree(String name) {
        return hold(place(name), true);
    }

    /** Whether nobody, in this process or another, holds the byte of that tree. */
    boolean isFree(String name) {
        long place = place(name);
        synchronized (ranges) {
            if (ranges.containsKey(place)) {
                return false;
            }
            try (FileLock lock = channel.tryLock(place, 1, false)) {
                return lock != null;
            } catch (IOException e) {
                throw failed(name, e);
            }
        }
    }

    private static long place(String name) {
        return 1 + (name.hashCode() & 0x7FFF_FFFFL);
    }

    private Hold hold(long place, boolean alone) {
        Held held = join(place, alone);
        try {
            synchronized (held) {
                if (held.lock == null) {
                    held.lock = channel.lock(place, 1, !alone);
                }
            }
        } catch (IOException e) {
            release(place, held);
            throw failed("the image store", e);
        }
        return () -> release(place, held);
    }

    /** Waits until the threads of this process admit another holder. */
    private Held join(long place, boolean alone) {
        synchronized (ranges) {
            Held held = ranges.computeIfAbsent(place, none -> new Held());
            while (held.holders > 0 && (alone || held.alone)) {
                try {
                    ranges.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ImageException("lock", "the image store", "interrupted", "", e);
                }
                held = ranges.computeIfAbsent(place, none -> new Held());
            }
            held.holders++;
            held.alone = alone;
            return held;
        }
    }

    private void release(long place, Held held) {
        synchronized (ranges) {
            if (--held.holders == 0) {
                ranges.remove(place);
                unlock(held.lock);
            }
            ranges.notifyAll();
        }
    }

    private static void unlock(@Nullable FileLock lock) {
        try {
            if (lock != null) {
                lock.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImageException failed(String object, IOException e) {
        return new ImageException("lock", object, FileError.reason(e), "check the data directory's permissions", e);
    }
}
