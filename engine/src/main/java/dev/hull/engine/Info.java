package dev.hull.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.hull.container.seccomp.KernelVersion;
import dev.hull.linux.Architecture;
import dev.hull.linux.cgroup.CgroupHierarchies;
import dev.hull.linux.cgroup.Controller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The document of {@code hull info}: this host, and what Hull has on it. Docker's names where it has them. */
final class Info {
    private final Hull hull;

    Info(Hull hull) {
        this.hull = hull;
    }

    JsonObject document() {
        JsonObject info = new JsonObject();
        Map<ContainerState, Integer> states = states();
        info.addProperty("Containers", states.values().stream().mapToInt(n -> n).sum());
        info.addProperty("ContainersRunning", count(states, ContainerState.RUNNING, ContainerState.RESTARTING));
        info.addProperty("ContainersPaused", count(states, ContainerState.PAUSED));
        info.addProperty(
                "ContainersStopped", count(states, ContainerState.CREATED, ContainerState.EXITED, ContainerState.LOST));
        info.addProperty("Volumes", hull.volumes().list().size());
        info.addProperty("RunDirectory", hull.directories().run().toString());
        info.addProperty("DataDirectory", hull.directories().data().toString());
        info.addProperty("Name", HostFiles.hostName());
        info.addProperty("OperatingSystem", operatingSystem());
        info.addProperty("OSType", "linux");
        info.addProperty("KernelVersion", String.valueOf(KernelFile.read(Path.of("/proc/sys/kernel/osrelease"))));
        info.addProperty("KernelKnown", KernelVersion.ofHost().toString());
        info.addProperty("Architecture", Architecture.ofHost().ociName());
        info.addProperty("NCPU", Runtime.getRuntime().availableProcessors());
        info.addProperty("MemTotal", StatsReader.hostMemory());
        cgroups(info);
        info.addProperty("JavaVersion", Runtime.version().toString());
        return info;
    }

    private Map<ContainerState, Integer> states() {
        Map<ContainerState, Integer> states = new TreeMap<>();
        for (Container container : hull.containers()) {
            states.merge(container.status().state(), 1, Integer::sum);
        }
        return states;
    }

    private static int count(Map<ContainerState, Integer> states, ContainerState... wanted) {
        int sum = 0;
        for (ContainerState state : wanted) {
            sum += states.getOrDefault(state, 0);
        }
        return sum;
    }

    private static void cgroups(JsonObject info) {
        try {
            CgroupHierarchies hierarchies = CgroupHierarchies.discover();
            info.addProperty("CgroupVersion", hierarchies.mode().name().toLowerCase(Locale.ROOT));
            JsonArray controllers = new JsonArray();
            for (Controller controller : Controller.values()) {
                if (hierarchies.controllers().contains(controller)) {
                    controllers.add(controller.name().toLowerCase(Locale.ROOT));
                }
            }
            info.add("CgroupControllers", controllers);
        } catch (IOException e) {
            throw HullException.of("read", "/proc/self/mountinfo", e);
        }
    }

    private static String operatingSystem() {
        String release = KernelFile.read(Path.of("/etc/os-release"));
        for (String line : release == null ? new String[0] : release.split("\n", -1)) {
            if (line.startsWith("PRETTY_NAME=")) {
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
            }
        }
        return "Linux";
    }
}
