package dev.hull.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Named directories that outlive containers: {@code DATA/volumes/NAME/{_data, volume.json}}.
 *
 * <p>Who uses a volume is read from the containers' records, never counted. A removal holds {@code volumes.lock}; so
 * does whoever makes a record that names volumes, from its choice until the record is written.
 */
public final class Volumes {
    /** No volume's name; what is found there under the lock was left by a maker that died. */
    private static final String MAKING = ".new";

    private final Records records;

    Volumes(Records records) {
        this.records = records;
    }

    /**
     * Makes a volume; one of that name that is there already is returned as it is.
     *
     * @param name null for an anonymous one
     */
    public Volume create(@Nullable String name, Map<String, String> labels) {
        try (RecordLock lock = lock()) {
            return create(lock, name, labels);
        } catch (IOException e) {
            throw HullException.of("create volume", name == null ? "" : name, e);
        }
    }

    /** The same under the volumes' lock. */
    Volume create(RecordLock held, @Nullable String name, Map<String, String> labels) throws IOException {
        held.requireHeld();
        String checked = name == null ? ContainerId.random() : ContainerName.checked("volume", name);
        Volume there = VolumeFile.read(directory(checked));
        return there == null ? make(checked, name == null, labels) : there;
    }

    /** Finished beside its place and renamed: nobody meets half a volume. */
    private Volume make(String name, boolean anonymous, Map<String, String> labels) throws IOException {
        Path directory = directory(name);
        Path making = records.directories().volumes().resolve(MAKING);
        Tree.delete(making);
        Directories.make(making);
        Path data = Files.createDirectory(making.resolve(Volume.DATA));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Volume volume = new Volume(name, records.clock().instant(), anonymous, labels, directory.resolve(Volume.DATA));
        VolumeFile.write(making, volume);
        Files.move(making, directory, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.sync(records.directories().volumes());
        records.journal().volume("create", name, Map.of("driver", "local"));
        return volume;
    }

    /** All of them, by name. */
    public List<Volume> list() {
        List<Volume> volumes = new ArrayList<>();
        for (String name : new TreeSet<>(Records.list(records.directories().volumes()))) {
            Volume volume = name.equals(MAKING) ? null : VolumeFile.read(directory(name));
            if (volume != null) {
                volumes.add(volume);
            }
        }
        return volumes;
    }

    /** @throws HullException.NotFound if there is none of that name */
    public Volume get(String name) {
        Volume volume = VolumeFile.read(directory(ContainerName.checked("volume", name)));
        if (volume == null) {
            throw new HullException.NotFound(
                    "find volume", name, "there is none of that name", "hull volume ls lists them");
        }
        return volume;
    }

    /** The ids of the containers that mount it. */
    public List<String> users(String name) {
        return users().getOrDefault(name, List.of());
    }

    /** The ids of their containers by the names of all volumes in use. */
    private Map<String, List<String>> users() {
        Map<String, List<String>> users = new HashMap<>();
        for (String id : records.ids()) {
            ContainerRecord record = records.read(id);
            if (record == null) {
                continue;
            }
            Set<String> named = new HashSet<>();
            for (MountPoint mount : record.mounts()) {
                if (!mount.name().isEmpty() && named.add(mount.name())) {
                    users.computeIfAbsent(mount.name(), key -> new ArrayList<>())
                            .add(id);
                }
            }
        }
        return users;
    }

    /**
     * Removes it with everything in it.
     *
     * @throws HullException.Conflict if a container has it, live or not
     */
    public void remove(String name) {
        get(name);
        try (RecordLock lock = lock()) {
            lock.requireHeld();
            List<String> users = users(name);
            if (!users.isEmpty()) {
                throw new HullException.Conflict(
                        "remove volume",
                        name,
                        "it is in use by "
                                + String.join(
                                        ", ",
                                        users.stream()
                                                .map(ContainerId::shortened)
                                                .toList()),
                        "remove these containers first");
            }
            delete(name);
        } catch (IOException e) {
            throw HullException.of("remove volume", name, e);
        }
    }

    /** Removes a volume that was made for a container that came to nothing; the lock is the caller's. */
    void discard(RecordLock held, String name) throws IOException {
        held.requireHeld();
        if (Files.exists(directory(name))) {
            delete(name);
        }
    }

    private void delete(String name) throws IOException {
        Path trash = Directories.make(records.directories().trash()).resolve("volume-" + ContainerId.random(16));
        Files.move(directory(name), trash, StandardCopyOption.ATOMIC_MOVE);
        records.journal().volume("destroy", name, Map.of("driver", "local"));
        Tree.delete(trash);
    }

    /** Removes the anonymous volumes of a container that is gone, but those that others use too. */
    void removeAnonymous(ContainerRecord record) throws IOException {
        if (record.mounts().stream().noneMatch(MountPoint::anonymous)) {
            return;
        }
        try (RecordLock lock = lock()) {
            lock.requireHeld();
            Map<String, List<String>> users = users();
            for (MountPoint mount : record.mounts()) {
                if (mount.anonymous() && !users.containsKey(mount.name()) && Files.exists(directory(mount.name()))) {
                    delete(mount.name());
                }
            }
        }
    }

    /** Removes those that no container has and that {@code which} accepts. */
    public Pruned prune(Predicate<Volume> which) {
        List<String> removed = new ArrayList<>();
        long bytes = 0;
        try (RecordLock lock = lock()) {
            lock.requireHeld();
            Map<String, List<String>> users = users();
            for (Volume volume : list()) {
                if (!users.containsKey(volume.name()) && which.test(volume)) {
                    bytes += Tree.size(volume.data());
                    delete(volume.name());
                    removed.add(volume.name());
                }
            }
        } catch (IOException e) {
            throw HullException.of("prune", "volumes", e);
        }
        return new Pruned(List.of(), removed, bytes);
    }

    /** Keeps volumes from being removed while a record that names them is on its way. */
    RecordLock lock() throws IOException {
        Directories.make(records.directories().run());
        return RecordLock.take(records.directories().run().resolve("volumes.lock"));
    }

    private Path directory(String name) {
        return records.directories().volumes().resolve(name);
    }
}
