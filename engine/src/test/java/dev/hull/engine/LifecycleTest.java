package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.container.MountRequest;
import dev.hull.container.Preset;
import dev.hull.container.ResourceLimits;
import dev.hull.container.ResourcesSpec;
import dev.hull.container.RestartPolicy;
import dev.hull.container.RunRequest;
import dev.hull.launch.KeeperSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real containers through the Java API. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LifecycleTest {
    private final TestHull test = new TestHull();
    private final Hull hull = test.hull;

    @AfterEach
    void removeEverything() throws IOException {
        test.close();
    }

    private static String text(java.io.InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private Running run(RunRequest.Builder request) {
        return hull.run(request.build());
    }

    private Running sleeper(String name) {
        Running sleeper = run(TestHull.request("sleep", "1000").name(name));
        sleeper.started().join();
        return sleeper;
    }

    @Test
    void givesOutputAndExitStatus() throws Exception {
        try (Running program = run(TestHull.request("sh", "-c", "echo out; echo err >&2; exit 7"))) {
            assertThat(program.exited().join().status()).isEqualTo(7);
            assertThat(text(program.stdout())).isEqualTo("out\n");
            assertThat(text(program.stderr())).isEqualTo("err\n");
            assertThat(program.container().status().state()).isEqualTo(ContainerState.EXITED);
            assertThat(program.container().status().exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void feedsStdin() throws Exception {
        try (Running cat = run(TestHull.request("cat").interactive(true))) {
            cat.started().join();
            try (OutputStream stdin = cat.stdin()) {
                stdin.write("hello".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(cat.exited().join().status()).isZero();
            assertThat(text(cat.stdout())).isEqualTo("hello");
        }
    }

    @Test
    void removesEveryTraceOfAContainerThatGoesWithItsProgram() {
        Running first = run(TestHull.request("true").remove(true).name("gone"));
        first.exited().join();
        assertThat(test.files()).isEmpty();
        assertThat(TestHull.cgroups(first.container().id())).isEmpty();
        assertThat(run(TestHull.request("sh", "-c", "echo x > /written")
                                .remove(true)
                                .name("gone"))
                        .exited()
                        .join()
                        .status())
                .isZero();
        assertThat(test.files()).isEmpty();
    }

    @Test
    void tellsACommandThatIsNotThereAndLeavesNothing() {
        Running none = run(TestHull.request("no-such-command").name("x1"));
        assertThatThrownBy(() -> none.exited().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(HullException.class, e -> {
                    assertThat(e.kind()).isEqualTo(HullException.Kind.COMMAND_NOT_FOUND);
                    assertThat(e.kind().exitCode()).isEqualTo(127);
                    assertThat(e).hasMessageContaining("no-such-command").hasMessageContaining("ENOENT");
                });
        Running refused = run(TestHull.request("/etc/passwd").name("x2"));
        assertThatThrownBy(() -> refused.exited().join())
                .cause()
                .isInstanceOfSatisfying(
                        HullException.class,
                        e -> assertThat(e.kind().exitCode()).isEqualTo(126));
        // A created container that is started for the first time stays: it was there before.
        assertThat(hull.containers()).extracting(Container::name).containsExactlyInAnyOrder("x1", "x2");
    }

    @Test
    void refusesArgumentsOverTheKernelsLimitBeforeAnythingIsMade() {
        assertThatThrownBy(() -> hull.create(
                        TestHull.request("echo", "x".repeat(200_000)).build()))
                .isInstanceOf(HullException.Invalid.class)
                .hasMessageContaining("argument 1")
                .hasMessageContaining("E2BIG");
        String[] many = new String[100];
        java.util.Arrays.fill(many, "y".repeat(100_000));
        assertThatThrownBy(() -> hull.create(TestHull.request(many).build())).hasMessageContaining("E2BIG");
        assertThat(test.files()).isEmpty();
    }

    @Test
    void passesTenThousandVariables() throws Exception {
        RunRequest.Builder request = TestHull.request("sh", "-c", "env | grep -c ^VARIABLE_");
        for (int i = 0; i < 10_000; i++) {
            request.environmentVariable("VARIABLE_" + i + "=" + i);
        }
        try (Running program = run(request)) {
            assertThat(program.exited().join().status()).isZero();
            assertThat(text(program.stdout())).isEqualTo("10000\n");
        }
    }

    @Test
    void stopsWithTheSignalAndThenWithForce() {
        Running polite =
                run(TestHull.request("sh", "-c", "trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done"));
        awaitLine(polite);
        assertThat(polite.container().stop(null, Duration.ofSeconds(60)).status())
                .isEqualTo(5);
        Running deaf = sleeper("deaf");
        assertThat(deaf.container().stop(null, Duration.ofMillis(50)).status()).isEqualTo(137);
        assertThat(deaf.container().stop(null, null).status()).isEqualTo(137);
    }

    private static void awaitLine(Running program) {
        try {
            assertThat(program.stdout().read()).isPositive();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void killsPausesAndLetsGoOn() {
        Container container = sleeper("p1").container();
        container.pause();
        assertThat(container.status().state()).isEqualTo(ContainerState.PAUSED);
        assertThatThrownBy(container::pause).hasMessageContaining("paused already");
        container.unpause();
        assertThat(container.status().state()).isEqualTo(ContainerState.RUNNING);
        container.pause();
        container.kill("KILL");
        assertThat(container.await().status()).isEqualTo(137);
        assertThatThrownBy(() -> container.kill("TERM"))
                .isInstanceOf(HullException.Conflict.class)
                .hasMessageContaining("not running (exited)");
        assertThatThrownBy(() -> container.kill("NOSUCH")).isInstanceOf(HullException.Invalid.class);
    }

    @Test
    void startsAgainWhatHasEnded() throws Exception {
        Running first = run(TestHull.request("sh", "-c", "echo x >> /count; wc -l < /count"));
        assertThat(first.exited().join().status()).isZero();
        Running second = first.container().start();
        assertThat(second.exited().join().status()).isZero();
        second.close();
        StringBuilder log = new StringBuilder();
        try (LogReader reader = first.container().logs(LogQuery.all())) {
            for (LogEntry entry = reader.next(); entry != null; entry = reader.next()) {
                log.append(new String(entry.bytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(log.toString()).isEqualTo("1\n2\n");
        assertThat(first.container().diff()).contains(new Change(Change.Kind.ADDED, "/count"));
    }

    @Test
    void restartsAsOftenAsItMay() {
        Running failing = run(TestHull.request("sh", "-c", "exit 3")
                .restart(new RestartPolicy(KeeperSettings.Restart.ON_FAILURE, 2)));
        assertThat(failing.exited().join().status()).isEqualTo(3);
        assertThat(failing.container().status().restarts()).isEqualTo(2);
    }

    @Test
    void findsByNameIdAndUnambiguousPrefix() {
        Container one = hull.create(TestHull.request("true").name("one").build());
        Container two = hull.create(TestHull.request("true").name("two").build());
        assertThat(hull.container("one").id()).isEqualTo(one.id());
        assertThat(hull.container("/one").id()).isEqualTo(one.id());
        assertThat(hull.container(two.id()).name()).isEqualTo("two");
        assertThat(hull.container(two.id().substring(0, 20)).name()).isEqualTo("two");
        assertThatThrownBy(() -> hull.container("three")).isInstanceOf(HullException.NotFound.class);
        assertThatThrownBy(() -> hull.container("")).isInstanceOf(HullException.NotFound.class);
        assertThatThrownBy(() -> hull.container("../one")).isInstanceOf(HullException.NotFound.class);
        for (int i = 0; i < 20; i++) {
            hull.create(TestHull.request("true").build());
        }
        String digit = hull.containers().stream()
                .map(container -> container.id().substring(0, 1))
                .filter(first -> hull.containers().stream()
                                .filter(other -> other.id().startsWith(first))
                                .count()
                        > 1)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> hull.container(digit))
                .isInstanceOf(HullException.Conflict.class)
                .hasMessageContaining("several ids begin so");
    }

    @Test
    void givesANameToOneOnlyAndRenames() {
        Container web = hull.create(TestHull.request("true").name("web").build());
        assertThatThrownBy(
                        () -> hull.create(TestHull.request("true").name("web").build()))
                .isInstanceOf(HullException.Conflict.class)
                .hasMessageContaining("in use by " + ContainerId.shortened(web.id()));
        Container other = hull.create(TestHull.request("true").name("other").build());
        assertThatThrownBy(() -> other.rename("web")).isInstanceOf(HullException.Conflict.class);
        web.rename("site");
        assertThat(hull.container("site").id()).isEqualTo(web.id());
        assertThatThrownBy(() -> hull.container("web")).isInstanceOf(HullException.NotFound.class);
        other.rename("web");
        assertThat(hull.container("web").id()).isEqualTo(other.id());
    }

    @Test
    void refusesToRemoveWhatRunsButByForce() {
        Container container = sleeper("busy").container();
        assertThatThrownBy(() -> container.remove(false, false))
                .isInstanceOf(HullException.Conflict.class)
                .hasMessageContaining("running");
        container.remove(true, false);
        assertThat(test.files()).isEmpty();
        assertThat(TestHull.cgroups(container.id())).isEmpty();
    }

    @Test
    void runsFurtherProgramsInside() throws Exception {
        Container container = sleeper("host").container();
        try (Running exec = container.exec(ExecRequest.of("sh", "-c", "tr '\\0' ' ' < /proc/1/cmdline; exit 4"))) {
            assertThat(exec.exited().join().status()).isEqualTo(4);
            assertThat(text(exec.stdout())).isEqualTo("sleep 1000 ");
        }
        assertThatThrownBy(() -> container
                        .exec(ExecRequest.of("no-such-command"))
                        .exited()
                        .join())
                .cause()
                .isInstanceOfSatisfying(
                        HullException.class,
                        e -> assertThat(e.kind().exitCode()).isEqualTo(127));
        assertThat(container.top(List.of("cmd")))
                .extracting(row -> row.cells().getFirst())
                .contains("sleep 1000");
        assertThat(container.stats().pids()).isEqualTo(1);
        container.stop(null, Duration.ZERO);
        assertThatThrownBy(() -> container.exec(ExecRequest.of("true"))).isInstanceOf(HullException.Conflict.class);
    }

    @Test
    void changesLimitsOfARunningContainer() throws Exception {
        Container container = sleeper("limited").container();
        container.update(limits(64L << 20), null);
        assertThat(container.stats().memoryLimit()).isEqualTo(64L << 20);
        assertThat(hull.records().readSpec(container.id()).linux().resources().memory())
                .extracting(ResourcesSpec.Memory::limit)
                .isEqualTo(64L << 20);
        assertThatThrownBy(() -> container.update(limits(1L), null)).isInstanceOf(HullException.Invalid.class);
    }

    private static ResourceLimits limits(long memory) {
        return new ResourceLimits(
                null, memory, null, null, null, false, null, null, null, null, null, null, null, null, null, null,
                List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void saysWhenMemoryRanOut() {
        Running greedy = run(RunRequest.of(Preset.CONTAINER, "host")
                .command(List.of("sh", "-c", "head -c 200m /dev/zero | tail"))
                .memory(20L << 20)
                .memorySwap(20L << 20));
        Exit exit = greedy.exited().join();
        assertThat(exit.outOfMemory()).isTrue();
        assertThat(greedy.container().status().outOfMemory()).isTrue();
    }

    @Test
    void copiesInAndOutOfRunningAndStoppedContainers() throws Exception {
        Container container = sleeper("copied").container();
        Path file = Files.writeString(test.root.resolve("file"), "content");
        container.copyIn(file, "/tmp/inside", false, false);
        Path out = test.root.resolve("out");
        container.copyOut("/tmp/inside", out, false, false);
        assertThat(out).hasContent("content");
        container.stop(null, Duration.ZERO);
        container.copyIn(file, "/later", false, false);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        container.archive("/later", false, archive);
        container.extract(new ByteArrayInputStream(archive.toByteArray()), "/opt", false);
        Path again = test.root.resolve("again");
        container.copyOut("/opt/later", again, false, false);
        assertThat(again).hasContent("content");
        assertThatThrownBy(() -> container.copyOut("/absent", out, false, false))
                .isInstanceOf(HullException.class)
                .hasMessageContaining("ENOENT");
    }

    @Test
    void keepsVolumesThatContainersUse() throws Exception {
        hull.volumes().create("data", java.util.Map.of("a", "b"));
        Running writer = run(TestHull.request("sh", "-c", "echo x > /data/file; echo y > /anonymous/file")
                .name("writer")
                .mount(MountRequest.volume("data", "/data", false))
                .mount(MountRequest.volume(null, "/anonymous", false)));
        assertThat(writer.exited().join().status()).isZero();
        assertThat(hull.volumes().get("data").data().resolve("file")).hasContent("x\n");
        assertThat(hull.volumes().users("data"))
                .containsExactly(writer.container().id());
        assertThatThrownBy(() -> hull.volumes().remove("data"))
                .isInstanceOf(HullException.Conflict.class)
                .hasMessageContaining("in use by");
        Running reader =
                run(TestHull.request("cat", "/data/file", "/anonymous/file").volumesFrom("writer"));
        assertThat(reader.exited().join().status()).isZero();
        assertThat(text(reader.stdout())).isEqualTo("x\ny\n");
        writer.container().remove(false, true);
        assertThat(hull.volumes().list()).hasSize(2);
        reader.container().remove(false, true);
        assertThat(hull.volumes().list()).extracting(Volume::name).containsExactly("data");
        assertThat(hull.volumes().prune(volume -> true).volumes()).containsExactly("data");
        assertThat(test.files()).isEmpty();
    }

    @Test
    void fillsAnEmptyVolumeFromTheImage() throws Exception {
        Path image = test.root.resolve("image");
        Files.createDirectories(image.resolve("etc/app"));
        Files.writeString(image.resolve("etc/app/conf"), "from the image");
        hull.create(RunRequest.of(Preset.CONTAINER, image.toString())
                .command(List.of("/none"))
                .mount(MountRequest.volume("conf", "/etc/app", false))
                .build());
        assertThat(hull.volumes().get("conf").data().resolve("conf")).hasContent("from the image");
    }

    @Test
    void writesThePidAndTheId() throws Exception {
        Path pid = test.root.resolve("pid");
        Path cid = test.root.resolve("cid");
        Running sleeper =
                run(TestHull.request("sleep", "1000").pidFile(pid.toString()).cidFile(cid.toString()));
        sleeper.started().join();
        Container container = sleeper.container();
        assertThat(Integer.parseInt(Files.readString(pid).strip()))
                .isEqualTo(container.status().pid());
        assertThat(cid).hasContent(container.id());
        assertThatThrownBy(() -> run(TestHull.request("true").cidFile(cid.toString())))
                .isInstanceOf(HullException.Conflict.class);
    }

    @Test
    void goesOnWhenTheEngineHangsUp() {
        Running sleeper = sleeper("alone");
        hull.close();
        assertThat(sleeper.container().status().state()).isEqualTo(ContainerState.RUNNING);
        assertThat(sleeper.container().stop("KILL", null).status()).isEqualTo(137);
    }

    @Test
    void tellsWhatHappened() {
        run(TestHull.request("false").name("told")).exited().join();
        List<String> told = new java.util.ArrayList<>();
        EventQuery query = new EventQuery(java.time.Instant.EPOCH, java.time.Instant.now(), event -> true);
        try (EventReader reader = hull.events().read(query)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                told.add(event.action() + event.attributes().getOrDefault("exitCode", ""));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(told).containsExactly("create", "start", "die1");
    }

    @Test
    void inspectsAsDockerDoes() {
        Container container = sleeper("seen").container();
        var document = container.inspect();
        assertThat(document.getAsJsonObject("State").get("Status").getAsString())
                .isEqualTo("running");
        assertThat(document.get("Name").getAsString()).isEqualTo("/seen");
        assertThat(document.getAsJsonObject("Config").getAsJsonArray("Cmd")).hasSize(2);
        assertThat(hull.info().get("ContainersRunning").getAsInt()).isEqualTo(1);
    }

    @Test
    void makesTheDirectoryOfAVolumeOptionButNotOfAMount() {
        Path missing = test.root.resolve("missing");
        assertThatThrownBy(() -> hull.create(TestHull.request("true")
                        .mount(MountRequest.bind(missing.toString(), "/x", false))
                        .build()))
                .isInstanceOf(HullException.Invalid.class)
                .hasMessageContaining("mount " + missing + " on /x: ENOENT");
        assertThat(test.files()).isEmpty();
        MountRequest bind = MountRequest.bind(missing.toString(), "/x", false);
        MountRequest making = new MountRequest(
                bind.type(),
                bind.source(),
                bind.target(),
                false,
                true,
                null,
                bind.recursion(),
                false,
                null,
                null,
                java.util.Map.of(),
                java.util.Map.of(),
                null,
                null,
                "");
        Running writer = run(TestHull.request("sh", "-c", "echo y > /x/file").mount(making));
        assertThat(writer.exited().join().status()).isZero();
        assertThat(missing.resolve("file")).hasContent("y\n");
    }

    @Test
    void tellsWhichStepFailedAndWhy() throws Exception {
        Path gone = Files.createDirectory(test.root.resolve("gone"));
        Container container = hull.create(TestHull.request("true")
                .name("broken")
                .mount(MountRequest.bind(gone.toString(), "/x", false))
                .build());
        Files.delete(gone);
        assertThatThrownBy(() -> container.start().exited().join())
                .cause()
                .isInstanceOfSatisfying(HullException.class, e -> {
                    assertThat(e.kind().exitCode()).isEqualTo(125);
                    assertThat(e.step()).isPositive();
                    assertThat(e)
                            .hasMessageContaining("start broken (host): step " + e.step() + ", ")
                            .hasMessageContaining(gone.toString())
                            .hasMessageContaining("ENOENT");
                });
        assertThat(TestHull.cgroups(container.id())).isEmpty();
        Files.createDirectory(gone);
        assertThat(container.start().exited().join().status()).isZero();
    }
}
