package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.run.RequestReader;
import dev.hull.cli.run.ResourcesReader;
import dev.hull.cli.run.RunOptions;
import dev.hull.container.ResourceLimits;
import dev.hull.container.RestartPolicy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code hull update}. */
public final class UpdateVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "update",
                "CONTAINER...",
                "change the limits of containers",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of(
                        Subject.of("Resources", updatable()),
                        Subject.of(
                                "Life",
                                Option.text(
                                        0, "restart", "POLICY", "no, on-failure[:MAXIMUM], always, unless-stopped"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Changes limits of running containers at once, and of all for their later starts. What is not named stays.\
                """,
                List.of("hull update" + " -m 512m" + " --cpus" + " 1 web", "More memory," + " one CPU."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        ResourceLimits limits = ResourcesReader.limits(arguments, invocation);
        RestartPolicy restart = restart(arguments);
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            container.update(limits, restart);
            return reference;
        });
    }

    private static @Nullable RestartPolicy restart(Arguments arguments) {
        String policy = arguments.text("restart");
        try {
            return policy == null ? null : RequestReader.restart(policy);
        } catch (IllegalArgumentException e) {
            throw new UsageException("update: --restart " + policy + ": " + e.getMessage());
        }
    }

    /** Those of run that docker update has too. */
    private static Option[] updatable() {
        Set<String> names = Set.of(
                "blkio-weight",
                "cpu-period",
                "cpu-quota",
                "cpu-rt-period",
                "cpu-rt-runtime",
                "cpu-shares",
                "cpus",
                "cpuset-cpus",
                "cpuset-mems",
                "memory",
                "memory-reservation",
                "memory-swap",
                "pids-limit");
        return RunOptions.resources().options().stream()
                .filter(option -> names.contains(option.name()))
                .toArray(Option[]::new);
    }
}
