package dev.hull.container.plan;

/** What a run left to its caller. */
record Outcome(int status, String output, String errors) {}
