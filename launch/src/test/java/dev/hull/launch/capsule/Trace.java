package dev.hull.launch.capsule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a process and its children as {@code strace -f} saw them.
 *
 * @param calls {@code name(arguments) = result}, by process in the order in which they appeared
 */
record Trace(List<List<String>> calls, Running.Outcome outcome) {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern UNFINISHED = Pattern.compile("(.*?) *<unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>,? ?(.*)");

    static Trace of(Path directory, List<String> command) throws IOException, InterruptedException {
        Path file = Files.createTempFile(directory, "trace", "");
        List<String> words = new ArrayList<>(List.of("strace", "-f", "-o", file.toString(), "--"));
        words.addAll(command);
        Running.Outcome outcome = Running.run(words);
        return new Trace(parse(Files.readAllLines(file)), outcome);
    }

    private static List<List<String>> parse(List<String> lines) {
        Map<String, List<String>> byProcess = new LinkedHashMap<>();
        Map<String, String> begun = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()
                    || parts.group(2).startsWith("+++")
                    || parts.group(2).startsWith("---")) {
                continue;
            }
            String process = parts.group(1);
            String call = parts.group(2);
            Matcher unfinished = UNFINISHED.matcher(call);
            Matcher resumed = RESUMED.matcher(call);
            byProcess.computeIfAbsent(process, _ -> new ArrayList<>());
            if (unfinished.matches()) {
                begun.put(process, unfinished.group(1));
            } else {
                String begin = resumed.matches() ? begun.remove(process) + resumed.group(1) : call;
                if (!begin.contains("= ? ERESTART")) { // an ignored signal came meanwhile: the kernel makes it again
                    byProcess.get(process).add(begin);
                }
            }
        }
        return List.copyOf(byProcess.values());
    }

    /** The names of a process's calls. */
    List<String> names(int process) {
        return calls.get(process).stream()
                .map(call -> call.substring(0, call.indexOf('(')))
                .toList();
    }
}
