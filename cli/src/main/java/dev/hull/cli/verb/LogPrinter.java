package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.value.Instants;
import dev.hull.engine.LogEntry;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Prints log entries to the stream they came from; with times, one at the beginning of each line. */
final class LogPrinter {
    private final PrintStream[] streams;
    private final boolean times;
    /** Whether the next byte of stdout, of stderr begins a line. */
    private final boolean[] atStart = {true, true};

    LogPrinter(Invocation invocation, boolean times) {
        this.streams = new PrintStream[] {invocation.out(), invocation.err()};
        this.times = times;
    }

    /** Returns false once nobody reads any more. */
    boolean print(LogEntry entry) {
        int index = entry.stream() == 2 ? 1 : 0;
        PrintStream stream = streams[index];
        byte[] bytes = entry.bytes();
        if (times) {
            lines(stream, index, bytes, entry.time());
        } else {
            stream.write(bytes, 0, bytes.length);
        }
        // The order between the two streams is kept, and a follower sees what there is; a write error shows here too.
        return !stream.checkError();
    }

    private void lines(PrintStream stream, int index, byte[] bytes, Instant time) {
        byte[] stamp = (Instants.nanos(time) + " ").getBytes(StandardCharsets.US_ASCII);
        int from = 0;
        while (from < bytes.length) {
            if (atStart[index]) {
                stream.write(stamp, 0, stamp.length);
            }
            int end = from;
            while (end < bytes.length && bytes[end] != 10) {
                end++;
            }
            atStart[index] = end < bytes.length;
            end = Math.min(end + 1, bytes.length);
            stream.write(bytes, from, end - from);
            from = end;
        }
    }
}
