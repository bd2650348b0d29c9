package dev.hull.engine;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads a log over its segments, through rotation, and waits at its end as long as the keeper lives. */
final class LogFollower implements LogReader {
    private final LogSegments segments;
    private final LogQuery query;
    private final BooleanSupplier live;
    private final Growth growth;
    private final Clock clock;
    private int number;
    private @Nullable SegmentReader segment;
    /** Line ends that still have to pass before anything is handed out. */
    private long linesToSkip;

    /** @param live whether the log may still grow */
    LogFollower(LogSegments segments, LogQuery query, BooleanSupplier live, Clock clock) {
        this.segments = segments;
        this.query = query;
        this.live = live;
        this.clock = clock;
        this.growth = new Growth(segments.file(1));
        try {
            if (query.tail() >= 0) {
                LogTail tail = LogTail.find(segments, query);
                number = tail.before();
                linesToSkip = tail.linesToSkip();
            }
        } catch (IOException e) {
            throw HullException.of("read the log in", segments.directory().toString(), e);
        }
    }

    @Override
    public @Nullable LogEntry next() throws InterruptedException {
        try {
            while (true) {
                // Whether it grows is asked before reading: what was written before the answer is then read.
                boolean growing = query.follow() && live.getAsBoolean();
                LogEntry entry = read();
                if (entry == null) {
                    if (!growing || (query.until() != null && clock.instant().isAfter(query.until()))) {
                        return null;
                    }
                    growth.await(query.until(), clock);
                } else if (query.until() != null && entry.time().isAfter(query.until())) {
                    return null;
                } else {
                    LogEntry wanted = linesToSkip > 0 ? behindSkipped(entry) : entry;
                    if (wanted != null && isWanted(wanted, query)) {
                        return wanted;
                    }
                }
            }
        } catch (IOException e) {
            throw HullException.of("read the log in", segments.directory().toString(), e);
        }
    }

    static boolean isWanted(LogEntry entry, LogQuery query) {
        return (entry.stream() == dev.hull.launch.LogRecord.STDOUT ? query.stdout() : query.stderr())
                && (query.since() == null || !entry.time().isBefore(query.since()));
    }

    /** The next record of the segment or of those behind it; null if there is none yet. */
    private @Nullable LogEntry read() throws IOException {
        while (true) {
            LogEntry entry = segment == null ? null : segment.next();
            if (entry != null) {
                return entry;
            }
            int following = segments.after(number);
            if (following == 0) {
                return null;
            }
            // With a following segment this one grows no more; it may have grown until then.
            entry = segment == null ? null : segment.next();
            if (entry != null) {
                return entry;
            }
            closeSegment();
            try {
                segment = new SegmentReader(segments.file(following));
            } catch (NoSuchFileException e) {
                // Rotated away in this moment.
                segment = null;
            }
            number = following;
        }
    }

    /** The part of the record behind the last line end to skip, or null if it has none. */
    private @Nullable LogEntry behindSkipped(LogEntry entry) {
        if (!isWanted(entry, query)) {
            return null;
        }
        byte[] bytes = entry.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' && --linesToSkip == 0) {
                return i + 1 == bytes.length
                        ? null
                        : new LogEntry(
                                entry.stream(),
                                entry.time(),
                                entry.sequence(),
                                java.util.Arrays.copyOfRange(bytes, i + 1, bytes.length));
            }
        }
        return null;
    }

    private void closeSegment() throws IOException {
        if (segment != null) {
            segment.close();
            segment = null;
        }
    }

    @Override
    public void close() {
        growth.close();
        try {
            closeSegment();
        } catch (IOException e) {
            throw HullException.of("close the log in", segments.directory().toString(), e);
        }
    }
}
