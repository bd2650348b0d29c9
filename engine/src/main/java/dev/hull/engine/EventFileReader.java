package dev.hull.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the journal line by line and waits at its end for more. */
final class EventFileReader implements EventReader {
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final EventQuery query;
    private final Clock clock;
    private final Growth growth;
    private @Nullable FileChannel channel;
    private byte[] buffer = new byte[CHUNK];
    /** Where {@link #buffer} begins in the file. */
    private long base;

    private int start;
    private int end;

    /** @throws HullException if the journal cannot be read */
    EventFileReader(Path file, EventQuery query, Clock clock) {
        this.file = file;
        this.query = query;
        this.clock = clock;
        this.growth = new Growth(file);
        try {
            channel = open();
            if (query.since() == null && channel != null) {
                base = channel.size();
            }
        } catch (IOException e) {
            growth.close();
            throw HullException.of("read", file.toString(), e);
        }
    }

    private @Nullable FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public @Nullable Event next() throws InterruptedException {
        try {
            while (true) {
                int newline = newline();
                if (newline >= 0) {
                    Event event = parsed(newline);
                    start = newline + 1;
                    if (event != null && isOver(event.time())) {
                        return null;
                    }
                    if (event != null && isWanted(event)) {
                        return event;
                    }
                } else if (!fill()) {
                    if (isOver(clock.instant())) {
                        return null;
                    }
                    growth.await(query.until(), clock);
                }
            }
        } catch (IOException e) {
            throw HullException.of("read", file.toString(), e);
        }
    }

    private int newline() {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Null for a line that a full disk has torn: what follows it is whole again. */
    private @Nullable Event parsed(int newline) {
        try {
            return EventLine.parse(base + start, buffer, start, newline - start);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private boolean isOver(Instant time) {
        return query.until() != null && time.isAfter(query.until());
    }

    private boolean isWanted(Event event) {
        return (query.since() == null || !event.time().isBefore(query.since()))
                && query.filter().test(event);
    }

    /** Reads on; false at the end of the file. */
    private boolean fill() throws IOException {
        if (channel == null) {
            channel = open();
            if (channel == null) {
                return false;
            }
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            base += start;
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end), base + end);
        end += Math.max(0, read);
        return read > 0;
    }

    @Override
    public void close() {
        try {
            growth.close();
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw HullException.of("close", file.toString(), e);
        }
    }
}
