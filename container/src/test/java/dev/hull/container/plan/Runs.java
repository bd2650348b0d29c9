package dev.hull.container.plan;

import dev.hull.container.RunRequest;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.launch.capsule.Capsule;
import dev.hull.linux.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Performs plans by the capsule, as {@code hull run} does. */
final class Runs {
    private final Path directory;
    private final Path capsule;

    Runs(Path directory) throws IOException {
        this.directory = directory;
        this.capsule = directory.resolve("capsule");
        Files.write(capsule, Capsule.file(Plans.architecture()));
        Files.setPosixFilePermissions(capsule, PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    /** Facts for one run with an id and directories of its own. */
    Plans plans() {
        byte[] random = new byte[32];
        ThreadLocalRandom.current().nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        Plans plans = new Plans(directory.resolve(id.substring(0, 12)));
        plans.id = id;
        return plans;
    }

    Outcome run(Plans plans, RunRequest request) throws IOException, InterruptedException {
        return run(plans, plans.plan(request), "");
    }

    Outcome run(Plans plans, LaunchPlan plan, String input, String... before) throws IOException, InterruptedException {
        Process process = start(plans, plan, before);
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 30 seconds");
        }
        return told(new Outcome(process.exitValue(), output, Files.readString(errors(plans))), plan);
    }

    /** The client, with pipes for its streams; its stderr goes to a file. */
    Process start(Plans plans, LaunchPlan plan, String... before) throws IOException {
        Path table = plans.run().resolve("plan");
        Files.write(table, PlanTable.write(plan, Plans.architecture()));
        List<String> command = new ArrayList<>(List.of(before));
        command.add(capsule.toString());
        command.add(table.toString());
        return new ProcessBuilder(command).redirectError(errors(plans).toFile()).start();
    }

    private static Path errors(Plans plans) {
        return plans.run().resolve("errors");
    }

    /** A failed step in words: {@code _why ID STEP ERRNO} is what the plans here execute echo with. */
    private static Outcome told(Outcome outcome, LaunchPlan plan) {
        int why = outcome.output().lastIndexOf("_why ");
        if (why < 0) {
            return outcome;
        }
        String[] words = outcome.output().substring(why).strip().split(" ");
        String step = plan.steps().get(Integer.parseInt(words[2])).why();
        String errno = Errno.of(Integer.parseInt(words[3])).map(Errno::name).orElse(words[3]);
        return new Outcome(125, outcome.output().substring(0, why), "step " + words[2] + ": " + step + ": " + errno);
    }

    Path capsule() {
        return capsule;
    }
}
