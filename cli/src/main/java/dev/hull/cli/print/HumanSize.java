package dev.hull.cli.print;

/** Numbers of bytes as docker prints them: disk in powers of 1000, memory in powers of 1024. */
public final class HumanSize {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private HumanSize() {}

    /** Three significant digits: {@code 1.09kB}, {@code 12.3MB}. */
    public static String decimal(long bytes) {
        return of(bytes, 1000, DECIMAL, 3);
    }

    /** Four significant digits: {@code 7.609GiB}. */
    public static String binary(long bytes) {
        return of(bytes, 1024, BINARY, 4);
    }

    private static String of(long bytes, int base, String[] units, int digits) {
        double value = bytes;
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        return significant(value, digits) + units[unit];
    }

    /** As {@code %.Ng}: N significant digits, no trailing zeros. */
    static String significant(double value, int digits) {
        java.math.BigDecimal rounded = new java.math.BigDecimal(value)
                .round(new java.math.MathContext(digits, java.math.RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
