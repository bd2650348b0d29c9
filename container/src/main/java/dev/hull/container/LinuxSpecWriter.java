package dev.hull.container;

import com.google.gson.stream.JsonWriter;
import dev.hull.container.device.DeviceNode;
import dev.hull.container.device.DeviceRule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the {@code linux} object of config.json. */
final class LinuxSpecWriter {
    private final JsonWriter json;

    LinuxSpecWriter(JsonWriter json) {
        this.json = json;
    }

    void write(LinuxSpec linux) throws IOException {
        json.beginObject();
        json.name("namespaces").beginArray();
        for (LinuxSpec.NamespaceSpec namespace : linux.namespaces()) {
            json.beginObject();
            json.name("type").value(namespace.type().ociName());
            json.name("path").value(namespace.path());
            json.endObject();
        }
        json.endArray();
        mappings("uidMappings", linux.uidMappings());
        mappings("gidMappings", linux.gidMappings());
        timeOffsets(linux.timeOffsets());
        devices(linux.devices());
        json.name("cgroupsPath").value(linux.cgroupsPath());
        json.name("rootfsPropagation").value(linux.rootfsPropagation());
        json.name("mountLabel").value(linux.mountLabel());
        map("sysctl", linux.sysctl());
        json.name("resources");
        resources(linux.resources());
        if (linux.seccomp() != null) {
            json.name("seccomp").jsonValue(linux.seccomp());
        }
        texts("maskedPaths", linux.maskedPaths());
        texts("readonlyPaths", linux.readonlyPaths());
        json.endObject();
    }

    private void mappings(String name, List<IdMapping> mappings) throws IOException {
        if (mappings.isEmpty()) {
            return;
        }
        json.name(name).beginArray();
        for (IdMapping mapping : mappings) {
            json.beginObject();
            json.name("containerID").value(mapping.containerId());
            json.name("hostID").value(mapping.hostId());
            json.name("size").value(mapping.size());
            json.endObject();
        }
        json.endArray();
    }

    private void timeOffsets(Map<String, TimeOffset> offsets) throws IOException {
        if (offsets.isEmpty()) {
            return;
        }
        json.name("timeOffsets").beginObject();
        for (Map.Entry<String, TimeOffset> offset : offsets.entrySet()) {
            json.name(offset.getKey()).beginObject();
            json.name("secs").value(offset.getValue().seconds());
            json.name("nanosecs").value(offset.getValue().nanoseconds());
            json.endObject();
        }
        json.endObject();
    }

    private void devices(List<DeviceNode> devices) throws IOException {
        if (devices.isEmpty()) {
            return;
        }
        json.name("devices").beginArray();
        for (DeviceNode device : devices) {
            json.beginObject();
            json.name("path").value(device.path());
            json.name("type").value(String.valueOf(device.type().letter()));
            json.name("major").value(device.major());
            json.name("minor").value(device.minor());
            json.name("fileMode").value(device.mode());
            json.name("uid").value(Integer.toUnsignedLong(device.uid()));
            json.name("gid").value(Integer.toUnsignedLong(device.gid()));
            json.endObject();
        }
        json.endArray();
    }

    private void resources(ResourcesSpec resources) throws IOException {
        json.beginObject();
        json.name("devices").beginArray();
        for (DeviceRule rule : resources.devices()) {
            json.beginObject();
            json.name("allow").value(rule.allow());
            json.name("type").value(String.valueOf(rule.type().letter()));
            number("major", rule.major());
            number("minor", rule.minor());
            json.name("access").value(rule.access().toString());
            json.endObject();
        }
        json.endArray();
        memory(resources.memory());
        cpu(resources.cpu());
        if (resources.pids() != null) {
            json.name("pids").beginObject();
            json.name("limit").value(resources.pids());
            json.endObject();
        }
        blockIo(resources.blockIO());
        map("unified", resources.unified());
        json.endObject();
    }

    private void number(String name, int number) throws IOException {
        if (number != DeviceRule.ANY) {
            json.name(name).value(number);
        }
    }

    private void memory(ResourcesSpec.@Nullable Memory memory) throws IOException {
        if (memory == null) {
            return;
        }
        json.name("memory").beginObject();
        json.name("limit").value(memory.limit());
        json.name("reservation").value(memory.reservation());
        json.name("swap").value(memory.swap());
        json.name("swappiness").value(memory.swappiness());
        if (memory.disableOOMKiller()) {
            json.name("disableOOMKiller").value(true);
        }
        json.endObject();
    }

    private void cpu(ResourcesSpec.@Nullable Cpu cpu) throws IOException {
        if (cpu == null) {
            return;
        }
        json.name("cpu").beginObject();
        json.name("shares").value(cpu.shares());
        json.name("quota").value(cpu.quota());
        json.name("period").value(cpu.period());
        json.name("realtimeRuntime").value(cpu.realtimeRuntime());
        json.name("realtimePeriod").value(cpu.realtimePeriod());
        json.name("cpus").value(cpu.cpus());
        json.name("mems").value(cpu.mems());
        json.endObject();
    }

    private void blockIo(ResourcesSpec.@Nullable BlockIo blockIo) throws IOException {
        if (blockIo == null) {
            return;
        }
        json.name("blockIO").beginObject();
        json.name("weight").value(blockIo.weight());
        json.name("weightDevice").beginArray();
        for (ResourcesSpec.WeightDevice device : blockIo.weightDevice()) {
            json.beginObject();
            json.name("major").value(device.major());
            json.name("minor").value(device.minor());
            json.name("weight").value(device.weight());
            json.endObject();
        }
        json.endArray();
        throttles("throttleReadBpsDevice", blockIo.throttleReadBpsDevice());
        throttles("throttleWriteBpsDevice", blockIo.throttleWriteBpsDevice());
        throttles("throttleReadIOPSDevice", blockIo.throttleReadIOPSDevice());
        throttles("throttleWriteIOPSDevice", blockIo.throttleWriteIOPSDevice());
        json.endObject();
    }

    private void throttles(String name, List<ResourcesSpec.Throttle> throttles) throws IOException {
        json.name(name).beginArray();
        for (ResourcesSpec.Throttle throttle : throttles) {
            json.beginObject();
            json.name("major").value(throttle.major());
            json.name("minor").value(throttle.minor());
            json.name("rate").value(throttle.rate());
            json.endObject();
        }
        json.endArray();
    }

    private void texts(String name, List<String> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        json.name(name).beginArray();
        for (String text : texts) {
            json.value(text);
        }
        json.endArray();
    }

    private void map(String name, Map<String, String> map) throws IOException {
        if (map.isEmpty()) {
            return;
        }
        json.name(name).beginObject();
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
    }
}
