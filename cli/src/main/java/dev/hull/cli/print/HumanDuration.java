package dev.hull.cli.print;

/** Spans of time in docker's words: {@code 3 minutes}, {@code About an hour}, {@code 2 weeks}. */
public final class HumanDuration {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private HumanDuration() {}

    /** @param seconds rounded towards zero by the caller; a negative span is told as none */
    public static String of(long seconds) {
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < MINUTE) {
            return seconds + " seconds";
        }
        long minutes = seconds / MINUTE;
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        // From here on to the nearest hour.
        long hours = (seconds + HOUR / 2) / HOUR;
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return seconds / DAY / 365 + " years";
    }
}
