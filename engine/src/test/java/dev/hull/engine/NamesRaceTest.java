package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a name when many want it at once. */
final class NamesRaceTest {
    private static final int NAMES = 20;

    private final TestHull test = new TestHull();

    @AfterEach
    void removeEverything() throws IOException {
        test.close();
    }

    /** Tries to make a container of each name; prints the names it got. */
    static final class Contender {
        public static void main(String[] arguments) throws Exception {
            Directories directories = new Directories(Path.of(arguments[0]), Path.of(arguments[1]));
            Caller caller = new Caller(0, Path.of("/"), List.of("/bin/true"), List.of(), Path.of("/none"));
            try (Hull hull = Hull.open(directories, Profile.HEAVY, caller)) {
                System.out.print(String.join("\n", contend(hull)));
            }
        }
    }

    private static List<String> contend(Hull hull) {
        List<String> won = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            try {
                won.add(hull.create(TestHull.request("true").name("name-" + i).build())
                        .name());
            } catch (HullException.Conflict e) {
                assertThat(e).hasMessageContaining("in use by");
            }
        }
        return won;
    }

    @Test
    void givesEachNameToExactlyOneOfManyThreadsAndProcesses() throws Exception {
        List<Process> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(OtherJvm.start(
                    Contender.class,
                    test.directories.run().toString(),
                    test.directories.data().toString()));
        }
        List<String> won = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<List<String>> contender = () -> contend(test.hull);
                results.add(threads.submit(contender));
            }
            for (Future<List<String>> result : results) {
                won.addAll(result.get());
            }
        }
        for (Process other : others) {
            won.addAll(OtherJvm.output(other).lines().toList());
            assertThat(other.waitFor()).isZero();
        }
        Map<String, Integer> count = new TreeMap<>();
        won.forEach(name -> count.merge(name, 1, Integer::sum));
        assertThat(count).hasSize(NAMES);
        assertThat(count.values()).containsOnly(1);
        assertThat(test.hull.containers()).hasSize(NAMES);
        assertThat(Records.list(test.directories.runs())).hasSize(NAMES);
    }

    /** Takes a lock, says so, and holds it until its stdin ends. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (RecordLock lock = RecordLock.take(Path.of(arguments[0]))) {
                lock.requireHeld();
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void locksAgainstOtherProcessesAndThreads() throws Exception {
        Path file = test.root.resolve("lock");
        assertThat(HeldLocks.now().isHeld(file)).isFalse();
        Process holder = OtherJvm.start(Holder.class, file.toString());
        assertThat((char) holder.getInputStream().read()).isEqualTo('h');
        assertThat(HeldLocks.now().isHeld(file)).isTrue();
        assertThat(RecordLock.tryTake(file)).isNull();
        holder.getOutputStream().close();
        holder.waitFor();
        assertThat(HeldLocks.now().isHeld(file)).isFalse();
        try (RecordLock own = RecordLock.tryTake(file)) {
            assertThat(own).isNotNull();
            assertThat(RecordLock.tryTake(file)).isNull();
            // A try that failed must not have opened, and so closed, the file: the kernel would have dropped the lock.
            assertThat(HeldLocks.now().isHeld(file)).isTrue();
        }
        assertThat(RecordLock.tryTake(test.root.resolve("absent/lock"))).isNull();
    }

    @Test
    void makesTheNamesAnewAfterTheRunDirectoryWasLost() throws Exception {
        Container web = test.hull.create(TestHull.request("true").name("web").build());
        Tree.delete(test.directories.run());
        assertThat(test.hull.containers()).extracting(Container::name).containsExactly("web");
        Container other =
                test.hull.create(TestHull.request("true").name("other").build());
        assertThat(test.hull.container("web").id()).isEqualTo(web.id());
        assertThat(test.hull.container("web").status().state()).isEqualTo(ContainerState.CREATED);
        other.rename("another");
        web.rename("site");
        assertThat(test.hull.container("site").id()).isEqualTo(web.id());
    }
}
