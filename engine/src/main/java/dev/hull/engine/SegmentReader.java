package dev.hull.engine;

import dev.hull.launch.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the records of one segment, which may still grow. */
final class SegmentReader implements AutoCloseable {
    private static final int CHUNK = 1 << 17;
    /** The keeper reads at most so much at a time; a longer record is no record. */
    private static final int LONGEST = 1 << 24;

    private final FileChannel channel;
    private ByteBuffer buffer =
            ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    SegmentReader(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** The next record; null if there is no whole one, now or ever: what follows may be a torn tail. */
    @Nullable
    LogEntry next() throws IOException {
        if (!available(LogRecord.HEADER_SIZE)) {
            return null;
        }
        int at = buffer.position();
        int length = buffer.getInt(at + LogRecord.LENGTH);
        int stream = buffer.get(at + LogRecord.STREAM);
        if (length < 0 || length > LONGEST || (stream != LogRecord.STDOUT && stream != LogRecord.STDERR)) {
            // Not the keeper's: a file system that lost its tail in a crash shows zeroes there.
            return null;
        }
        if (!available(LogRecord.HEADER_SIZE + length)) {
            return null;
        }
        at = buffer.position();
        long time = buffer.getLong(at + LogRecord.TIME);
        long sequence = buffer.getLong(at + LogRecord.SEQUENCE);
        byte[] bytes = new byte[length];
        buffer.get(at + LogRecord.HEADER_SIZE, bytes);
        buffer.position(at + LogRecord.HEADER_SIZE + length);
        return new LogEntry(stream, Instant.ofEpochSecond(time / 1_000_000_000, time % 1_000_000_000), sequence, bytes);
    }

    /** Makes that many bytes readable from the buffer's position on, unless the file has fewer. */
    private boolean available(int wanted) throws IOException {
        while (buffer.remaining() < wanted) {
            if (buffer.capacity() < wanted) {
                buffer = ByteBuffer.allocate(Math.max(wanted, 2 * buffer.capacity()))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(buffer)
                        .flip();
            }
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            if (read <= 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
