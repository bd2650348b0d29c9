package dev.hull.conformance.crash;

/** The processes of a run, in the order in which they appear. */
enum Role {
    /** P: the shell script, then by execve the capsule as client. */
    WRAPPER_AND_CLIENT,
    /** The JVM that makes the record and the plan. */
    JVM,
    /** The client's child. */
    KEEPER,
    /** The keeper's child, until it becomes the workload. */
    INIT
}
