package dev.hull.cli.run;

import dev.hull.cli.option.UsageException;
import dev.hull.cli.value.Sizes;
import dev.hull.container.HealthCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code --health-*} options: kept with the container, performed by the agent. */
final class HealthReader {
    private static final List<String> OPTIONS = List.of(
            "health-cmd",
            "health-interval",
            "health-timeout",
            "health-retries",
            "health-start-period",
            "health-start-interval");

    private HealthReader() {}

    static void read(RequestReader reader) {
        boolean none = reader.arguments.flag("no-healthcheck");
        boolean any = false;
        for (String option : OPTIONS) {
            any |= reader.arguments.has(option);
        }
        if (none && any) {
            throw new UsageException("--no-healthcheck and --health-... exclude one another");
        }
        if (none) {
            reader.request.health(new HealthCheck(List.of("NONE"), null, null, null, null, null));
        } else if (any) {
            String command = reader.arguments.text("health-cmd");
            reader.request.health(new HealthCheck(
                    command == null ? null : List.of("CMD-SHELL", command),
                    duration(reader, "health-interval"),
                    duration(reader, "health-timeout"),
                    duration(reader, "health-start-period"),
                    duration(reader, "health-start-interval"),
                    retries(reader)));
        }
    }

    private static @Nullable Long duration(RequestReader reader, String option) {
        Long[] found = new Long[1];
        reader.text(option, text -> {
            found[0] = Sizes.duration(text);
            if (found[0] != 0 && found[0] < 1_000_000) {
                throw new IllegalArgumentException("less than a millisecond is too short");
            }
        });
        return found[0];
    }

    private static @Nullable Integer retries(RequestReader reader) {
        Integer[] found = new Integer[1];
        reader.text("health-retries", text -> found[0] = Sizes.number(text, 0, Integer.MAX_VALUE));
        return found[0];
    }
}
