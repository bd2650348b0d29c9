package dev.hull.bench;

import dev.hull.linux.CloneFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.NamespaceThread;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A mount namespace without the cgroup v2 tree, for peers that refuse a host with both versions.
 *
 * @param holder a process that keeps the namespace, null where none is needed
 */
record HybridHost(@Nullable Process holder) implements AutoCloseable {
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");

    static HybridHost hideUnifiedTree() throws IOException {
        if (!Files.exists(UNIFIED.resolve("cgroup.controllers"))) {
            return new HybridHost(null);
        }
        Process holder = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "umount \"$1\" && echo ready && exec cat",
                        "sh",
                        UNIFIED.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (holder.getInputStream().read() != 'r') {
            throw new IOException("cannot hide " + UNIFIED + " in a mount namespace");
        }
        return new HybridHost(holder);
    }

    /** The command, run in that namespace: one nsenter more, about a millisecond. */
    List<String> inside(String... words) {
        List<String> line = new ArrayList<>();
        if (holder != null) {
            line.addAll(List.of("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt", "--"));
        }
        line.addAll(List.of(words));
        return line;
    }

    /** Moves this thread of {@link NamespaceThread} into that namespace. */
    void enter() throws LinuxException {
        if (holder != null) {
            Pathname namespace = Pathname.of("/proc/" + holder.pid() + "/ns/mnt");
            try (FileDescriptor file = Opening.open(namespace, OpenFlags.O_RDONLY)) {
                NamespaceThread.setns(file, CloneFlags.CLONE_NEWNS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (holder != null) {
            holder.getOutputStream().close();
            try {
                holder.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
