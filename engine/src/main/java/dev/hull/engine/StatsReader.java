package dev.hull.engine;

import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Controller;
import dev.hull.linux.cgroup.CpuUsage;
import dev.hull.linux.cgroup.IoUsage;
import dev.hull.linux.cgroup.MemoryUsage;
import dev.hull.linux.cgroup.PidsUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One reading of what a container uses. */
final class StatsReader {
    private final CgroupLayout cgroups;

    StatsReader(CgroupLayout cgroups) {
        this.cgroups = cgroups;
    }

    /** @param pid of a process in the container's network namespace */
    Stats read(int pid, Instant time) throws IOException {
        CpuUsage cpu = has(Controller.CPUACCT) ? cgroups.cpuAccounting().usage() : null;
        MemoryUsage memory = has(Controller.MEMORY) ? cgroups.memory().usage() : null;
        PidsUsage pids = has(Controller.PIDS) ? cgroups.pids().usage() : null;
        IoUsage io = has(Controller.IO) ? cgroups.io().usage() : null;
        long[] network = network(KernelFile.read(Path.of("/proc/" + pid + "/net/dev")));
        return new Stats(
                time,
                cpu == null ? -1 : cpu.totalNanos(),
                memory == null ? -1 : Math.max(0, memory.current() - memory.inactiveFile()),
                memoryLimit(memory),
                pids == null ? -1 : pids.current(),
                pids == null || pids.limit() < 0 ? 0 : pids.limit(),
                io == null ? -1 : io.readBytes(),
                io == null ? -1 : io.writtenBytes(),
                network[0],
                network[1]);
    }

    private boolean has(Controller controller) {
        return cgroups.placeOf(controller) != null;
    }

    private static long memoryLimit(@Nullable MemoryUsage memory) {
        long host = hostMemory();
        return memory == null || memory.limit() < 0 ? host : Math.min(host, memory.limit());
    }

    /** The line {@code MemTotal:  24689916 kB} (proc_meminfo(5)). */
    static long hostMemory() {
        String text = KernelFile.read(Path.of("/proc/meminfo"));
        if (text == null || !text.startsWith("MemTotal:")) {
            return 0;
        }
        String line = text.substring("MemTotal:".length(), text.indexOf('\n')).strip();
        return KernelFile.number(line.substring(0, line.indexOf(' '))) * 1024;
    }

    /**
     * Bytes received and sent on all interfaces but loopback: the first and the ninth number behind each name
     * (proc_pid_net(5)).
     */
    private static long[] network(@Nullable String table) {
        long[] sums = new long[2];
        if (table == null) {
            return sums;
        }
        for (String line : table.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
                continue;
            }
            String[] numbers = line.substring(colon + 1).strip().split(" +", -1);
            if (numbers.length > 8) {
                sums[0] += Math.max(0, KernelFile.number(numbers[0]));
                sums[1] += Math.max(0, KernelFile.number(numbers[8]));
            }
        }
        return sums;
    }
}
