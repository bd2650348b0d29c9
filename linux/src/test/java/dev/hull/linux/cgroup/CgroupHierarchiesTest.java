package dev.hull.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupHierarchiesTest {
    private static final String ROOT_MOUNT = "1 0 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n";

    private static final String HYBRID_MOUNTS = ROOT_MOUNT
            + "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
            + "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
            + "35 31 0:32 / /sys/fs/cgroup/my\\040memory rw,relatime - cgroup cgroup rw,memory\n"
            + "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,release_agent=/x,name=systemd\n"
            + "50 31 0:32 /a /mnt/again rw,relatime - cgroup cgroup rw,memory\n"
            + "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate\n";

    private static final String HYBRID_PLACES =
            "9:name=systemd:/user.slice\n4:memory:/process/1\n2:cpu,cpuacct:/\n0::/user.slice/a b\n";

    @TempDir
    Path root;

    private CgroupHierarchies parse(String mounts, String places, String unifiedAt, String controllers)
            throws IOException {
        Path directory = root.resolve(unifiedAt.substring(1));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("cgroup.controllers"), controllers + "\n");
        return CgroupHierarchies.parse(mounts, places, root.toString());
    }

    @Test
    void seesAHybridHost() throws Exception {
        CgroupHierarchies hierarchies = parse(HYBRID_MOUNTS, HYBRID_PLACES, "/sys/fs/cgroup/unified", "hugetlb pids");
        assertThat(hierarchies.mode()).isEqualTo(CgroupMode.HYBRID);
        assertThat(hierarchies.all())
                .extracting(Hierarchy::name)
                .containsExactly("cpu,cpuacct", "memory", "name=systemd", "unified");
        Hierarchy memory = Objects.requireNonNull(hierarchies.of(Controller.MEMORY));
        assertThat(memory.mountPoint()).isEqualTo("/sys/fs/cgroup/my memory");
        assertThat(memory.ownPath()).isEqualTo("/process/1");
        Hierarchy unified = Objects.requireNonNull(hierarchies.of(Controller.PIDS));
        assertThat(unified.isV2()).isTrue();
        assertThat(unified.ownPath()).isEqualTo("/user.slice/a b");
        assertThat(unified.directory("/")).isEqualTo("/sys/fs/cgroup/unified");
        assertThat(hierarchies.of(Controller.IO)).isNull();
        assertThat(Objects.requireNonNull(hierarchies.of(Controller.CPUACCT)).name())
                .isEqualTo("cpu,cpuacct");
    }

    @Test
    void seesAV2HostAndWhatNeedsNoController() throws Exception {
        CgroupHierarchies hierarchies = parse(
                ROOT_MOUNT + "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
                "0::/init.scope\n",
                "/sys/fs/cgroup",
                "cpuset cpu io memory hugetlb pids rdma misc");
        assertThat(hierarchies.mode()).isEqualTo(CgroupMode.V2);
        assertThat(hierarchies.controllers()).containsExactlyInAnyOrder(Controller.values());
    }

    @Test
    void seesAV1HostInsideAContainer() throws Exception {
        CgroupHierarchies hierarchies = CgroupHierarchies.parse(
                ROOT_MOUNT + "30 23 0:26 /docker/1 /sys/fs/cgroup/pids ro - cgroup cgroup rw,pids\n",
                "3:pids:/docker/1/sub\n",
                "");
        assertThat(hierarchies.mode()).isEqualTo(CgroupMode.V1);
        assertThat(hierarchies.all())
                .containsExactly(new Hierarchy(1, "/sys/fs/cgroup/pids", "pids", Set.of(Controller.PIDS), "/sub"));
    }

    @Test
    void namesTheControllerThatIsMissing() throws Exception {
        CgroupLayout none = CgroupLayout.of(CgroupHierarchies.parse(ROOT_MOUNT, "", ""), "/hull/1");
        assertThat(none.hierarchies().mode()).isEqualTo(CgroupMode.NONE);
        assertThat(none.creation()).isEmpty();
        assertThatThrownBy(none::memory)
                .isInstanceOfSatisfying(
                        MissingControllerException.class,
                        e -> assertThat(e.controller()).isEqualTo(Controller.MEMORY))
                .hasMessageContaining("no cgroup controller \"memory\"")
                .hasMessageContaining("no cgroups are mounted");
    }

    @Test
    void enablesControllersFromTheRootDownOnV2() throws Exception {
        CgroupHierarchies hierarchies =
                parse("30 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n", "0::/\n", "/cg", "cpu memory pids rdma");
        List<CgroupAct> acts =
                CgroupLayout.of(hierarchies, CgroupLayout.path("deep", "7")).creation();
        assertThat(acts)
                .containsExactly(
                        new CgroupAct.Write("/cg/cgroup.subtree_control", "+cpu +memory +pids"),
                        new CgroupAct.MakeDirectory("/cg/hull", true),
                        new CgroupAct.Write("/cg/hull/cgroup.subtree_control", "+cpu +memory +pids"),
                        new CgroupAct.MakeDirectory("/cg/hull/deep", true),
                        new CgroupAct.Write("/cg/hull/deep/cgroup.subtree_control", "+cpu +memory +pids"),
                        new CgroupAct.MakeDirectory("/cg/hull/deep/7", false));
    }

    @Test
    void writesTheFilesOfV2() throws Exception {
        CgroupHierarchies hierarchies = parse(
                "30 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n", "0::/\n", "/cg", "cpu memory pids io cpuset hugetlb");
        CgroupLayout layout = CgroupLayout.of(hierarchies, "/hull/7");
        assertThat(layout.memory().limits(100L, 150L))
                .extracting(CgroupAct.Write::path, CgroupAct.Write::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/cg/hull/7/memory.max", "100"),
                        org.assertj.core.groups.Tuple.tuple("/cg/hull/7/memory.swap.max", "50"));
        assertThat(layout.memory().limits(100L, -1L).getLast().value()).isEqualTo("max");
        assertThat(layout.memory().reservation(7)).isEqualTo(new CgroupAct.Write("/cg/hull/7/memory.low", "7"));
        assertThatThrownBy(() -> layout.memory().swappiness(3)).isInstanceOf(MissingControllerException.class);
        assertThat(layout.cpu().shares(1024).value()).isEqualTo("100");
        assertThat(layout.cpu().bandwidth(50_000L, 100_000L))
                .containsExactly(new CgroupAct.Write("/cg/hull/7/cpu.max", "50000 100000"));
        assertThat(layout.cpu().bandwidth(-1L, null)).containsExactly(new CgroupAct.Write("/cg/hull/7/cpu.max", "max"));
        assertThat(layout.pids().max(-1)).isEqualTo(new CgroupAct.Write("/cg/hull/7/pids.max", "max"));
        assertThat(layout.io()
                        .throttle(new dev.hull.linux.DeviceNumber(8, 0), IoController.Rate.WRITE_BPS, 1 << 20)
                        .value())
                .isEqualTo("8:0 wbps=1048576");
        assertThat(layout.hugetlb().limit("2MB", 4 << 20).getFirst().path()).isEqualTo("/cg/hull/7/hugetlb.2MB.max");
        assertThat(layout.freezer().freeze()).isEqualTo(new CgroupAct.Write("/cg/hull/7/cgroup.freeze", "1"));
    }

    @Test
    void convertsSharesSoThatDefaultsAndEndsMeet() {
        assertThat(CpuController.weight(2)).isEqualTo(1);
        assertThat(CpuController.weight(1024)).isEqualTo(100);
        assertThat(CpuController.weight(262144)).isEqualTo(10000);
        long last = 0;
        for (long shares = 2; shares <= 262144; shares++) {
            long weight = CpuController.weight(shares);
            assertThat(weight).isBetween(Math.max(1, last), 10000L);
            last = weight;
        }
        assertThat(IoController.v2Weight(10)).isEqualTo(1);
        assertThat(IoController.v2Weight(1000)).isEqualTo(10000);
    }

    @Test
    void refusesAParentThatLeavesTheTree() {
        assertThat(CgroupLayout.path(null, "1")).isEqualTo("/hull/1");
        assertThat(CgroupLayout.path("/mine//deep/", "1")).isEqualTo("/mine/deep/1");
        assertThat(CgroupLayout.path("mine", "1")).isEqualTo("/hull/mine/1");
        assertThatThrownBy(() -> CgroupLayout.path("../x", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"..\"");
    }

    @Test
    void refusesMoreMemoryThanMemoryAndSwap() throws Exception {
        CgroupHierarchies hierarchies = parse("30 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n", "0::/\n", "/cg", "memory");
        MemoryController memory = CgroupLayout.of(hierarchies, "/hull/7").memory();
        assertThatThrownBy(() -> memory.limits(200L, 100L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.limits(-1L, 100L)).isInstanceOf(IllegalArgumentException.class);
    }
}
