package dev.hull.container.device;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The host's device nodes, read without following what lies inside a directory of them. */
public final class HostDevices {
    /** Mounts and links in a /dev, no devices of the host to hand on. */
    private static final Set<String> NOT_DEVICES = Set.of("pts", "shm", "fd", "mqueue", "console");

    private HostDevices() {}

    /**
     * The nodes that {@code --device hostPath:containerPath} means: the one, or every one below the directory.
     *
     * @param hostPath a device node, a directory, or a symbolic link to either
     * @param containerPath absolute
     * @throws IllegalArgumentException if there is no device
     */
    public static List<DeviceNode> read(String hostPath, String containerPath) throws IOException {
        Path path = Path.of(hostPath);
        try {
            path = path.toRealPath();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("--device " + hostPath + ": there is no such device on this host", e);
        }
        List<DeviceNode> nodes = new ArrayList<>();
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            collect(path, containerPath, nodes);
        } else {
            DeviceNode node = node(path, containerPath);
            if (node != null) {
                nodes.add(node);
            }
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("--device " + hostPath
                    + ": neither a device node nor a directory with one; for a plain file use -v");
        }
        return nodes;
    }

    private static void collect(Path directory, String containerPath, List<DeviceNode> nodes) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        children.sort(null);
        for (Path child : children) {
            String name = child.getFileName().toString();
            if (NOT_DEVICES.contains(name) || name.startsWith(".")) {
                continue;
            }
            String target = (containerPath.endsWith("/") ? containerPath : containerPath + "/") + name;
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                collect(child, target, nodes);
            } else {
                DeviceNode node = node(child, target);
                if (node != null) {
                    nodes.add(node);
                }
            }
        }
    }

    private static @Nullable DeviceNode node(Path path, String containerPath) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:mode,rdev,uid,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) number(attributes, "mode");
        DeviceType type = switch (mode & DeviceType.TYPE_BITS) {
            case 0020000 -> DeviceType.CHAR;
            case 0060000 -> DeviceType.BLOCK;
            default -> DeviceType.ALL;
        };
        if (type == DeviceType.ALL) {
            return null;
        }
        long device = number(attributes, "rdev");
        return new DeviceNode(
                containerPath, type, major(device), minor(device), mode & 07777, (int) number(attributes, "uid"), (int)
                        number(attributes, "gid"));
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) requireNonNull(attributes.get(name), name)).longValue();
    }

    /** makedev(3). */
    private static int major(long device) {
        return (int) ((device >>> 8) & 0xfff);
    }

    private static int minor(long device) {
        return (int) ((device & 0xff) | ((device >>> 12) & 0xfff00));
    }
}
