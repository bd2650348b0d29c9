package dev.hull.conformance.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** That the guest is what its tests are run there for. Only run inside. */
final class GuestFacts {
    @Test
    void isHullsOldestKernel() throws IOException {
        assertThat(Path.of("/proc/sys/kernel/osrelease")).content().startsWith("6.1.");
    }

    @Test
    void hasCgroupVersion2Alone() throws IOException {
        assertThat(Files.readString(Path.of("/sys/fs/cgroup/cgroup.controllers")))
                .contains("cpuset", "cpu", "io", "memory", "pids");
        assertThat(Files.readString(Path.of("/proc/self/cgroup"))).isEqualTo("0::/\n");
    }
}
