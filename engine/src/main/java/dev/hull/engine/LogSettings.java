package dev.hull.engine;

import dev.hull.container.LifecycleOptions;
import java.util.Map;

/** What {@code --log-driver} and {@code --log-opt} ask for. */
final class LogSettings {
    private LogSettings() {}

    static ContainerRecord.Log of(LifecycleOptions options) {
        String driver = options.logDriver() == null ? "json-file" : options.logDriver();
        switch (driver) {
            case "json-file", "local", "none" -> {}
            default ->
                throw invalid(
                        "--log-driver " + driver, "this driver is not available", "choose json-file, local or none");
        }
        long bytes = 0;
        int segments = 1;
        for (Map.Entry<String, String> option : options.logOptions().entrySet()) {
            switch (option.getKey()) {
                case "max-size" -> bytes = size(option.getValue());
                case "max-file" -> segments = count(option.getValue());
                default ->
                    throw invalid(
                            "--log-opt " + option.getKey(),
                            "this option is not available",
                            "choose max-size or max-file");
            }
        }
        if (segments > 1 && bytes == 0) {
            throw invalid("--log-opt max-file=" + segments, "it needs max-size too", "add --log-opt max-size=10m");
        }
        return new ContainerRecord.Log(driver, bytes, segments);
    }

    /** Digits and one of {@code k}, {@code m}, {@code g}, powers of 1000 as docker's log options have it. */
    private static long size(String text) {
        int digits = text.length();
        while (digits > 0 && !Character.isDigit(text.charAt(digits - 1))) {
            digits--;
        }
        long number = KernelFile.number(text.substring(0, digits));
        long unit = switch (text.substring(digits).toLowerCase(java.util.Locale.ROOT)) {
            case "", "b" -> 1;
            case "k", "kb" -> 1_000;
            case "m", "mb" -> 1_000_000;
            case "g", "gb" -> 1_000_000_000;
            default -> -1;
        };
        if (text.equals("-1")) {
            return 0;
        }
        if (number <= 0 || unit < 0 || number > Long.MAX_VALUE / unit) {
            throw invalid("--log-opt max-size=" + text, "that is no size", "write 10m, 500k or 1g");
        }
        return number * unit;
    }

    private static int count(String text) {
        long number = KernelFile.number(text);
        if (number < 1 || number > 10_000) {
            throw invalid("--log-opt max-file=" + text, "that is no number of 1 to 10000", "");
        }
        return (int) number;
    }

    private static HullException invalid(String option, String reason, String advice) {
        return new HullException.Invalid("use", option, reason, advice);
    }
}
