package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventsTest {
    @TempDir
    Path root;

    private Journal journal;
    private final ContainerRecord record = RecordFileTest.record("1".repeat(64), "web");

    @BeforeEach
    void open() {
        journal = new Journal(new Directories(Path.of("/r"), root.resolve("d")), Clock.systemUTC());
    }

    private List<Event> read(EventQuery query) {
        List<Event> events = new ArrayList<>();
        try (EventReader reader = new Events(journal.file(), Clock.systemUTC()).read(query)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return events;
    }

    private static EventQuery past() {
        return new EventQuery(Instant.EPOCH, Instant.now(), event -> true);
    }

    @Test
    void readsWhatWasAppendedWithThePlaceAsItsNumber() {
        journal.container("create", record, Map.of());
        journal.volume("create", "data", Map.of("driver", "local"));
        List<Event> events = read(past());
        assertThat(events).extracting(Event::action).containsExactly("create", "create");
        assertThat(events).extracting(Event::type).containsExactly("container", "volume");
        assertThat(events.getFirst().sequence()).isZero();
        assertThat(events.getFirst().attributes()).containsEntry("name", "web").containsEntry("k", "v");
        assertThat(events.getLast().sequence()).isPositive();
    }

    @Test
    void readsNumbersThatTheKeeperPadded() {
        String line = "{\"sec\":" + EventLine.padded(1700000000) + ",\"nsec\":" + EventLine.padded(5)
                + ",\"boot\":\"b\",\"type\":\"container\",\"action\":\"die\",\"id\":\"i\","
                + "\"attributes\":{\"exitCode\":\"" + EventLine.padded(137) + "\"}}";
        Event event = EventLine.parse(7, line.getBytes(StandardCharsets.UTF_8), 0, line.length());
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1700000000, 5));
        assertThat(event.attributes()).containsEntry("exitCode", "137");
        assertThat(line.indexOf(EventLine.padded(1700000000))).isEqualTo(EventLine.SECONDS_AT);
        assertThat(line.indexOf(EventLine.padded(5))).isEqualTo(EventLine.NANOSECONDS_AT);
    }

    @Test
    void followsAndFilters() throws Exception {
        CompletableFuture<Event> next = CompletableFuture.supplyAsync(() -> {
            EventQuery query =
                    new EventQuery(Instant.EPOCH, null, event -> event.action().equals("die"));
            try (EventReader reader = new Events(journal.file(), Clock.systemUTC()).read(query)) {
                return reader.next();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < 1000; i++) {
            journal.container("start", record, Map.of());
        }
        journal.container("die", record, Map.of("exitCode", "3"));
        assertThat(next.get(60, TimeUnit.SECONDS).attributes()).containsEntry("exitCode", "3");
    }

    @Test
    void stepsOverALineThatAFullDiskHasTorn() throws Exception {
        journal.container("create", record, Map.of());
        Files.writeString(journal.file(), "{\"sec\":  17\n", StandardOpenOption.APPEND);
        journal.container("start", record, Map.of());
        assertThat(read(past())).extracting(Event::action).containsExactly("create", "start");
    }
}
