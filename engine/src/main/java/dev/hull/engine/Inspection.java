package dev.hull.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.hull.container.ContainerSpec;
import dev.hull.container.HealthCheck;
import dev.hull.container.ProcessSpec;
import dev.hull.launch.KeeperSettings;
import dev.hull.linux.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Docker's document of one container (Engine API, {@code ContainerInspectResponse}), as far as Hull has its subjects. */
final class Inspection {
    /** Docker's zero time. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final Hull hull;
    private final ContainerRecord record;
    private final ContainerSpec spec;

    Inspection(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
        this.spec = hull.records().readSpec(record.id());
    }

    JsonObject document() {
        ContainerStatus status = hull.status(record);
        List<String> command = record.command();
        JsonObject document = new JsonObject();
        document.addProperty("Id", record.id());
        document.addProperty("Created", record.created().toString());
        document.addProperty("Path", command.getFirst());
        document.add("Args", strings(command.subList(1, command.size())));
        document.add("State", state(status));
        document.addProperty("Image", record.imageId());
        document.addProperty("ResolvConfPath", path("resolv.conf"));
        document.addProperty("HostnamePath", path("hostname"));
        document.addProperty("HostsPath", path("hosts"));
        document.addProperty("LogPath", path(Launching.LOG));
        document.addProperty("ConfigPath", path(Records.CONFIG));
        document.addProperty("Name", "/" + record.name());
        document.addProperty("RestartCount", status.restarts());
        document.addProperty("Driver", "overlay");
        document.addProperty("Platform", "linux");
        document.addProperty("MountLabel", "");
        document.addProperty("ProcessLabel", "");
        document.addProperty("AppArmorProfile", orEmpty(spec.process().apparmorProfile()));
        document.add("ExecIDs", execs());
        document.add("HostConfig", hostConfig());
        document.add("GraphDriver", graphDriver());
        document.add("Mounts", mounts());
        document.add("Config", config());
        document.add("NetworkSettings", networks());
        return document;
    }

    private String path(String file) {
        return hull.directories().data(record.id()).resolve(file).toString();
    }

    private JsonObject state(ContainerStatus status) {
        JsonObject state = new JsonObject();
        ContainerState is = status.state();
        state.addProperty("Status", is.word());
        state.addProperty("Running", is.isLive());
        state.addProperty("Paused", is == ContainerState.PAUSED);
        state.addProperty("Restarting", is == ContainerState.RESTARTING);
        state.addProperty("OOMKilled", status.outOfMemory());
        state.addProperty("Dead", is == ContainerState.LOST);
        state.addProperty("Pid", status.pid());
        state.addProperty("KeeperPid", status.keeperPid());
        state.addProperty("ExitCode", status.exitStatus());
        state.addProperty("Error", status.error());
        state.addProperty("StartedAt", time(status.startedAt()));
        state.addProperty("FinishedAt", time(status.finishedAt()));
        return state;
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? NEVER : instant.toString();
    }

    private JsonElement execs() {
        JsonArray ids = new JsonArray();
        for (ExecStatus exec : new Execs(hull.records(), record.id()).list()) {
            if (exec.running()) {
                ids.add(exec.id());
            }
        }
        return ids.isEmpty() ? JsonNull.INSTANCE : ids;
    }

    private JsonObject hostConfig() {
        JsonObject config = defaults();
        for (Map.Entry<String, JsonElement> entry : record.hostConfig().entrySet()) {
            config.add(entry.getKey(), entry.getValue());
        }
        JsonObject policy = new JsonObject();
        policy.addProperty("Name", word(record.lifecycle().restart().kind()));
        policy.addProperty("MaximumRetryCount", record.lifecycle().restart().maximum());
        config.add("RestartPolicy", policy);
        config.addProperty("AutoRemove", record.lifecycle().autoRemove());
        JsonObject log = new JsonObject();
        log.addProperty("Type", record.log().driver());
        JsonObject options = new JsonObject();
        if (record.log().maxBytes() > 0) {
            options.addProperty("max-size", Long.toString(record.log().maxBytes()));
            options.addProperty("max-file", Integer.toString(record.log().maxSegments()));
        }
        log.add("Config", options);
        config.add("LogConfig", log);
        return config;
    }

    private static String word(KeeperSettings.Restart kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What docker shows of a container that nothing was asked for. */
    private JsonObject defaults() {
        JsonObject config = new JsonObject();
        for (String list :
                List.of("Binds", "CapAdd", "CapDrop", "VolumesFrom", "SecurityOpt", "GroupAdd", "ExtraHosts")) {
            config.add(list, JsonNull.INSTANCE);
        }
        for (String number : List.of(
                "Memory",
                "MemorySwap",
                "MemoryReservation",
                "NanoCpus",
                "CpuShares",
                "CpuPeriod",
                "CpuQuota",
                "BlkioWeight",
                "OomScoreAdj")) {
            config.addProperty(number, 0);
        }
        for (String flag : List.of("Privileged", "ReadonlyRootfs", "OomKillDisable", "Init")) {
            config.addProperty(flag, false);
        }
        for (String text : List.of("CgroupParent", "CpusetCpus", "CpusetMems", "PidMode", "UTSMode", "UsernsMode")) {
            config.addProperty(text, "");
        }
        config.addProperty("NetworkMode", "none");
        config.addProperty("IpcMode", "private");
        config.addProperty("CgroupnsMode", "private");
        config.addProperty("ShmSize", 64 << 20);
        config.add("PidsLimit", JsonNull.INSTANCE);
        config.add("MaskedPaths", strings(spec.linux().maskedPaths()));
        config.add("ReadonlyPaths", strings(spec.linux().readonlyPaths()));
        return config;
    }

    private JsonObject graphDriver() {
        JsonObject data = new JsonObject();
        data.addProperty(
                "LowerDir",
                String.join(
                        ":",
                        record.layers().stream()
                                .map(ContainerRecord.Lower::tree)
                                .toList()));
        data.addProperty("UpperDir", path(Launching.UPPER));
        data.addProperty("WorkDir", path(Launching.WORK));
        JsonObject driver = new JsonObject();
        driver.addProperty("Name", "overlay");
        driver.add("Data", data);
        return driver;
    }

    private JsonArray mounts() {
        JsonArray mounts = new JsonArray();
        for (MountPoint point : record.mounts()) {
            JsonObject mount = new JsonObject();
            mount.addProperty("Type", point.type());
            if (!point.name().isEmpty()) {
                mount.addProperty("Name", point.name());
                mount.addProperty("Driver", "local");
            }
            mount.addProperty("Source", point.source());
            mount.addProperty("Destination", point.target());
            mount.addProperty("Mode", point.writable() ? "" : "ro");
            mount.addProperty("RW", point.writable());
            mount.addProperty("Propagation", point.type().equals("bind") ? "rprivate" : "");
            mounts.add(mount);
        }
        return mounts;
    }

    private JsonObject config() {
        ProcessSpec process = spec.process();
        ContainerRecord.Streams streams = record.streams();
        JsonObject config = new JsonObject();
        config.addProperty("Hostname", orEmpty(spec.hostname()));
        config.addProperty("Domainname", orEmpty(spec.domainname()));
        config.addProperty("User", process.user().uid() + ":" + process.user().gid());
        config.addProperty("AttachStdin", streams.stdin());
        config.addProperty("AttachStdout", streams.stdout());
        config.addProperty("AttachStderr", streams.stderr());
        config.addProperty("Tty", streams.tty());
        config.addProperty("OpenStdin", streams.interactive());
        config.addProperty("StdinOnce", streams.interactive() && streams.stdin());
        config.add("Env", strings(process.env()));
        config.add("Cmd", strings(process.args()));
        config.addProperty("Image", record.image());
        config.addProperty("WorkingDir", process.cwd());
        config.add("Entrypoint", JsonNull.INSTANCE);
        config.add("Labels", strings(record.labels()));
        config.addProperty("StopSignal", new Signal(record.lifecycle().stopSignal()).name());
        config.addProperty("StopTimeout", record.lifecycle().stopTimeout());
        config.add("Healthcheck", health(record.health()));
        config.addProperty("Isolation", record.preset().toString());
        return config;
    }

    private static JsonElement health(@Nullable HealthCheck health) {
        if (health == null) {
            return JsonNull.INSTANCE;
        }
        JsonObject document = new JsonObject();
        if (health.test() != null) {
            document.add("Test", strings(health.test()));
        }
        document.addProperty("Interval", health.interval());
        document.addProperty("Timeout", health.timeout());
        document.addProperty("StartPeriod", health.startPeriod());
        document.addProperty("StartInterval", health.startInterval());
        document.addProperty("Retries", health.retries());
        return document;
    }

    private static JsonObject networks() {
        JsonObject settings = new JsonObject();
        settings.add("Ports", new JsonObject());
        settings.add("Networks", new JsonObject());
        settings.addProperty("IPAddress", "");
        return settings;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static JsonArray strings(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static JsonObject strings(Map<String, String> values) {
        JsonObject object = new JsonObject();
        values.forEach(object::addProperty);
        return object;
    }
}
