package dev.hull.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.hull.container.MountRequest;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import dev.hull.container.ResourceLimits;
import dev.hull.container.RunRequest;
import dev.hull.container.SecurityOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Docker's HostConfig of a request, as far as it differs from docker's defaults. */
final class HostConfig {
    /** Docker's names for where namespaces come from. */
    private static final Map<Namespace, String> NAMES = Map.of(
            Namespace.NET, "NetworkMode",
            Namespace.PID, "PidMode",
            Namespace.IPC, "IpcMode",
            Namespace.UTS, "UTSMode",
            Namespace.USER, "UsernsMode",
            Namespace.CGROUP, "CgroupnsMode");

    private final JsonObject json = new JsonObject();

    private HostConfig() {}

    static JsonObject of(RunRequest request) {
        HostConfig config = new HostConfig();
        config.mounts(request.files().mounts());
        config.strings("VolumesFrom", request.files().volumesFrom());
        config.limits(request.resources());
        config.security(request.security());
        config.namespaces(request);
        config.strings("Dns", request.network().dns());
        config.strings("DnsOptions", request.network().dnsOptions());
        config.strings("DnsSearch", request.network().dnsSearch());
        config.strings("ExtraHosts", request.network().extraHosts());
        config.strings("GroupAdd", request.program().groups());
        config.number("OomScoreAdj", request.program().oomScoreAdj());
        config.flag("Init", request.program().init());
        config.flag("ReadonlyRootfs", request.files().readOnly());
        config.number("ShmSize", request.files().shmSize());
        return config.json;
    }

    private void mounts(List<MountRequest> mounts) {
        JsonArray binds = new JsonArray();
        JsonObject tmpfs = new JsonObject();
        for (MountRequest mount : mounts) {
            if (mount.type() == MountRequest.Type.TMPFS) {
                tmpfs.addProperty(mount.target(), mount.options());
            } else if (mount.source() != null) {
                binds.add(mount.source() + ':' + mount.target() + (mount.readOnly() ? ":ro" : ""));
            }
        }
        if (!binds.isEmpty()) {
            json.add("Binds", binds);
        }
        if (tmpfs.size() > 0) {
            json.add("Tmpfs", tmpfs);
        }
    }

    private void limits(ResourceLimits limits) {
        text("CgroupParent", limits.cgroupParent());
        number("Memory", limits.memory());
        number("MemorySwap", limits.memorySwap());
        number("MemoryReservation", limits.memoryReservation());
        number("MemorySwappiness", limits.memorySwappiness());
        flag("OomKillDisable", limits.oomKillDisable());
        number("NanoCpus", limits.nanoCpus());
        number("CpuShares", limits.cpuShares());
        number("CpuQuota", limits.cpuQuota());
        number("CpuPeriod", limits.cpuPeriod());
        number("CpuRealtimePeriod", limits.cpuRealtimePeriod());
        number("CpuRealtimeRuntime", limits.cpuRealtimeRuntime());
        text("CpusetCpus", limits.cpusetCpus());
        text("CpusetMems", limits.cpusetMems());
        number("PidsLimit", limits.pidsLimit());
        number("BlkioWeight", limits.blkioWeight());
    }

    /** The limits of an update over those that are there. */
    static void update(JsonObject hostConfig, ResourceLimits limits) {
        HostConfig changed = new HostConfig();
        changed.limits(limits);
        changed.json.entrySet().forEach(entry -> hostConfig.add(entry.getKey(), entry.getValue()));
    }

    private void security(SecurityOptions security) {
        flag("Privileged", security.privileged());
        strings("CapAdd", security.capabilitiesAdded());
        strings("CapDrop", security.capabilitiesDropped());
        JsonArray options = new JsonArray();
        if (security.seccomp() != null) {
            options.add("seccomp=" + security.seccomp());
        }
        if (security.noNewPrivileges()) {
            options.add("no-new-privileges");
        }
        if (security.apparmor() != null) {
            options.add("apparmor=" + security.apparmor());
        }
        security.selinuxLabels().forEach(label -> options.add("label=" + label));
        if (!options.isEmpty()) {
            json.add("SecurityOpt", options);
        }
        if (!security.sysctls().isEmpty()) {
            JsonObject sysctls = new JsonObject();
            security.sysctls().forEach(sysctls::addProperty);
            json.add("Sysctls", sysctls);
        }
    }

    private void namespaces(RunRequest request) {
        NAMES.forEach((type, name) -> mode(name, request.namespaces().modes().get(type)));
    }

    private void mode(String name, @Nullable NamespaceMode mode) {
        if (mode != null) {
            String word = mode.kind().name().toLowerCase(Locale.ROOT);
            text(name, mode.target().isEmpty() ? word : word + ':' + mode.target());
        }
    }

    /** The namespaces that are another container's. */
    static Map<Namespace, NamespaceMode> joinedContainers(JsonObject hostConfig) {
        Map<Namespace, NamespaceMode> joined = new EnumMap<>(Namespace.class);
        NAMES.forEach((type, name) -> {
            if (hostConfig.has(name) && hostConfig.get(name).getAsString().startsWith("container:")) {
                String target = hostConfig.get(name).getAsString().substring("container:".length());
                joined.put(type, new NamespaceMode(NamespaceMode.Kind.CONTAINER, target));
            }
        });
        return joined;
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            json.addProperty(name, value);
        }
    }

    private void number(String name, @Nullable Number value) {
        if (value != null) {
            json.addProperty(name, value);
        }
    }

    private void flag(String name, boolean value) {
        if (value) {
            json.addProperty(name, true);
        }
    }

    private void strings(String name, List<String> values) {
        if (!values.isEmpty()) {
            JsonArray array = new JsonArray();
            values.forEach(array::add);
            json.add(name, array);
        }
    }
}
