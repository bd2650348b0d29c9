package dev.hull.cli.run;

import dev.hull.cli.value.Sizes;
import dev.hull.container.MountRequest;
import dev.hull.container.MountRequest.Recursion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code --mount}: one line of comma-separated fields {@code key[=value]}, quoted as in CSV. */
final class MountFields {
    private MountRequest.Type type = MountRequest.Type.VOLUME;
    private @Nullable String source;
    private @Nullable String target;
    private boolean readOnly;
    private @Nullable String propagation;
    private Recursion recursion = Recursion.ENABLED;
    private boolean createSource;
    private boolean noCopy;
    private @Nullable String subpath;
    private @Nullable String driver;
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable Long tmpfsSize;
    private @Nullable Integer tmpfsMode;
    private final List<String> kinds = new ArrayList<>();

    private MountFields() {}

    static MountRequest parse(String text) {
        MountFields fields = new MountFields();
        for (String field : csv(text)) {
            int equals = field.indexOf('=');
            fields.set(
                    equals < 0 ? field : field.substring(0, equals), equals < 0 ? null : field.substring(equals + 1));
        }
        return fields.request();
    }

    private void set(String key, @Nullable String value) {
        switch (key) {
            case "type" -> type = type(need(key, value));
            case "source", "src" -> source = need(key, value);
            case "target", "dst", "destination" -> target = MountSyntax.target(need(key, value));
            case "readonly", "ro" -> readOnly = truth(key, value);
            case "bind-propagation" -> propagation = of("bind", propagation(need(key, value)));
            case "bind-nonrecursive" -> recursion = of("bind", truth(key, value) ? Recursion.DISABLED : recursion);
            case "bind-recursive" -> recursion = of("bind", recursion(need(key, value)));
            case "bind-create-src" -> createSource = of("bind", truth(key, value));
            case "volume-nocopy" -> noCopy = of("volume", truth(key, value));
            case "volume-subpath" -> subpath = of("volume", need(key, value));
            case "volume-driver" -> driver = of("volume", need(key, value));
            case "volume-opt" -> put(driverOptions, of("volume", need(key, value)));
            case "volume-label" -> put(labels, of("volume", need(key, value)));
            case "tmpfs-size" -> tmpfsSize = of("tmpfs", Sizes.bytes(need(key, value)));
            case "tmpfs-mode" -> tmpfsMode = of("tmpfs", octal(need(key, value)));
            case "consistency" ->
                throw new IllegalArgumentException("consistency is refused: mounts are always consistent on Linux");
            default -> throw new IllegalArgumentException("unknown field \"" + key + "\"");
        }
    }

    /** Remembers which type of mount a field is for. */
    private <T> T of(String kind, T value) {
        kinds.add(kind);
        return value;
    }

    private MountRequest request() {
        String where = target;
        if (where == null) {
            throw new IllegalArgumentException("there is no target=DIR");
        }
        String word = type.name().toLowerCase(java.util.Locale.ROOT);
        for (String kind : kinds) {
            if (!kind.equals(word)) {
                throw new IllegalArgumentException("a field for type=" + kind + " is in a mount of type=" + word);
            }
        }
        if (type == MountRequest.Type.BIND && source == null) {
            throw new IllegalArgumentException("type=bind needs source=PATH");
        }
        if (type == MountRequest.Type.TMPFS && source != null) {
            throw new IllegalArgumentException("type=tmpfs has no source");
        }
        return new MountRequest(
                type,
                type == MountRequest.Type.BIND && source != null ? MountSyntax.absolute(source) : source,
                where,
                readOnly,
                createSource,
                propagation,
                recursion,
                noCopy,
                subpath,
                driver,
                driverOptions,
                labels,
                tmpfsSize,
                tmpfsMode,
                "");
    }

    private static MountRequest.Type type(String word) {
        return switch (word) {
            case "bind" -> MountRequest.Type.BIND;
            case "volume" -> MountRequest.Type.VOLUME;
            case "tmpfs" -> MountRequest.Type.TMPFS;
            default ->
                throw new IllegalArgumentException("type=" + word + " is refused: there are bind, volume and tmpfs");
        };
    }

    private static Recursion recursion(String word) {
        return switch (word) {
            case "enabled", "true" -> Recursion.ENABLED;
            case "disabled", "false" -> Recursion.DISABLED;
            case "writable" -> Recursion.WRITABLE;
            case "readonly" -> Recursion.READONLY;
            default ->
                throw new IllegalArgumentException(
                        "bind-recursive=" + word + ": enabled, disabled, writable or readonly is expected");
        };
    }

    private static String propagation(String word) {
        return switch (word) {
            case "shared", "rshared", "slave", "rslave", "private", "rprivate" -> word;
            default ->
                throw new IllegalArgumentException("bind-propagation=" + word + ": there is no such propagation");
        };
    }

    private static int octal(String text) {
        try {
            int mode = Integer.parseInt(text, 8);
            if (mode >= 0 && mode <= 07777) {
                return mode;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IllegalArgumentException("tmpfs-mode=" + text + ": octal permission bits like 1777 are expected");
    }

    private static void put(Map<String, String> map, String text) {
        int equals = text.indexOf('=');
        map.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
    }

    private static String need(String key, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(key + " needs a value: " + key + "=...");
        }
        return value;
    }

    private static boolean truth(String key, @Nullable String value) {
        return switch (value) {
            case null -> true;
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(key + "=" + value + ": true or false is expected");
        };
    }

    /** The fields of one CSV record (RFC 4180): a field in double quotes may contain commas, and "" for a quote. */
    static List<String> csv(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
