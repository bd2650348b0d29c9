package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFollowerTest {
    @TempDir
    Path directory;

    private long sequence;

    private byte[] record(int stream, long seconds, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer =
                ByteBuffer.allocate(LogRecord.HEADER_SIZE + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(LogRecord.LENGTH, bytes.length);
        buffer.put(LogRecord.STREAM, (byte) stream);
        buffer.putLong(LogRecord.TIME, seconds * 1_000_000_000);
        buffer.putLong(LogRecord.SEQUENCE, sequence++);
        return buffer.put(LogRecord.HEADER_SIZE, bytes).array();
    }

    private void append(int segment, byte[] bytes) throws IOException {
        Files.write(
                new LogSegments(directory).file(segment), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String read(LogQuery query) throws InterruptedException {
        return read(query, new AtomicBoolean());
    }

    private String read(LogQuery query, AtomicBoolean live) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        try (LogFollower log = new LogFollower(new LogSegments(directory), query, live::get, Clock.systemUTC())) {
            for (LogEntry entry = log.next(); entry != null; entry = log.next()) {
                text.append(new String(entry.bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private void threeSegments() throws IOException {
        append(3, record(1, 10, "a\nb\n"));
        append(3, record(2, 11, "E\n"));
        append(4, record(1, 12, "c\nd"));
        append(5, record(1, 13, "d\ne"));
    }

    @Test
    void readsAllSegmentsInOrder() throws Exception {
        threeSegments();
        assertThat(read(LogQuery.all())).isEqualTo("a\nb\nE\nc\ndd\ne");
        assertThat(read(new LogQuery(null, null, -1, false, false, true))).isEqualTo("E\n");
    }

    @Test
    void readsBetweenTwoTimes() throws Exception {
        threeSegments();
        assertThat(read(new LogQuery(Instant.ofEpochSecond(11), Instant.ofEpochSecond(12), -1, false, true, true)))
                .isEqualTo("E\nc\nd");
    }

    @Test
    void readsTheLastLines() throws Exception {
        threeSegments();
        assertThat(read(LogQuery.all().tail(0))).isEmpty();
        assertThat(read(LogQuery.all().tail(1))).isEqualTo("e");
        assertThat(read(LogQuery.all().tail(2))).isEqualTo("dd\ne");
        assertThat(read(LogQuery.all().tail(4))).isEqualTo("E\nc\ndd\ne");
        assertThat(read(LogQuery.all().tail(100))).isEqualTo("a\nb\nE\nc\ndd\ne");
        assertThat(read(new LogQuery(null, null, 1, false, false, true))).isEqualTo("E\n");
    }

    @Test
    void skipsATornTailWhereverItWasTorn() throws Exception {
        byte[] whole = record(1, 10, "whole\n");
        byte[] torn = record(1, 10, "torn\n");
        byte[] next = record(1, 10, "next\n");
        for (int length = 0; length < torn.length; length++) {
            Files.deleteIfExists(new LogSegments(directory).file(1));
            Files.deleteIfExists(new LogSegments(directory).file(2));
            append(1, whole);
            append(1, Arrays.copyOf(torn, length));
            assertThat(read(LogQuery.all())).as("torn after %d bytes", length).isEqualTo("whole\n");
            append(2, next);
            assertThat(read(LogQuery.all())).as("torn after %d bytes", length).isEqualTo("whole\nnext\n");
        }
    }

    @Test
    void followsThroughRotationUntilTheKeeperIsGone() throws Exception {
        append(1, record(1, 1, "0\n"));
        AtomicBoolean live = new AtomicBoolean(true);
        CompletableFuture<String> followed = CompletableFuture.supplyAsync(() -> {
            try {
                return read(LogQuery.all().following(), live);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        StringBuilder written = new StringBuilder("0\n");
        for (int i = 1; i < 3000; i++) {
            byte[] bytes = record(1, 1, i + "\n");
            int segment = 1 + i / 1000;
            append(segment, Arrays.copyOf(bytes, 10));
            append(segment, Arrays.copyOfRange(bytes, 10, bytes.length));
            written.append(i).append('\n');
        }
        live.set(false);
        assertThat(followed.get(60, TimeUnit.SECONDS)).isEqualTo(written.toString());
    }

    @Test
    void readsARecordOfManyMegabytes() throws Exception {
        String line = "x".repeat(5 << 20);
        append(1, record(1, 1, line));
        append(1, record(1, 1, "\n"));
        assertThat(read(LogQuery.all())).isEqualTo(line + "\n");
    }

    @Test
    void hasNothingToSayOfALogThatIsNotThere() throws Exception {
        directory = directory.resolve("absent");
        assertThat(read(LogQuery.all())).isEmpty();
    }
}
