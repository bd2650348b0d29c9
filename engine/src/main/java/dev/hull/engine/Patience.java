package dev.hull.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what the kernel tells nobody about. */
final class Patience {
    private Patience() {}

    /** A millisecond; an interrupt ends it early and stays noted. */
    static void nap() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True as soon as the condition holds, false when the time is over before. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            nap();
        }
        return true;
    }
}
