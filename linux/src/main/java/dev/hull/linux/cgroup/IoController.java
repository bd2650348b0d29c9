package dev.hull.linux.cgroup;

import dev.hull.linux.DeviceNumber;
import java.io.IOException;
import java.util.List;

/**
 * Block devices: weight and throttling. Source: {@code blkio-controller.rst}, {@code cgroup-v2.rst}, {@code bfq-iosched.rst}.
 */
public final class IoController {
    private final Place place;
    private final boolean v2;

    IoController(Place place) {
        this.place = place;
        this.v2 = place.hierarchy().isV2();
    }

    /** What {@link #throttle} limits. */
    public enum Rate {
        READ_BPS("read_bps", "rbps"),
        WRITE_BPS("write_bps", "wbps"),
        READ_IOPS("read_iops", "riops"),
        WRITE_IOPS("write_iops", "wiops");

        private final String v1Name;
        private final String v2Name;

        Rate(String v1Name, String v2Name) {
            this.v1Name = v1Name;
            this.v2Name = v2Name;
        }
    }

    /**
     * The relative weight, 10 to 1000. It counts where a device's scheduler is BFQ, which has files of its own, or on v2
     * io.weight (iocost), whose range is 1 to 10000.
     */
    public CgroupAct.Write weight(int weight) {
        checkWeight(weight);
        return v2
                ? new CgroupAct.Write(
                        place.file("io.bfq.weight"),
                        Integer.toString(weight),
                        new CgroupAct.Write(place.file("io.weight"), "default " + v2Weight(weight)))
                : new CgroupAct.Write(
                        place.file("blkio.bfq.weight"),
                        Integer.toString(weight),
                        new CgroupAct.Write(place.file("blkio.weight"), Integer.toString(weight)));
    }

    /** The weight on one device. */
    public CgroupAct.Write weight(DeviceNumber device, int weight) {
        checkWeight(weight);
        return v2
                ? new CgroupAct.Write(
                        place.file("io.bfq.weight"),
                        device + " " + weight,
                        new CgroupAct.Write(place.file("io.weight"), device + " " + v2Weight(weight)))
                : new CgroupAct.Write(
                        place.file("blkio.bfq.weight_device"),
                        device + " " + weight,
                        new CgroupAct.Write(place.file("blkio.weight_device"), device + " " + weight));
    }

    private static void checkWeight(int weight) {
        if (weight < 10 || weight > 1000) {
            throw new IllegalArgumentException("a block IO weight is 10 to 1000, not " + weight);
        }
    }

    /** 10..1000 stretched to 1..10000. */
    static int v2Weight(int weight) {
        return 1 + (weight - 10) * 9999 / 990;
    }

    /** The greatest rate on a whole device (not a partition: ENODEV), bytes or operations a second; 0 for no limit. */
    public CgroupAct.Write throttle(DeviceNumber device, Rate rate, long perSecond) {
        if (v2) {
            String value = device + " " + rate.v2Name + "=" + (perSecond == 0 ? "max" : Long.toString(perSecond));
            return new CgroupAct.Write(place.file("io.max"), value);
        }
        return new CgroupAct.Write(place.file("blkio.throttle." + rate.v1Name + "_device"), device + " " + perSecond);
    }

    public IoUsage usage() throws IOException {
        return v2 ? usageV2() : usageV1();
    }

    // "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6"
    private IoUsage usageV2() throws IOException {
        long[] sums = new long[4];
        List<String> keys = List.of("rbytes=", "wbytes=", "rios=", "wios=");
        for (String line : CgroupHierarchies.lines(ControlFile.read(place.file("io.stat")))) {
            for (String word : CgroupHierarchies.split(line, ' ')) {
                for (int i = 0; i < sums.length; i++) {
                    if (word.startsWith(keys.get(i))) {
                        sums[i] += Long.parseUnsignedLong(
                                word.substring(keys.get(i).length()));
                    }
                }
            }
        }
        return new IoUsage(sums[0], sums[1], sums[2], sums[3]);
    }

    private IoUsage usageV1() throws IOException {
        String bytes = ControlFile.read(place.file("blkio.throttle.io_service_bytes_recursive"));
        String operations = ControlFile.read(place.file("blkio.throttle.io_serviced_recursive"));
        return new IoUsage(sum(bytes, "Read"), sum(bytes, "Write"), sum(operations, "Read"), sum(operations, "Write"));
    }

    // "8:0 Read 4096", one line a device and operation
    private static long sum(String content, String operation) {
        long sum = 0;
        for (String line : CgroupHierarchies.lines(content)) {
            List<String> words = CgroupHierarchies.split(line, ' ');
            if (words.size() == 3 && words.get(1).equals(operation)) {
                sum += Long.parseUnsignedLong(words.get(2));
            }
        }
        return sum;
    }
}
