package dev.hull.conformance.crash;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of the built product in which the JVM and the capsule are started by strace, as {@code STRACE_JVM} and {@code
 * STRACE_CAPSULE} in the environment say.
 */
final class TracedProduct {
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\(");

    private final Path folder;

    private TracedProduct(Path folder) {
        this.folder = folder;
    }

    static TracedProduct in(Path parent) throws IOException {
        Path original = Product.command().getParent();
        Path folder = Files.createDirectories(parent.resolve("traced"));
        Files.createDirectories(folder.resolve("target"));
        Outcome.command(
                        "cp",
                        "-a",
                        original.resolve("target/hull").toString(),
                        folder.resolve("target/hull").toString())
                .succeeded();
        Outcome.command(
                        "cp",
                        "-a",
                        Product.command().toString(),
                        folder.resolve("hull").toString())
                .succeeded();
        TracedProduct product = new TracedProduct(folder);
        Path start = folder.resolve("target/hull/start");
        String program = Files.readAllLines(start).stream()
                .filter(line -> line.startsWith("java="))
                .map(line -> line.substring("java=".length()).replace("'", ""))
                .findFirst()
                .orElseThrow();
        product.shim(folder.resolve("java"), "STRACE_JVM", program);
        Files.writeString(start, "\njava='" + folder.resolve("java") + "'\n", StandardOpenOption.APPEND);
        Files.move(folder.resolve("target/hull/capsule"), folder.resolve("target/hull/capsule.real"));
        product.shim(
                folder.resolve("target/hull/capsule"),
                "STRACE_CAPSULE",
                folder.resolve("target/hull/capsule.real").toString());
        return product;
    }

    private void shim(Path script, String variable, String program) throws IOException {
        Files.writeString(script, "#!/bin/sh\nexec ${" + variable + ":-} '" + program + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs {@code hull} with these words while one process is killed before that call. */
    Outcome killing(Product product, Call call, String... words) {
        String strace = "strace -qq -o /dev/null -e trace=" + call.name() + " -e " + call.injection();
        return switch (call.role()) {
            case WRAPPER_AND_CLIENT -> {
                List<String> line = new ArrayList<>(List.of(strace.split(" ")));
                line.add(folder.resolve("hull").toString());
                line.addAll(List.of(words));
                yield Outcome.of(environment(product, new ProcessBuilder(line), Map.of()), new byte[0]);
            }
            case JVM -> run(product, Map.of("STRACE_JVM", strace + " -f"), words);
            case KEEPER, INIT -> run(product, Map.of("STRACE_CAPSULE", strace + " -f"), words);
        };
    }

    /** Every state-changing call of a run that ends well, in the order made. */
    List<Call> calls(Product product, String... words) throws IOException {
        Path wrapper = product.state().resolve("trace-wrapper");
        Path jvm = product.state().resolve("trace-jvm");
        Path capsule = product.state().resolve("trace-capsule");
        List<String> line = new ArrayList<>(List.of(
                "strace",
                "-qq",
                "-o",
                wrapper.toString(),
                folder.resolve("hull").toString()));
        line.addAll(List.of(words));
        Outcome.of(
                environment(product, new ProcessBuilder(line), Map.of("STRACE_JVM", "strace -f -qq -o " + jvm)),
                new byte[0]);
        product.run("rm", "-f", KillAtEveryStepTest.VICTIM).succeeded();
        run(product, Map.of("STRACE_CAPSULE", "strace -f -qq -o " + capsule), words);
        product.run("rm", "-f", KillAtEveryStepTest.VICTIM).succeeded();
        List<Call> calls = new ArrayList<>();
        // strace without -f writes no pid
        List<String> alone =
                Files.readAllLines(wrapper).stream().map(text -> "1 " + text).toList();
        calls.addAll(parse(alone, List.of(Role.WRAPPER_AND_CLIENT)));
        calls.addAll(parse(Files.readAllLines(jvm), List.of(Role.JVM)));
        calls.addAll(
                parse(Files.readAllLines(capsule), List.of(Role.WRAPPER_AND_CLIENT, Role.KEEPER, Role.INIT)).stream()
                        .filter(call -> call.role() != Role.WRAPPER_AND_CLIENT)
                        .toList());
        return calls;
    }

    /** The first roles belong to the first processes; a later process is none of ours, a JVM's thread is the JVM. */
    private static List<Call> parse(List<String> lines, List<Role> roles) {
        Map<String, Role> processes = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (String text : lines) {
            Matcher matcher = CALL.matcher(text);
            if (!matcher.find()) {
                continue;
            }
            if (!processes.containsKey(matcher.group(1)) && processes.size() < roles.size()) {
                processes.put(matcher.group(1), roles.get(processes.size()));
            }
            Role role = roles.size() == 1 ? roles.getFirst() : processes.get(matcher.group(1));
            if (role != null && Call.STATE_CHANGING.contains(matcher.group(2))) {
                int nth = counts.merge(matcher.group(1) + matcher.group(2), 1, Integer::sum);
                calls.add(new Call(role, matcher.group(2), nth));
            }
        }
        return calls.stream().distinct().toList();
    }

    private Outcome run(Product product, Map<String, String> more, String... words) {
        List<String> line = new ArrayList<>(List.of(folder.resolve("hull").toString()));
        line.addAll(List.of(words));
        return Outcome.of(environment(product, new ProcessBuilder(line), more), new byte[0]);
    }

    private static ProcessBuilder environment(Product product, ProcessBuilder builder, Map<String, String> more) {
        builder.environment().putAll(product.process().environment());
        builder.environment().put("HULL_NO_BUILD", "1");
        builder.environment().putAll(more);
        return builder;
    }
}
