package dev.hull.engine;

/** A further program in a running container. */
final class ExecPreparation {
    private final Hull hull;
    private final ContainerRecord record;

    ExecPreparation(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
    }

    HullException sentence(String exec, int step, int errno) {
        return new HullException.Unsupported(
                "exec in", record.name(), "not written yet " + hull.directories() + exec + step + errno, "");
    }
}
