package dev.hull.image;

import dev.hull.image.tree.TreeRoot;
import dev.hull.linux.call.FileContent;
import dev.hull.linux.call.Pathname;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Unpacked trees: {@code images/trees/NAME/tree}, beside it {@code tree.json}. A tree is made in {@code images/tmp} and
 * renamed when it is whole and on the disk; what is found in tmp with nobody at work on it is a leftover.
 *
 * <p>{@link #hasLeftovers} and {@link #path} are for the cold path, the rest makes system calls.
 */
final class TreeStore {
    private final Path trees;
    private final Path temporary;
    private final StoreLock lock;

    TreeStore(Path directory, StoreLock lock) {
        trees = directory.resolve("trees");
        temporary = directory.resolve("tmp");
        this.lock = lock;
    }

    /** Makes a tree's files. */
    @FunctionalInterface
    interface Filling {
        Filled fill(TreeRoot root) throws IOException;
    }

    /**
     * @param opaque see {@link Layer#opaque}
     * @param bytes of the archive, uncompressed
     */
    record Filled(Set<Pathname> opaque, long bytes) {}

    /** What is known of a tree that is there. */
    record Tree(String name, List<String> opaque, long bytes) {}

    Path path(String name) {
        return trees.resolve(name);
    }

    /** The tree of that name, made if it is not there yet; waits for who makes it already. */
    Tree get(String name, Filling filling) throws IOException {
        try (StoreLock.Hold _ = lock.tree(name)) {
            if (!Files.isDirectory(path(name))) {
                make(name, filling);
            }
            Json json = Json.parse("tree " + name, Files.readAllBytes(path(name).resolve("tree.json")));
            return new Tree(name, json.texts("opaque"), json.number("bytes", 0));
        }
    }

    private void make(String name, Filling filling) throws IOException {
        Path making = temporary.resolve(name);
        TreeRoot.removeTree(making);
        Path tree = making.resolve("tree");
        Files.createDirectories(
                tree, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (TreeRoot root = TreeRoot.open(tree)) {
            Filled filled = filling.fill(root);
            Files.write(making.resolve("tree.json"), describe(filled));
            FileContent.syncfs(root.directory());
        } catch (IOException | RuntimeException e) {
            removeAfter(making, e);
            throw e;
        }
        Files.createDirectories(trees);
        Files.move(making, path(name), StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncDirectory(trees);
    }

    private static void removeAfter(Path making, Exception failure) {
        try {
            TreeRoot.removeTree(making);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static byte[] describe(Filled filled) {
        List<String> opaque = new ArrayList<>();
        for (Pathname directory : filled.opaque) {
            opaque.add(new String(directory.bytes(), StandardCharsets.UTF_8));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("bytes", filled.bytes);
        map.put("opaque", opaque);
        return Json.write(map).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether something was left behind by who was killed. */
    boolean hasLeftovers() {
        return !leftovers().isEmpty();
    }

    private List<Path> leftovers() {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(temporary)) {
            for (Path entry : entries) {
                if (lock.isFree(entry.getFileName().toString())) {
                    left.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return left;
        } catch (IOException e) {
            throw new ImageException("read", temporary.toString(), FileError.reason(e), "", e);
        }
        return left;
    }

    void sweep() throws IOException {
        for (Path leftover : leftovers()) {
            try (StoreLock.Hold _ = lock.tree(leftover.getFileName().toString())) {
                TreeRoot.removeTree(leftover);
            }
        }
    }

    /** Removes every tree that is not to be kept; gone from its place first, so that a half-removed one is a leftover. */
    void removeAllBut(Set<String> kept) throws IOException {
        List<Path> unused = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(trees)) {
            for (Path entry : entries) {
                if (!kept.contains(entry.getFileName().toString())) {
                    unused.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.createDirectories(temporary);
        for (Path tree : unused) {
            String name = tree.getFileName().toString();
            try (StoreLock.Hold _ = lock.tree(name)) {
                TreeRoot.removeTree(temporary.resolve(name));
                Files.move(tree, temporary.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                TreeRoot.removeTree(temporary.resolve(name));
            }
        }
    }
}
