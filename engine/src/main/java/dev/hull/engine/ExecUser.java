package dev.hull.engine;

import dev.hull.container.ResolvedUser;
import dev.hull.image.Layer;
import dev.hull.image.RootFilesystem;
import dev.hull.image.RootTree;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import dev.hull.linux.call.FileContent;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The user of an exec, by the running container's own /etc/passwd and /etc/group.
 *
 * <p>Its programs may change these files and what leads to them while one looks: they are opened by the kernel inside
 * the container's root (openat2(2), RESOLVE_IN_ROOT), copied, and then read as an image's are.
 */
final class ExecUser {
    private final Hull hull;
    private final ContainerRecord record;

    ExecUser(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
    }

    /** @param text {@code user[:group]}, names or numbers */
    ResolvedUser resolve(String text) {
        hull.requireHeavy("look up user " + text + " in a running container");
        int pid = hull.status(record).pid();
        try {
            Path copy = Files.createTempDirectory(hull.directories().run(), ".users");
            try (FileDescriptor root =
                    Opening.open(Pathname.of("/proc/" + pid + "/root"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)) {
                Files.createDirectory(copy.resolve("etc"));
                for (String file : List.of("etc/passwd", "etc/group")) {
                    copy(root, file, copy.resolve(file));
                }
                RootFilesystem.Layers tree = new RootFilesystem.Layers(List.of(Layer.of(copy)));
                return new ImageUse(hull).user(text, List.of(), false, RootTree.of(tree));
            } finally {
                Tree.delete(copy);
            }
        } catch (IOException e) {
            throw HullException.of("look up user " + text + " in", record.name(), e);
        }
    }

    private static void copy(FileDescriptor root, String name, Path target) throws IOException {
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK;
        try (FileDescriptor file = Opening.openat2(root, Pathname.of(name), flags, 0, ResolveFlags.RESOLVE_IN_ROOT)) {
            byte[] bytes = new byte[RootTree.MAX_FILE + 1];
            int length = 0;
            for (int read = 1; read > 0 && length < bytes.length; length += read) {
                read = FileContent.read(file, bytes, length, bytes.length - length);
            }
            if (length > RootTree.MAX_FILE) {
                throw new IOException("/" + name + " has more than " + RootTree.MAX_FILE + " bytes");
            }
            Files.write(target, Arrays.copyOf(bytes, length));
        } catch (LinuxException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
