package dev.hull.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this host's own cgroups, in a tree that the test makes and removes. */
class CgroupLayoutTest {
    private final String parent = "/hull-test-" + ProcessHandle.current().pid();
    private CgroupLayout layout = layout();
    private final List<Process> processes = new ArrayList<>();

    private CgroupLayout layout() {
        try {
            return CgroupLayout.of(CgroupHierarchies.discover(), CgroupLayout.path(parent, "one"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void create() throws IOException {
        assumeThat(layout.hierarchies().mode()).as("this host has cgroups").isNotEqualTo(CgroupMode.NONE);
        assumeThat(new File(layout.places().getFirst().hierarchy().mountPoint()).canWrite())
                .as("cgroups may be made here")
                .isTrue();
        perform(layout.creation());
    }

    @AfterEach
    void remove() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        for (Place place : layout.places()) {
            killAll(place);
            Files.deleteIfExists(Path.of(place.directory()));
            Files.deleteIfExists(Path.of(place.hierarchy().directory(parent)));
        }
    }

    @Test
    void isJoinedInEveryHierarchyByThoseWhoWriteZero() throws Exception {
        Process process = join("exec sleep 1000", layout.places());
        Path places = Path.of("/proc/" + process.pid() + "/cgroup");
        await(() ->
                Files.readString(Path.of("/proc/" + process.pid() + "/comm")).equals("sleep\n"));
        assertThat(Files.readAllLines(places))
                .allSatisfy(line -> assertThat(line).endsWith(":" + parent + "/one"));
        for (Place place : layout.places()) {
            assertThat(Files.readString(Path.of(place.procsFile()))).isEqualTo(process.pid() + "\n");
        }
    }

    @Test
    void knowsEachControllersFiles() throws IOException {
        for (Controller controller : layout.hierarchies().controllers()) {
            Place place = Objects.requireNonNull(layout.placeOf(controller));
            assertThat(place.directory())
                    .isNotNull()
                    .satisfies(d -> assertThat(new File(d)).isDirectory());
        }
        assertThat(layout.places()).hasSize(layout.hierarchies().all().size());
    }

    @Test
    void refusesForksBeyondThePidsLimit() throws Exception {
        perform(List.of(layout.pids().max(3)));
        assertThat(layout.pids().usage()).isEqualTo(new PidsUsage(0, 3, 0));
        Process process = join(
                "exec 2>/dev/null; sleep 1000 & sleep 1000 & sleep 1000 & wait",
                List.of(Objects.requireNonNull(layout.placeOf(Controller.PIDS))));
        await(() -> layout.pids().usage().refusals() > 0);
        assertThat(layout.pids().usage().current()).isLessThanOrEqualTo(3);
        assertThat(process.waitFor()).isNotZero();
    }

    @Test
    void killsWhoNeedsMoreMemoryThanTheLimit() throws Exception {
        perform(layout.memory().limits(32L << 20, 32L << 20));
        assertThat(layout.memory().usage().limit()).isEqualTo(32L << 20);
        Process process = join(
                "exec head -c 200000000 /dev/zero | tail -c 1000000000 | wc",
                List.of(Objects.requireNonNull(layout.placeOf(Controller.MEMORY))));
        process.waitFor();
        assertThat(layout.memory().usage().oomKills()).isPositive();
        assertThat(layout.memory().usage().peak()).isBetween(16L << 20, 32L << 20);
        assertThat(Files.readString(Path.of(layout.memory().eventsFile()))).contains("oom_kill ");
    }

    @Test
    void raisesMemoryLimitsOfALiveCgroupInTheOrderTheKernelTakes() throws Exception {
        perform(layout.memory().limits(32L << 20, 48L << 20));
        perform(layout.memory().limits(64L << 20, 64L << 20));
        assertThat(layout.memory().usage().limit()).isEqualTo(64L << 20);
        perform(layout.memory().limits(16L << 20, 16L << 20));
        perform(layout.memory().limits(-1L, -1L));
        assertThat(layout.memory().usage().limit()).isEqualTo(-1);
        perform(List.of(layout.memory().reservation(8L << 20)));
    }

    @Test
    void countsAndThrottlesCpuTime() throws Exception {
        perform(layout.cpu().bandwidth(10_000L, 100_000L));
        perform(List.of(layout.cpu().shares(512)));
        List<Place> places = List.of(
                Objects.requireNonNull(layout.placeOf(Controller.CPU)),
                Objects.requireNonNull(layout.placeOf(Controller.CPUACCT)));
        Process process = join("while :; do :; done", places);
        await(() -> layout.cpuAccounting().usage().throttledPeriods() > 2);
        CpuUsage usage = layout.cpuAccounting().usage();
        assertThat(usage.totalNanos()).isPositive();
        assertThat(usage.throttledNanos()).isPositive();
        assertThat(usage.periods()).isGreaterThanOrEqualTo(usage.throttledPeriods());
        process.destroyForcibly().waitFor();
    }

    @Test
    void changesThePeriodOfALiveCgroupAndKeepsItsQuota() throws Exception {
        perform(layout.cpu().bandwidth(20_000L, 100_000L));
        perform(layout.cpu().bandwidth(null, 50_000L));
        Place place = Objects.requireNonNull(layout.placeOf(Controller.CPU));
        assertThat(
                        place.hierarchy().isV2()
                                ? ControlFile.readLine(place.file("cpu.max"))
                                : ControlFile.readLine(place.file("cpu.cfs_quota_us")) + " "
                                        + ControlFile.readLine(place.file("cpu.cfs_period_us")))
                .isEqualTo("20000 50000");
    }

    @Test
    void freezesAndThaws() throws Exception {
        join("while :; do :; done", List.of(Objects.requireNonNull(layout.placeOf(Controller.FREEZER))));
        FreezerController freezer = layout.freezer();
        assertThat(freezer.isFreezing()).isFalse();
        freezer.freeze().perform();
        await(freezer::isFrozen);
        assertThat(freezer.isFreezing()).isTrue();
        freezer.thaw().perform();
        await(() -> !freezer.isFrozen() && !freezer.isFreezing());
    }

    @Test
    void narrowsCpusets() throws Exception {
        CgroupAct.Write cpus = layout.cpuset().cpus("0");
        cpus.perform();
        assertThat(ControlFile.readLine(cpus.path())).isEqualTo("0");
        assertThatThrownBy(() -> layout.cpuset().cpus("4000").perform())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("write 4000 to " + cpus.path());
    }

    @Test
    void takesWeightsAndThrottles() throws Exception {
        assumeThat(layout.placeOf(Controller.IO))
                .as("this host has the io controller")
                .isNotNull();
        Place place = Objects.requireNonNull(layout.placeOf(Controller.IO));
        dev.hull.linux.DeviceNumber disk = wholeDisk();
        CgroupAct.Write throttle = layout.io().throttle(disk, IoController.Rate.WRITE_BPS, 1 << 20);
        throttle.perform();
        assertThat(ControlFile.read(throttle.path())).contains(disk.toString()).contains("1048576");
        layout.io().throttle(disk, IoController.Rate.WRITE_BPS, 0).perform();
        assertThat(ControlFile.read(throttle.path())).doesNotContain("1048576");
        CgroupAct.Write weight = layout.io().weight(500);
        if (new File(weight.path()).exists()
                || new File(Objects.requireNonNull(weight.fallback()).path()).exists()) {
            weight.perform();
        }
        assertThat(layout.io().usage().writtenBytes()).isNotNegative();
        assertThat(place.file("x")).startsWith(place.directory());
    }

    private static dev.hull.linux.DeviceNumber wholeDisk() throws IOException {
        for (File device : Objects.requireNonNull(new File("/sys/block").listFiles())) {
            String[] numbers = ControlFile.readLine(device + "/dev").split(":", -1);
            if (ControlFile.number(device + "/size") > 0) {
                return new dev.hull.linux.DeviceNumber(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
            }
        }
        return org.junit.jupiter.api.Assumptions.abort("this host has no block device");
    }

    private static void perform(List<? extends CgroupAct> acts) throws IOException {
        for (CgroupAct act : acts) {
            switch (act) {
                case CgroupAct.MakeDirectory make -> make.perform();
                case CgroupAct.Write write -> write.perform();
                case CgroupAct.AttachDeviceProgram attach -> throw new AssertionError(attach);
            }
        }
    }

    /** A shell that joins each of the places, then runs a script. */
    private Process join(String script, List<Place> places) throws IOException {
        StringBuilder joining = new StringBuilder();
        for (Place place : places) {
            joining.append("echo 0 > '").append(place.joinFile()).append("' || exit 99\n");
        }
        Process process = new ProcessBuilder("sh", "-c", joining + script).start();
        processes.add(process);
        return process;
    }

    private void killAll(Place place) throws Exception {
        if (!new File(place.directory()).exists()) {
            return;
        }
        for (String pid : Files.readAllLines(Path.of(place.procsFile()))) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        await(() -> Files.readString(Path.of(place.procsFile())).isEmpty());
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("a minute has passed").isLessThan(end);
            Thread.sleep(5);
        }
    }
}
