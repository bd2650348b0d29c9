package dev.hull.cli.run;

import dev.hull.cli.value.Sizes;
import dev.hull.container.IdMapping;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import dev.hull.container.TimeOffset;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Consumer;

/** Namespaces and networks. */
final class IsolationReader {
    private final RequestReader reader;

    IsolationReader(RequestReader reader) {
        this.reader = reader;
    }

    void read() {
        reader.each("unshare", names -> modes(names, NamespaceMode.PRIVATE));
        reader.each("share", names -> modes(names, NamespaceMode.HOST));
        reader.each("join", this::join);
        mode("pid", Namespace.PID, "private, host or container:NAME");
        mode("ipc", Namespace.IPC, "private, shareable, none, host or container:NAME");
        mode("uts", Namespace.UTS, "private or host");
        mode("userns", Namespace.USER, "private or host");
        mode("cgroupns", Namespace.CGROUP, "private or host");
        reader.text("net", this::network);
        reader.text("network", this::network);
        reader.each("uidmap", text -> reader.request.uidMapping(mapping(text)));
        reader.each("gidmap", text -> reader.request.gidMapping(mapping(text)));
        reader.text("monotonic", text -> reader.request.monotonicOffset(offset(text)));
        reader.text("boottime", text -> reader.request.boottimeOffset(offset(text)));
        reader.each("add-host", reader.request::extraHost);
        reader.each("dns", reader.request::dns);
        reader.each("dns-search", reader.request::dnsSearch);
        Consumer<String> option = reader.request::dnsOption;
        reader.each("dns-option", option);
        reader.each("dns-opt", option);
    }

    private void modes(String names, NamespaceMode mode) {
        for (String name : names.split(",", -1)) {
            reader.request.namespace(Namespace.named(name), mode);
        }
    }

    private void join(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new IllegalArgumentException("NAMESPACE=PID or NAMESPACE=PATH is expected");
        }
        reader.request.namespace(
                Namespace.named(text.substring(0, equals)), NamespaceMode.join(text.substring(equals + 1)));
    }

    private void mode(String option, Namespace namespace, String expected) {
        reader.text(option, word -> {
            NamespaceMode mode = mode(word);
            if (mode == null || !allows(namespace, mode)) {
                throw new IllegalArgumentException(expected + " is expected");
            }
            reader.request.namespace(namespace, mode);
        });
    }

    private static @org.jspecify.annotations.Nullable NamespaceMode mode(String word) {
        if (word.startsWith("container:") && word.length() > "container:".length()) {
            return new NamespaceMode(NamespaceMode.Kind.CONTAINER, word.substring("container:".length()));
        }
        return switch (word) {
            case "private", "" -> NamespaceMode.PRIVATE;
            case "host" -> NamespaceMode.HOST;
            case "none" -> NamespaceMode.NONE;
            case "shareable" -> new NamespaceMode(NamespaceMode.Kind.SHAREABLE, "");
            default -> null;
        };
    }

    private static boolean allows(Namespace namespace, NamespaceMode mode) {
        return switch (mode.kind()) {
            case PRIVATE, HOST -> true;
            case CONTAINER -> namespace == Namespace.PID || namespace == Namespace.IPC;
            case NONE, SHAREABLE -> namespace == Namespace.IPC;
            case PATH -> false;
        };
    }

    private void network(String word) {
        NamespaceMode mode = mode(word);
        if (mode == null || mode.kind() == NamespaceMode.Kind.SHAREABLE || mode.kind() == NamespaceMode.Kind.PRIVATE) {
            throw new IllegalArgumentException(
                    "there are no networks of that kind yet; none, host or container:NAME is expected");
        }
        reader.request.namespace(Namespace.NET, mode);
    }

    private static IdMapping mapping(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("INSIDE:OUTSIDE:COUNT is expected");
        }
        return new IdMapping(Sizes.number(parts[0]), Sizes.number(parts[1]), Sizes.number(parts[2]));
    }

    /** Seconds with up to nine decimals; before zero the nanoseconds still count upwards, as struct timespec has it. */
    private static TimeOffset offset(String text) {
        BigDecimal seconds = Sizes.decimal(text);
        if (seconds == null || seconds.precision() - seconds.scale() > 18) {
            throw new IllegalArgumentException("a number of seconds is expected");
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return new TimeOffset(
                whole.longValueExact(),
                seconds.subtract(whole)
                        .movePointRight(9)
                        .setScale(0, RoundingMode.DOWN)
                        .intValueExact());
    }
}
