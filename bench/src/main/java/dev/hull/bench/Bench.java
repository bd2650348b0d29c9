package dev.hull.bench;

import java.util.Map;
import java.util.TreeMap;

/** {@code Bench NAME PAIRS}: runs one benchmark, or {@code all}. */
final class Bench {
    /** A benchmark prints its report itself. */
    interface Benchmark {
        void run(int pairs) throws Exception;
    }

    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of(
            "cold", ColdStart::run,
            "log", LogPath::run,
            "memory", KeeperMemory::run,
            "warm", WarmStart::run));

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        int pairs = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("all")) {
            for (Map.Entry<String, Benchmark> benchmark : ALL.entrySet()) {
                System.out.println("== " + benchmark.getKey());
                benchmark.getValue().run(pairs);
            }
            return;
        }
        Benchmark benchmark = ALL.get(arguments[0]);
        if (benchmark == null) {
            System.err.println(
                    "bench: no benchmark '" + arguments[0] + "'; there are: all " + String.join(" ", ALL.keySet()));
            System.exit(2);
            return;
        }
        benchmark.run(pairs);
    }
}
