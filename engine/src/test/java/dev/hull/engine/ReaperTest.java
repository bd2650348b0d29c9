package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What processes leave behind when they are killed, and what becomes of it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ReaperTest {
    private final TestHull test = new TestHull();

    @AfterEach
    void removeEverything() throws IOException {
        test.close();
    }

    private static Process process() throws IOException {
        return new ProcessBuilder("sleep", "1000").start();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private List<String> actions() throws InterruptedException {
        List<String> actions = new ArrayList<>();
        EventQuery query = new EventQuery(Instant.EPOCH, Instant.now(), event -> true);
        try (EventReader reader = test.hull.events().read(query)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                actions.add(event.action() + event.attributes().getOrDefault("exitCode", ""));
            }
        }
        return actions;
    }

    @Test
    void leavesARecordWhoseOwnerLivesAndUndoesItAfter() throws Exception {
        Process owner = process();
        Hull hull = test.of((int) owner.pid());
        Prepared prepared = hull.prepareRun(TestHull.request("true").name("web").build());
        assertThat(prepared.plan()).exists();
        assertThat(test.hull.containers()).hasSize(1);
        assertThat(test.hull.container("web").status().state()).isEqualTo(ContainerState.CREATING);
        assertThatThrownBy(() -> test.hull.container("web").prepareStart(AttachOptions.none()))
                .isInstanceOf(HullException.Conflict.class);
        assertThatThrownBy(() ->
                        test.hull.create(TestHull.request("true").name("web").build()))
                .isInstanceOf(HullException.Conflict.class);
        kill(owner);
        // The second wins the name of the dead one.
        Container second = test.hull.create(TestHull.request("true").name("web").build());
        assertThat(second.id()).isNotEqualTo(prepared.id());
        second.remove(false, false);
        assertThat(test.files()).isEmpty();
    }

    @Test
    void keepsARecordWhoseStartNeverBegan() throws Exception {
        test.hull.create(TestHull.request("true").name("web").build());
        Process owner = process();
        Prepared prepared = test.of((int) owner.pid()).container("web").prepareStart(AttachOptions.none());
        assertThat(test.hull.container("web").status().state()).isEqualTo(ContainerState.CREATING);
        kill(owner);
        assertThat(test.hull.container("web").status().state()).isEqualTo(ContainerState.CREATED);
        assertThat(prepared.plan()).doesNotExist();
        assertThat(test.hull.container("web").start().exited().join().status()).isZero();
    }

    @Test
    void undoesARecordWhereverItsMakerDied() throws Exception {
        Process owner = process();
        Prepared prepared = test.of((int) owner.pid())
                .prepareRun(TestHull.request("true").name("web").build());
        Path run = test.directories.run(prepared.id());
        Path data = test.directories.data(prepared.id());
        kill(owner);
        List<Path> order = List.of(
                run.resolve("plan"),
                test.directories.names().resolve("web"),
                data.resolve(RecordFile.FILE),
                data.resolve(Records.CONFIG),
                data);
        // Backwards through the making: each time less of it is there.
        for (int there = 0; there <= order.size(); there++) {
            Path saved = test.root.resolve("saved" + there);
            copy(test.directories.run(), saved.resolve("r"));
            copy(test.directories.data(), saved.resolve("d"));
            for (Path missing : order.subList(0, there)) {
                Tree.delete(saved.resolve(test.root.relativize(missing).toString()));
            }
            Directories directories = new Directories(saved.resolve("r"), saved.resolve("d"));
            try (Hull hull = Hull.open(directories, Profile.HEAVY, test.caller(0))) {
                assertThat(hull.containers())
                        .as("without the last %d files", there)
                        .isEmpty();
                assertThat(Records.list(directories.runs())).isEmpty();
                assertThat(Records.list(directories.containers())).isEmpty();
                assertThat(hull.create(TestHull.request("true").name("web").build())
                                .name())
                        .isEqualTo("web");
            }
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to.getParent());
        assertThat(new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void removesARunDirectoryThatNeverGotItsName() throws Exception {
        Process owner = process();
        Owner line = Owner.of((int) owner.pid(), Owner.Work.MAKE);
        Path unnamed = Directories.make(test.directories.runs())
                .resolve(".new," + line.boot() + ',' + line.pid() + ',' + line.startTime() + ',' + "a".repeat(64));
        Files.createDirectory(unnamed);
        test.hull.containers();
        assertThat(unnamed).exists();
        kill(owner);
        test.hull.containers();
        assertThat(unnamed).doesNotExist();
    }

    @Test
    void knowsOneProcessForEver() throws Exception {
        Process first = process();
        Owner owner = Owner.of((int) first.pid(), Owner.Work.MAKE);
        assertThat(owner.isAlive()).isTrue();
        assertThat(Owner.parse(owner.line().strip())).isEqualTo(owner);
        assertThat(new Owner(owner.boot(), owner.pid(), owner.startTime() + 1, owner.work()).isAlive())
                .isFalse();
        assertThat(new Owner("another boot", owner.pid(), owner.startTime(), owner.work()).isAlive())
                .isFalse();
        kill(first);
        assertThat(owner.isAlive()).isFalse();
        assertThat(Owner.parse("")).isNull();
        assertThat(Owner.parse("a b c d")).isNull();
    }

    @Test
    void endsAProgramWhoseKeeperWasKilled() throws Exception {
        Running sleeper = test.hull.run(
                TestHull.request("sh", "-c", "sleep 1000 & sleep 1000").build());
        sleeper.started().join();
        Container container = sleeper.container();
        int pid = container.status().pid();
        ProcessHandle.of(container.status().keeperPid()).orElseThrow().destroyForcibly();
        assertThat(sleeper.exited().join().status()).isEqualTo(255);
        ContainerStatus status = container.status();
        assertThat(status.state()).isEqualTo(ContainerState.EXITED);
        assertThat(status.exitStatus()).isEqualTo(255);
        assertThat(Owner.startTime(pid))
                .as("gone, or a zombie of whoever inherited it")
                .isEqualTo(-1);
        assertThat(TestHull.cgroups(container.id())).isEmpty();
        test.hull.containers();
        assertThat(actions()).containsExactly("create", "start", "die255");
        assertThat(container.start().container().id()).isEqualTo(container.id());
    }

    @Test
    void removesAContainerThatGoesWithItsProgramWhenItsKeeperWasKilled() throws Exception {
        Running sleeper =
                test.hull.run(TestHull.request("sleep", "1000").remove(true).build());
        sleeper.started().join();
        Container container = sleeper.container();
        ProcessHandle.of(container.status().keeperPid()).orElseThrow().destroyForcibly();
        assertThat(sleeper.exited().join().status()).isEqualTo(255);
        assertThat(test.hull.containers()).isEmpty();
        assertThat(test.files()).isEmpty();
        assertThat(TestHull.cgroups(container.id())).isEmpty();
    }

    @Test
    void finishesAnEndThatTheKeeperCouldNot() throws Exception {
        Running done = test.hull.run(TestHull.request("sh", "-c", "exit 9").build());
        done.exited().join();
        Path status = test.hull.records().run(done.container().id()).status();
        byte[] bytes = Files.readAllBytes(status);
        bytes[dev.hull.launch.StatusRecord.END + dev.hull.launch.StatusRecord.E_CLEAN] = 0;
        Files.write(status, bytes);
        List<Path> cgroups = new ArrayList<>();
        for (String hierarchy : List.of("pids", "unified")) {
            Path parent = Path.of("/sys/fs/cgroup", hierarchy, "hull");
            if (Files.isDirectory(parent)) {
                cgroups.add(
                        Files.createDirectory(parent.resolve(done.container().id())));
            }
        }
        test.hull.containers();
        assertThat(cgroups).allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
        assertThat(done.container().status().exitStatus()).isEqualTo(9);
        test.hull.containers();
        assertThat(actions()).containsExactly("create", "start", "die9");
    }

    @Test
    void remembersTheEndOverAReboot() throws Exception {
        Running done = test.hull.run(
                TestHull.request("sh", "-c", "exit 6").name("done").build());
        done.exited().join();
        Running sleeper =
                test.hull.run(TestHull.request("sleep", "1000").name("sleeper").build());
        sleeper.started().join();
        sleeper.container().kill("KILL");
        sleeper.exited().join();
        Tree.delete(test.directories.run());
        assertThat(test.hull.container("done").status().exitStatus()).isEqualTo(6);
        assertThat(test.hull.container("done").status().state()).isEqualTo(ContainerState.EXITED);
        assertThat(test.hull.container("sleeper").status().exitStatus()).isEqualTo(137);
        assertThat(test.hull.container("done").start().exited().join().status()).isEqualTo(6);
    }

    @Test
    void forgetsExecsAndClientsThatDiedBeforeTheyBegan() throws Exception {
        Running sleeper =
                test.hull.run(TestHull.request("sleep", "1000").name("web").build());
        sleeper.started().join();
        RunDirectory run = test.hull.records().run(sleeper.container().id());
        Process owner = process();
        Container visited = test.of((int) owner.pid()).container("web");
        Prepared exec = visited.prepareExec(ExecRequest.of("true"));
        Prepared attach = visited.prepareAttach(new AttachOptions(false, true, true, false, new byte[0]));
        test.hull.containers();
        assertThat(exec.plan()).exists();
        assertThat(attach.plan()).exists();
        kill(owner);
        test.hull.containers();
        assertThat(exec.plan().getParent()).doesNotExist();
        assertThat(attach.plan()).doesNotExist();
        assertThat(Records.list(run.execs())).isEmpty();
        for (int i = 0; i < 12; i++) {
            assertThat(sleeper.container()
                            .exec(ExecRequest.of("true"))
                            .exited()
                            .join()
                            .status())
                    .isZero();
        }
        test.hull.containers();
        assertThat(sleeper.container().execs()).hasSizeLessThanOrEqualTo(9);
        assertThat(sleeper.container().execs())
                .allSatisfy(status -> assertThat(status.command()).containsExactly("true"));
    }
}
