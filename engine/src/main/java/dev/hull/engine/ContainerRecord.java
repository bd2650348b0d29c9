package dev.hull.engine;

import com.google.gson.JsonObject;
import dev.hull.container.HealthCheck;
import dev.hull.container.Preset;
import dev.hull.container.RestartPolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Hull keeps about a container beside its config.json: {@code hull.json}.
 *
 * @param id 64 hexadecimal digits
 * @param name unique among the records
 * @param created when
 * @param preset the isolation
 * @param image the image's word as the user gave it
 * @param imageId what identifies its content
 * @param command the program and its arguments
 * @param layers the read-only lower directories, the topmost first; empty for the image {@code host}
 * @param labels of the container
 * @param mounts volumes, binds and tmpfs
 * @param streams what its first client copies
 * @param lifecycle what its keeper does at its end
 * @param log how its log is kept
 * @param health how its health is tested, null for not at all
 * @param hostConfig docker's HostConfig, as far as it differs from docker's defaults
 */
public record ContainerRecord(
        String id,
        String name,
        Instant created,
        Preset preset,
        String image,
        String imageId,
        List<String> command,
        List<Lower> layers,
        Map<String, String> labels,
        List<MountPoint> mounts,
        Streams streams,
        Lifecycle lifecycle,
        Log log,
        @Nullable HealthCheck health,
        JsonObject hostConfig) {
    /** The newest {@code hull.json} that this version understands. */
    public static final int SCHEMA = 1;

    public ContainerRecord {
        command = List.copyOf(command);
        layers = List.copyOf(layers);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        mounts = List.copyOf(mounts);
    }

    /**
     * A lower directory.
     *
     * @param tree the directory
     * @param opaque directories in it that hide what lies below them, relative; the root is empty
     */
    public record Lower(String tree, List<String> opaque) {
        public Lower {
            opaque = List.copyOf(opaque);
        }
    }

    /**
     * @param tty whether the program has a terminal
     * @param interactive whether its stdin stays open
     * @param stdin whether the client of {@code run} copies its stdin
     * @param stdout whether it copies the program's stdout
     * @param stderr whether it copies the program's stderr
     * @param signalProxy whether it forwards the signals it gets
     * @param detachKeys docker's text of them, null for the default
     */
    public record Streams(
            boolean tty,
            boolean interactive,
            boolean stdin,
            boolean stdout,
            boolean stderr,
            boolean signalProxy,
            @Nullable String detachKeys) {}

    /**
     * @param autoRemove the record goes with the program's end
     * @param keepWrites the writable layer stays even then
     * @param restart what the keeper does at the program's end
     * @param stopSignal its number
     * @param stopTimeout seconds until SIGKILL, -1 for never
     * @param pidFile gets the pid of the started program, or null
     */
    public record Lifecycle(
            boolean autoRemove,
            boolean keepWrites,
            RestartPolicy restart,
            int stopSignal,
            int stopTimeout,
            @Nullable String pidFile) {}

    /**
     * @param driver docker's word for it; {@code none} keeps no log
     * @param maxBytes of a segment, 0 for no limit
     * @param maxSegments how many are kept
     */
    public record Log(String driver, long maxBytes, int maxSegments) {
        public boolean isKept() {
            return !driver.equals("none");
        }
    }

    /** The same under another name. */
    ContainerRecord named(String other) {
        return new ContainerRecord(
                id,
                other,
                created,
                preset,
                image,
                imageId,
                command,
                layers,
                labels,
                mounts,
                streams,
                lifecycle,
                log,
                health,
                hostConfig);
    }

    /** The same with another restart policy. */
    ContainerRecord restarting(RestartPolicy policy) {
        Lifecycle changed = new Lifecycle(
                lifecycle.autoRemove,
                lifecycle.keepWrites,
                policy,
                lifecycle.stopSignal,
                lifecycle.stopTimeout,
                lifecycle.pidFile);
        return new ContainerRecord(
                id,
                name,
                created,
                preset,
                image,
                imageId,
                command,
                layers,
                labels,
                mounts,
                streams,
                changed,
                log,
                health,
                hostConfig);
    }
}
