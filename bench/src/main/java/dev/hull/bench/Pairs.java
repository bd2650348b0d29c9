package dev.hull.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Times of two subjects that did the same work alternately.
 *
 * @param first times of the first subject in nanoseconds, one a pair
 * @param second times of the second, in the same order
 */
record Pairs(long[] first, long[] second) {
    /** Work that is timed as a whole; it reports its own time, so that preparation stays out of it. */
    interface Subject {
        /** Does the work once and returns how long it took, in nanoseconds. */
        long run() throws Exception;
    }

    /**
     * Runs both alternately, each pair in the other order than the one before, after a tenth as many runs that do not
     * count.
     */
    static Pairs measure(int pairs, Subject first, Subject second) throws Exception {
        for (int i = 0; i < Math.max(2, pairs / 10); i++) {
            first.run();
            second.run();
        }
        long[] a = new long[pairs];
        long[] b = new long[pairs];
        for (int i = 0; i < pairs; i++) {
            if (i % 2 == 0) {
                a[i] = first.run();
                b[i] = second.run();
            } else {
                b[i] = second.run();
                a[i] = first.run();
            }
        }
        return new Pairs(a, b);
    }

    /** Times a piece of work by the wall clock. */
    static Subject timed(Subject work) {
        return () -> {
            long begin = System.nanoTime();
            work.run();
            return System.nanoTime() - begin;
        };
    }

    /** The ratio of the medians: below 1 the first subject was faster. */
    double ratio() {
        return median(first) / median(second);
    }

    /**
     * One line: medians, their ratio, and the quartiles of the pairs' own ratios.
     *
     * @param goal what is asked, in words
     */
    String report(String firstName, String secondName, String goal) {
        double[] ratios = new double[first.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) first[i] / second[i];
        }
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "%-28s %9.3f ms | %-28s %9.3f ms | ratio %.3f (1/%.2f), quartiles %.3f .. %.3f, %d pairs | asked: %s",
                firstName,
                median(first) / 1e6,
                secondName,
                median(second) / 1e6,
                ratio(),
                1 / ratio(),
                ratios[ratios.length / 4],
                ratios[ratios.length * 3 / 4],
                ratios.length,
                goal);
    }

    private static double median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
    }
}
