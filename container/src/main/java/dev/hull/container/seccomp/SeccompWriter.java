package dev.hull.container.seccomp;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes the runtime-spec's {@code linux.seccomp}. */
public final class SeccompWriter {
    private SeccompWriter() {}

    /** The JSON object, on one line. {@link SeccompReader} reads it back to the same. */
    public static String write(Seccomp seccomp) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            action(json, "defaultAction", "defaultErrnoRet", seccomp.defaultVerdict());
            json.name("architectures").beginArray();
            for (SeccompArchitecture architecture : seccomp.architectures()) {
                json.value(architecture.specName());
            }
            json.endArray();
            if (!seccomp.flags().isEmpty()) {
                json.name("flags").beginArray();
                for (SeccompFlag flag : SeccompFlag.values()) {
                    if (seccomp.flags().contains(flag)) {
                        json.value(flag.specName());
                    }
                }
                json.endArray();
            }
            json.name("syscalls").beginArray();
            for (SeccompRule rule : seccomp.rules()) {
                rule(json, rule);
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory", e);
        }
        return text.toString();
    }

    private static void rule(JsonWriter json, SeccompRule rule) throws IOException {
        json.beginObject().name("names").beginArray();
        for (String name : rule.names()) {
            json.value(name);
        }
        json.endArray();
        action(json, "action", "errnoRet", rule.verdict());
        if (!rule.arguments().isEmpty()) {
            json.name("args").beginArray();
            for (SeccompArgument argument : rule.arguments()) {
                json.beginObject();
                json.name("index").value(argument.index());
                json.name("value").jsonValue(Long.toUnsignedString(argument.value()));
                json.name("valueTwo").jsonValue(Long.toUnsignedString(argument.valueTwo()));
                json.name("op").value(argument.operator().specName());
                json.endObject();
            }
            json.endArray();
        }
        json.endObject();
    }

    private static void action(JsonWriter json, String actionField, String errnoField, Verdict verdict)
            throws IOException {
        json.name(actionField).value(verdict.action().specName());
        if (verdict.action() == SeccompAction.ERRNO || verdict.action() == SeccompAction.TRACE) {
            json.name(errnoField).value(verdict.data());
        }
    }
}
