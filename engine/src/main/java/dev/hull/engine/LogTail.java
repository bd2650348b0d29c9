package dev.hull.engine;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where the last lines of a log begin. Records do not say where lines begin, so segments are counted from the newest
 * back until enough lines were found.
 *
 * @param before number of the segment before the one that holds the first of them
 * @param linesToSkip line ends in that one to pass
 */
record LogTail(int before, long linesToSkip) {
    static LogTail find(LogSegments segments, LogQuery query) throws IOException {
        Deque<Integer> numbers = new ArrayDeque<>();
        for (int number = segments.after(0); number != 0; number = segments.after(number)) {
            numbers.push(number);
        }
        long found = 0;
        boolean newest = true;
        int first = 0;
        for (int number : numbers) {
            long here = lines(segments, number, query, newest);
            newest = newest && here == 0;
            first = number;
            found += here;
            if (found > query.tail()) {
                break;
            }
        }
        return new LogTail(Math.max(0, first - 1), Math.max(0, found - query.tail()));
    }

    /** Line ends of the segment, and one more for an unfinished line at the log's very end. */
    private static long lines(LogSegments segments, int number, LogQuery query, boolean newest) throws IOException {
        long lines = 0;
        boolean unfinished = false;
        try (SegmentReader reader = new SegmentReader(segments.file(number))) {
            for (@Nullable LogEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (LogFollower.isWanted(entry, query) && entry.bytes().length > 0) {
                    byte[] bytes = entry.bytes();
                    for (byte b : bytes) {
                        lines += b == '\n' ? 1 : 0;
                    }
                    unfinished = bytes[bytes.length - 1] != '\n';
                }
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return lines + (newest && unfinished ? 1 : 0);
    }
}
