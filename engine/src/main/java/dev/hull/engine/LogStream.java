package dev.hull.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** The bytes of a log's records, one after the other. */
final class LogStream extends InputStream {
    private final LogReader reader;
    private byte[] record = new byte[0];
    private int position;

    LogStream(LogReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == record.length) {
            LogEntry next;
            try {
                next = reader.next();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for output");
            }
            if (next == null) {
                return -1;
            }
            record = next.bytes();
            position = 0;
        }
        int count = Math.min(length, record.length - position);
        System.arraycopy(record, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        reader.close();
    }
}
