package dev.hull.linux.cgroup;

import java.util.List;

/** Huge pages. */
public final class HugetlbController {
    private final Place place;

    HugetlbController(Place place) {
        this.place = place;
    }

    /**
     * Pages used and reserved, both, as runtimes limit them.
     *
     * @param pageSize as the file's name has it: {@code 2MB}, {@code 1GB}
     * @param bytes a multiple of the page size
     */
    public List<CgroupAct.Write> limit(String pageSize, long bytes) {
        String suffix = place.hierarchy().isV2() ? ".max" : ".limit_in_bytes";
        String value = Long.toString(bytes);
        return List.of(
                new CgroupAct.Write(place.file("hugetlb." + pageSize + suffix), value),
                new CgroupAct.Write(place.file("hugetlb." + pageSize + ".rsvd" + suffix), value));
    }
}
