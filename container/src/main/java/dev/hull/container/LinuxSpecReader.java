package dev.hull.container;

import com.google.gson.JsonElement;
import dev.hull.container.LinuxSpec.NamespaceSpec;
import dev.hull.container.ResourcesSpec.BlockIo;
import dev.hull.container.ResourcesSpec.Cpu;
import dev.hull.container.ResourcesSpec.Memory;
import dev.hull.container.ResourcesSpec.Throttle;
import dev.hull.container.ResourcesSpec.WeightDevice;
import dev.hull.container.device.DeviceAccess;
import dev.hull.container.device.DeviceNode;
import dev.hull.container.device.DeviceRule;
import dev.hull.container.device.DeviceType;
import org.jspecify.annotations.Nullable;

/** Reads the {@code linux} object of config.json. */
final class LinuxSpecReader {
    private static final long LAST_ID = 0xFFFF_FFFEL;

    private LinuxSpecReader() {}

    static LinuxSpec read(JsonObjectView view) {
        JsonObjectView resources = view.object("resources");
        JsonElement seccomp = view.element("seccomp");
        return new LinuxSpec(
                view.objects("namespaces", LinuxSpecReader::namespace),
                view.objects("uidMappings", LinuxSpecReader::mapping),
                view.objects("gidMappings", LinuxSpecReader::mapping),
                view.map("timeOffsets", LinuxSpecReader::timeOffset),
                view.objects("devices", LinuxSpecReader::device),
                view.text("cgroupsPath"),
                view.text("rootfsPropagation"),
                view.text("mountLabel"),
                view.textMap("sysctl"),
                resources == null ? ResourcesSpec.NONE : resources(resources),
                seccomp == null ? null : seccomp.toString(),
                view.texts("maskedPaths"),
                view.texts("readonlyPaths"));
    }

    private static NamespaceSpec namespace(JsonObjectView view) {
        String type = view.required("type", view.text("type"));
        return view.checked(() -> new NamespaceSpec(Namespace.named(type), view.text("path")));
    }

    private static IdMapping mapping(JsonObjectView view) {
        long containerId = view.required("containerID", view.number("containerID", 0, LAST_ID));
        long hostId = view.required("hostID", view.number("hostID", 0, LAST_ID));
        long size = view.required("size", view.number("size", 1, LAST_ID + 1));
        return view.checked(() -> new IdMapping(containerId, hostId, size));
    }

    private static TimeOffset timeOffset(JsonElement element, String at) {
        JsonObjectView view = JsonObjectView.of(element, at);
        Long seconds = view.number("secs");
        Integer nanoseconds = view.integer("nanosecs", 0, 999_999_999);
        view.finish();
        return new TimeOffset(seconds == null ? 0 : seconds, nanoseconds == null ? 0 : nanoseconds);
    }

    private static DeviceNode device(JsonObjectView view) {
        String path = view.required("path", view.text("path"));
        DeviceType type = type(view, view.required("type", view.text("type")));
        int major = view.required("major", view.integer("major", 0, 0xFFF));
        int minor = view.required("minor", view.integer("minor", 0, 0xFFFFF));
        Integer mode = view.integer("fileMode", 0, 07777);
        Long uid = view.number("uid", 0, LAST_ID);
        Long gid = view.number("gid", 0, LAST_ID);
        return new DeviceNode(path, type, major, minor, mode == null ? 0666 : mode, id(uid), id(gid));
    }

    /** An unsigned id in the kernel's 32 bits. */
    private static int id(@Nullable Long id) {
        return id == null ? 0 : (int) (long) id;
    }

    private static DeviceType type(JsonObjectView view, String letter) {
        return switch (letter) {
            case "c", "u" -> DeviceType.CHAR;
            case "b" -> DeviceType.BLOCK;
            case "a" -> DeviceType.ALL;
            default -> throw new SpecException(view.at("type"), "'" + letter + "' is not a, b, c or u");
        };
    }

    private static ResourcesSpec resources(JsonObjectView view) {
        JsonObjectView memory = view.object("memory");
        JsonObjectView cpu = view.object("cpu");
        JsonObjectView pids = view.object("pids");
        JsonObjectView blockIo = view.object("blockIO");
        ResourcesSpec resources = new ResourcesSpec(
                view.objects("devices", LinuxSpecReader::rule),
                memory == null ? null : memory(memory),
                cpu == null ? null : cpu(cpu),
                pids == null ? null : pids(pids),
                blockIo == null ? null : blockIo(blockIo),
                view.textMap("unified"));
        view.finish();
        return resources;
    }

    private static DeviceRule rule(JsonObjectView view) {
        boolean allow = view.flag("allow");
        String type = view.text("type");
        int major = any(view.integer("major", -1, 0xFFF));
        int minor = any(view.integer("minor", -1, 0xFFFFF));
        String access = view.text("access");
        DeviceType kind = type(view, type == null ? "a" : type);
        return view.checked(() -> new DeviceRule(
                allow, kind, major, minor, access == null ? DeviceAccess.ALL : DeviceAccess.parse(access)));
    }

    /** Runtimes write -1 for "any", or leave it out. */
    private static int any(@Nullable Integer number) {
        return number == null ? DeviceRule.ANY : number;
    }

    private static Memory memory(JsonObjectView view) {
        Memory memory = new Memory(
                view.number("limit", -1, Long.MAX_VALUE),
                view.number("reservation", -1, Long.MAX_VALUE),
                view.number("swap", -1, Long.MAX_VALUE),
                view.number("swappiness", 0, 100),
                view.flag("disableOOMKiller"));
        view.finish();
        return memory;
    }

    private static Cpu cpu(JsonObjectView view) {
        Cpu cpu = new Cpu(
                view.number("shares", 0, 262_144),
                view.number("quota"),
                view.number("period", 0, Long.MAX_VALUE),
                view.number("realtimeRuntime"),
                view.number("realtimePeriod", 0, Long.MAX_VALUE),
                view.text("cpus"),
                view.text("mems"));
        view.finish();
        return cpu;
    }

    private static @Nullable Long pids(JsonObjectView view) {
        Long limit = view.number("limit");
        view.finish();
        return limit;
    }

    private static BlockIo blockIo(JsonObjectView view) {
        BlockIo blockIo = new BlockIo(
                view.integer("weight", 10, 1000),
                view.objects("weightDevice", LinuxSpecReader::weight),
                view.objects("throttleReadBpsDevice", LinuxSpecReader::throttle),
                view.objects("throttleWriteBpsDevice", LinuxSpecReader::throttle),
                view.objects("throttleReadIOPSDevice", LinuxSpecReader::throttle),
                view.objects("throttleWriteIOPSDevice", LinuxSpecReader::throttle));
        view.finish();
        return blockIo;
    }

    private static WeightDevice weight(JsonObjectView view) {
        return new WeightDevice(
                view.required("major", view.number("major")),
                view.required("minor", view.number("minor")),
                view.required("weight", view.integer("weight", 10, 1000)));
    }

    private static Throttle throttle(JsonObjectView view) {
        return new Throttle(
                view.required("major", view.number("major")),
                view.required("minor", view.number("minor")),
                view.required("rate", view.number("rate", 0, Long.MAX_VALUE)));
    }
}
