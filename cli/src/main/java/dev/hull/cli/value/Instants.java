package dev.hull.cli.value;

import dev.hull.cli.print.HumanDuration;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Moments as docker reads and prints them. */
public final class Instants {
    private static final DateTimeFormatter LISTED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z zzz", Locale.ROOT);
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", Locale.ROOT);

    private Instants() {}

    /** {@code 2026-01-31 12:00:00 +0000 UTC}, in the zone of the caller. */
    public static String listed(Instant moment) {
        return LISTED.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** {@code 2026-01-31T12:00:00.000000000Z}: RFC 3339 with all nine digits. */
    public static String nanos(Instant moment) {
        return NANOS.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** {@code 3 minutes ago}. */
    public static String ago(@Nullable Instant moment, Instant now) {
        return moment == null ? "" : HumanDuration.of(now.getEpochSecond() - moment.getEpochSecond()) + " ago";
    }

    /**
     * {@code --since} and {@code --until}: RFC 3339 with or without zone, a date, seconds since 1970 with decimals, or a
     * duration back from now.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static Instant parse(String text, Instant now) {
        try {
            if (text.indexOf('T') > 0) {
                return text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d")
                        ? OffsetDateTime.parse(text).toInstant()
                        : LocalDateTime.parse(text)
                                .atZone(ZoneId.systemDefault())
                                .toInstant();
            }
            if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
                return LocalDate.parse(text)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant();
            }
            if (text.matches("\\d+(\\.\\d{1,9})?")) {
                int dot = text.indexOf('.');
                long seconds = Long.parseLong(dot < 0 ? text : text.substring(0, dot));
                String nanos = dot < 0 ? "0" : (text.substring(dot + 1) + "000000000").substring(0, 9);
                return Instant.ofEpochSecond(seconds, Long.parseLong(nanos));
            }
            return now.minusNanos(Sizes.duration(text));
        } catch (DateTimeException | NumberFormatException _) {
            throw new IllegalArgumentException(expected());
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(expected());
        }
    }

    private static String expected() {
        return "a time like 2026-01-31T12:00:00Z, a number of seconds since 1970 or a duration like 42m is expected";
    }
}
