package dev.hull.cli.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, sizes and durations as docker's users write them. Errors are IllegalArgumentExceptions that say what is expected. */
public final class Sizes {
    private static final String UNITS = "kmgtp";

    private Sizes() {}

    /** Bytes: {@code 512}, {@code 64k}, {@code 1.5g}, {@code 10MiB}, units in powers of 1024, not negative. */
    public static long bytes(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int end = lower.length();
        while (end > 0 && !Character.isDigit(lower.charAt(end - 1)) && lower.charAt(end - 1) != '.') {
            end--;
        }
        String unit = lower.substring(end).strip();
        int power = unit.isEmpty() || unit.equals("b") ? 0 : UNITS.indexOf(unit.charAt(0)) + 1;
        boolean known = power == 0
                ? unit.isEmpty() || unit.equals("b")
                : unit.length() == 1
                        || unit.substring(1).equals("b")
                        || unit.substring(1).equals("ib");
        BigDecimal number = known ? decimal(lower.substring(0, end).strip()) : null;
        if (number == null || number.signum() < 0) {
            throw new IllegalArgumentException("a size like 512, 64k, 10m or 1.5g is expected");
        }
        BigDecimal bytes =
                number.multiply(BigDecimal.valueOf(1L << (10 * power))).setScale(0, RoundingMode.DOWN);
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("the size is beyond " + Long.MAX_VALUE + " bytes");
        }
        return bytes.longValue();
    }

    /** As {@link #bytes}, and -1. */
    public static long bytesOrUnlimited(String text) {
        return text.equals("-1") ? -1 : bytes(text);
    }

    /** A number with decimals, or null. */
    public static @Nullable BigDecimal decimal(String text) {
        // No exponents: BigDecimal would take 1e999999999.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || c == '.' || (i == 0 && c == '-'))) {
                return null;
            }
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** CPUs in billionths: {@code 1.5}. */
    public static long nanoCpus(String text) {
        BigDecimal cpus = decimal(text);
        if (cpus == null || cpus.signum() < 0) {
            throw new IllegalArgumentException("a number of CPUs like 2 or 0.5 is expected");
        }
        BigDecimal nanos = cpus.movePointRight(9);
        if (nanos.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException("a CPU has no more than a billion parts");
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("there are not so many CPUs");
        }
        return nanos.longValue();
    }

    public static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("a whole number is expected");
        }
    }

    public static int number(String text, int lowest, int highest) {
        long number = number(text);
        if (number < lowest || number > highest) {
            throw new IllegalArgumentException("a number from " + lowest + " to " + highest + " is expected");
        }
        return (int) number;
    }

    /** Nanoseconds: Go's durations {@code 1h30m}, {@code 1.5s}, {@code 100ms}, {@code 0}. */
    public static long duration(String text) {
        if (text.equals("0")) {
            return 0;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            BigDecimal number = decimal(text.substring(from, at));
            int unitFrom = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            long unit = switch (text.substring(unitFrom, at)) {
                case "ns" -> 1L;
                case "us", "\u00b5s", "\u03bcs" -> 1_000L;
                case "ms" -> 1_000_000L;
                case "s" -> 1_000_000_000L;
                case "m" -> 60_000_000_000L;
                case "h" -> 3_600_000_000_000L;
                default -> 0L;
            };
            if (number == null || unit == 0) {
                throw notADuration();
            }
            nanos = nanos.add(number.multiply(BigDecimal.valueOf(unit)));
        }
        if (text.isEmpty() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw notADuration();
        }
        return nanos.longValue();
    }

    private static IllegalArgumentException notADuration() {
        return new IllegalArgumentException("a duration like 30s, 1m30s or 100ms is expected");
    }
}
