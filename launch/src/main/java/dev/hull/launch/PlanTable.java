package dev.hull.launch;

/** A launch plan as the bytes that the capsule performs. */
public final class PlanTable {
    private PlanTable() {}
}
