package dev.hull.engine;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits until something in a file's directory changes (inotify(7) through Java's WatchService). Where there is no
 * inotify left for this user, or the directory does not exist yet, it looks again after a while.
 */
final class Growth implements AutoCloseable {
    /** A write that came between a read and the watch's beginning is seen after so long at the latest. */
    private static final long LOOK_AGAIN_MILLIS = 250;

    private final Path directory;
    private @Nullable WatchService watch;

    /** @param file what grows; its directory is watched, so rotation is seen too */
    Growth(Path file) {
        Path parent = file.getParent();
        this.directory = parent == null ? Path.of("/") : parent;
    }

    /** Returns when something may have changed, or after a short while, at the latest at {@code until}. */
    void await(@Nullable Instant until, Clock clock) throws InterruptedException {
        long millis = LOOK_AGAIN_MILLIS;
        if (until != null) {
            long left = Duration.between(clock.instant(), until).toMillis() + 1;
            millis = Math.max(0, Math.min(millis, left));
        }
        WatchService service = service();
        if (service == null) {
            Thread.sleep(Math.min(millis, 20));
            return;
        }
        WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    private @Nullable WatchService service() {
        if (watch == null && Files.isDirectory(directory)) {
            try {
                watch = FileSystems.getDefault().newWatchService();
                directory.register(
                        watch,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE);
            } catch (IOException e) {
                close();
                // fs.inotify.max_user_instances is used up: polling does it too.
                return null;
            }
        }
        return watch;
    }

    @Override
    public void close() {
        if (watch != null) {
            try {
                watch.close();
                watch = null;
            } catch (IOException e) {
                throw HullException.of("stop watching", directory.toString(), e);
            }
        }
    }
}
