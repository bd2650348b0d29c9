package dev.hull.cli.run;

import dev.hull.cli.value.Sizes;
import dev.hull.container.PosixRlimit;
import dev.hull.linux.Rlimit;

/** Capabilities, filters, labels, kernel parameters, limits of processes. */
final class PowersReader {
    private final RequestReader reader;

    PowersReader(RequestReader reader) {
        this.reader = reader;
    }

    void read() {
        reader.flag("privileged", reader.request::privileged);
        reader.each("cap-add", reader.request::addCapability);
        reader.each("cap-drop", reader.request::dropCapability);
        reader.each("security-opt", this::securityOption);
        reader.each("device-cgroup-rule", reader.request::deviceCgroupRule);
        reader.each("sysctl", text -> RequestReader.pair(text, reader.request::sysctl));
        reader.each("ulimit", text -> reader.request.rlimit(rlimit(text)));
        reader.text("oom-score-adj", text -> reader.request.oomScoreAdj(Sizes.number(text, -1000, 1000)));
    }

    /** {@code name=value}; docker's older spelling has a colon. */
    private void securityOption(String text) {
        int cut = text.indexOf('=');
        if (cut < 0) {
            cut = text.indexOf(':');
        }
        String name = cut < 0 ? text : text.substring(0, cut);
        String value = cut < 0 ? "" : text.substring(cut + 1);
        switch (name) {
            case "no-new-privileges" -> reader.request.noNewPrivileges(truth(value));
            case "seccomp" -> {
                boolean word = value.equals("unconfined") || value.equals("builtin");
                reader.request.seccomp(word ? value : MountSyntax.absolute(need(value)));
            }
            case "apparmor" -> reader.request.apparmor(need(value));
            case "label" -> reader.request.securityLabel(need(value));
            case "systempaths" -> {
                if (!value.equals("unconfined")) {
                    throw new IllegalArgumentException("systempaths=unconfined is expected");
                }
                reader.request.unconfinedSystemPaths(true);
            }
            default ->
                throw new IllegalArgumentException(
                        "there is no such option; there are seccomp, no-new-privileges, apparmor, label, systempaths");
        }
    }

    private static String need(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a value is missing");
        }
        return value;
    }

    private static boolean truth(String value) {
        return switch (value) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }

    /** {@code nofile=1024:2048}; -1 and {@code unlimited} for none. */
    static PosixRlimit rlimit(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("NAME=SOFT[:HARD] is expected");
        }
        String[] values = text.substring(equals + 1).split(":", -1);
        if (values.length > 2) {
            throw new IllegalArgumentException("NAME=SOFT[:HARD] is expected");
        }
        String name = text.substring(0, equals);
        Rlimit resource = Rlimit.byName(name)
                .orElseThrow(() -> new IllegalArgumentException("setrlimit(2) knows no resource \"" + name + "\""));
        long soft = limit(values[0]);
        return new PosixRlimit(resource, soft, values.length == 2 ? limit(values[1]) : soft);
    }

    private static long limit(String text) {
        if (text.equals("unlimited")) {
            return Rlimit.RLIM_INFINITY;
        }
        long value = Sizes.number(text);
        if (value < -1) {
            throw new IllegalArgumentException("a limit is a number from 0 on, or -1 for none");
        }
        return value;
    }
}
