package dev.hull.linux.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a cgroup; sizes in bytes, -1 for no limit.
 *
 * <p>Source: the kernel's {@code Documentation/admin-guide/cgroup-v1/memory.rst} and {@code cgroup-v2.rst}.
 */
public final class MemoryController {
    private static final String MEMSW = "memory.memsw.limit_in_bytes";

    private final Place place;
    private final boolean v2;

    MemoryController(Place place) {
        this.place = place;
        this.v2 = place.hierarchy().isV2();
    }

    /**
     * The hard limit of memory, and of memory and swap together, as the runtime-spec counts.
     *
     * <p>v1 never allows the first above the second: of a live cgroup that gets more, the second is raised first. v2
     * limits swap alone, by the difference.
     *
     * @param limit null to leave it as it is
     * @param withSwap at least {@code limit}; null to leave it as it is
     * @throws MissingControllerException if the kernel does not account swap
     */
    public List<CgroupAct.Write> limits(@Nullable Long limit, @Nullable Long withSwap) throws IOException {
        if (limit != null && withSwap != null && withSwap >= 0 && (limit < 0 || withSwap < limit)) {
            throw new IllegalArgumentException("a limit of " + withSwap + " bytes on memory and swap together is below"
                    + " the limit on memory, " + (limit < 0 ? "none" : limit + " bytes"));
        }
        return v2 ? limitsV2(limit, withSwap) : limitsV1(limit, withSwap);
    }

    private List<CgroupAct.Write> limitsV2(@Nullable Long limit, @Nullable Long withSwap) {
        List<CgroupAct.Write> writes = new ArrayList<>();
        if (limit != null) {
            writes.add(new CgroupAct.Write(place.file("memory.max"), max(limit)));
        }
        if (withSwap != null) {
            if (withSwap >= 0 && limit == null) {
                throw new IllegalArgumentException(
                        "a limit on memory and swap together needs a limit on memory beside it");
            }
            long swap = limit == null || withSwap < 0 ? -1 : withSwap - limit;
            writes.add(new CgroupAct.Write(place.file("memory.swap.max"), max(swap)));
        }
        return writes;
    }

    private List<CgroupAct.Write> limitsV1(@Nullable Long limit, @Nullable Long withSwap) throws IOException {
        if (withSwap != null && !CgroupHierarchies.exists(place.hierarchy().directory("/") + "/" + MEMSW)) {
            throw new MissingControllerException(
                    Controller.MEMORY,
                    "the cgroup controller \"memory\" does not account swap (start the kernel with swapaccount=1)");
        }
        List<CgroupAct.Write> writes = new ArrayList<>();
        if (limit != null) {
            writes.add(new CgroupAct.Write(place.file("memory.limit_in_bytes"), Long.toString(limit)));
        }
        if (withSwap != null) {
            CgroupAct.Write swap = new CgroupAct.Write(place.file(MEMSW), Long.toString(withSwap));
            writes.add(limit != null && isAbove(limit, place.file(MEMSW)) ? 0 : writes.size(), swap);
        }
        return writes;
    }

    private static boolean isAbove(long limit, String file) throws IOException {
        if (!CgroupHierarchies.exists(file)) {
            return false;
        }
        long current = ControlFile.number(file);
        return current >= 0 && (limit < 0 || limit > current);
    }

    /** The soft limit: reclaimed down to it when the host is short of memory. */
    public CgroupAct.Write reservation(long bytes) {
        return v2
                ? new CgroupAct.Write(place.file("memory.low"), max(bytes))
                : new CgroupAct.Write(place.file("memory.soft_limit_in_bytes"), Long.toString(bytes));
    }

    /** 0 to 100; v1 only: {@link MissingControllerException} on v2. */
    public CgroupAct.Write swappiness(int percent) {
        requireV1("swappiness");
        return new CgroupAct.Write(place.file("memory.swappiness"), Integer.toString(percent));
    }

    /** Whoever needs more memory sleeps instead of being killed; v1 only: {@link MissingControllerException} on v2. */
    public CgroupAct.Write disableOomKiller() {
        requireV1("switch for the OOM killer");
        return new CgroupAct.Write(place.file("memory.oom_control"), "1");
    }

    private void requireV1(String what) {
        if (v2) {
            throw new MissingControllerException(
                    Controller.MEMORY, "the cgroup controller \"memory\" of cgroup v2 has no " + what);
        }
    }

    /** The file whose line {@code oom_kill N} counts the processes killed because memory ran out. */
    public String eventsFile() {
        return place.file(v2 ? "memory.events" : "memory.oom_control");
    }

    public MemoryUsage usage() throws IOException {
        String stat = ControlFile.read(place.file("memory.stat"));
        String events = ControlFile.read(eventsFile());
        if (v2) {
            String peak = place.file("memory.peak");
            return new MemoryUsage(
                    ControlFile.number(place.file("memory.current")),
                    ControlFile.number(place.file("memory.max")),
                    ControlFile.keyed(stat, "inactive_file"),
                    CgroupHierarchies.exists(peak) ? ControlFile.number(peak) : -1,
                    ControlFile.keyed(events, "oom_kill"));
        }
        return new MemoryUsage(
                ControlFile.number(place.file("memory.usage_in_bytes")),
                ControlFile.number(place.file("memory.limit_in_bytes")),
                ControlFile.keyed(stat, "total_inactive_file"),
                ControlFile.number(place.file("memory.max_usage_in_bytes")),
                ControlFile.keyed(events, "oom_kill"));
    }

    private static String max(long bytes) {
        return bytes < 0 ? "max" : Long.toString(bytes);
    }
}
