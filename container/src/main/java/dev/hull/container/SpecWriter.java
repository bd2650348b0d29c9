package dev.hull.container;

import com.google.gson.stream.JsonWriter;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.ProcessCapabilities;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes config.json: the properties in the runtime-spec's order, absent ones left out. */
public final class SpecWriter {
    private final StringWriter text = new StringWriter(8192);
    private final JsonWriter json = new JsonWriter(text);

    private SpecWriter() {
        json.setIndent("\t");
        json.setHtmlSafe(false);
        json.setSerializeNulls(false);
    }

    /** The text of config.json, pure ASCII where a text holds bytes that are no UTF-8. */
    public static String write(ContainerSpec spec) {
        SpecWriter writer = new SpecWriter();
        try {
            writer.spec(spec);
        } catch (IOException e) {
            // a StringWriter throws none
            throw new UncheckedIOException(e);
        }
        return escapeSurrogates(writer.text.toString());
    }

    private void spec(ContainerSpec spec) throws IOException {
        json.beginObject();
        json.name("ociVersion").value(ContainerSpec.OCI_VERSION);
        json.name("root").beginObject();
        json.name("path").value(spec.root().path());
        json.name("readonly").value(spec.root().readonly());
        json.endObject();
        json.name("mounts").beginArray();
        for (ContainerSpec.Mount mount : spec.mounts()) {
            json.beginObject();
            json.name("destination").value(mount.destination());
            json.name("type").value(mount.type());
            json.name("source").value(mount.source());
            texts("options", mount.options());
            json.endObject();
        }
        json.endArray();
        json.name("process");
        process(spec.process());
        json.name("hostname").value(spec.hostname());
        json.name("domainname").value(spec.domainname());
        map("annotations", spec.annotations());
        json.name("linux");
        new LinuxSpecWriter(json).write(spec.linux());
        json.endObject();
    }

    private void process(ProcessSpec process) throws IOException {
        json.beginObject();
        json.name("terminal").value(process.terminal());
        json.name("user").beginObject();
        json.name("uid").value(process.user().uid());
        json.name("gid").value(process.user().gid());
        json.name("umask").value(process.user().umask());
        json.name("additionalGids").beginArray();
        for (long gid : process.user().additionalGids()) {
            json.value(gid);
        }
        json.endArray();
        json.endObject();
        texts("args", process.args());
        texts("env", process.env());
        json.name("cwd").value(process.cwd());
        ProcessCapabilities capabilities = process.capabilities();
        if (capabilities != null) {
            json.name("capabilities").beginObject();
            set("bounding", capabilities.bounding());
            set("effective", capabilities.effective());
            set("inheritable", capabilities.inheritable());
            set("permitted", capabilities.permitted());
            set("ambient", capabilities.ambient());
            json.endObject();
        }
        json.name("rlimits").beginArray();
        for (PosixRlimit limit : process.rlimits()) {
            json.beginObject();
            json.name("type").value(limit.resource().name());
            json.name("hard").jsonValue(Long.toUnsignedString(limit.hard()));
            json.name("soft").jsonValue(Long.toUnsignedString(limit.soft()));
            json.endObject();
        }
        json.endArray();
        json.name("noNewPrivileges").value(process.noNewPrivileges());
        json.name("apparmorProfile").value(process.apparmorProfile());
        json.name("oomScoreAdj").value(process.oomScoreAdj());
        json.name("selinuxLabel").value(process.selinuxLabel());
        json.endObject();
    }

    private void set(String name, CapabilitySet set) throws IOException {
        texts(name, set.kernelNames());
    }

    private void texts(String name, List<String> texts) throws IOException {
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

    /** A lone surrogate stands for a byte and has no UTF-8: as an escape it survives the file. */
    private static String escapeSurrogates(String text) {
        StringBuilder escaped = null;
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            escaped = escaped == null ? new StringBuilder(text.length() + 64) : escaped;
            escaped.append(text, done, i).append("\\u").append(Integer.toHexString(c));
            done = i + 1;
        }
        return escaped == null
                ? text
                : escaped.append(text, done, text.length()).toString();
    }
}
