package dev.hull.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A root file system as the container will see it, read before it is mounted and without a system call of our own.
 *
 * <p>Walks the upper layer and the image's layers component by component. Links are text, resolved inside the root;
 * nothing outside is ever touched, nothing but a regular file is ever opened. Only for trees that no running program
 * can write: between the look and the opening, one could be swapped for the other.
 */
public final class RootTree {
    /** What {@link #read} takes at most, in bytes: the files it is for (passwd, group) are small. */
    public static final int MAX_FILE = 1 << 20;

    /** As the kernel's MAXSYMLINKS. */
    private static final int MAX_LINKS = 40;

    private static final int S_IFMT = 0170000;
    private static final int S_IFLNK = 0120000;
    private static final int S_IFREG = 0100000;
    private static final int S_IFDIR = 040000;
    private static final int S_IFCHR = 020000;

    /** What a walk ended with. */
    public sealed interface Lookup {
        /**
         * @param path in the container, without links: {@code /usr/bin/dash} for {@code /bin/sh}
         * @param file where it lies on this machine
         * @param mode {@code st_mode}, type and permissions
         */
        record Found(String path, Path file, int mode) implements Lookup {
            public boolean isRegular() {
                return (mode & S_IFMT) == S_IFREG;
            }

            public boolean isDirectory() {
                return (mode & S_IFMT) == S_IFDIR;
            }
        }

        /**
         * @param path the first path of the walk that is not there
         * @param reason {@code ENOENT (No such file or directory)} and the like
         */
        record Missing(String path, String reason) implements Lookup {}
    }

    /** A directory of one layer. */
    private record Part(int layer, Path directory, String relative) {}

    /** A directory as the container sees it: parts of several layers, the topmost first. */
    private record Merged(String path, List<Part> parts) {}

    private record Entry(Part parent, Path file, int mode, long special) {
        boolean isWhiteout() {
            return (mode & S_IFMT) == S_IFCHR && special == 0;
        }

        boolean is(int type) {
            return (mode & S_IFMT) == type;
        }
    }

    private final List<Layer> layers;
    private final Opacity upperOpacity;
    private final boolean hasUpper;

    private RootTree(List<Layer> layers, boolean hasUpper, Opacity upperOpacity) {
        this.layers = layers;
        this.hasUpper = hasUpper;
        this.upperOpacity = upperOpacity;
    }

    /** The image alone. */
    public static RootTree of(RootFilesystem root) {
        return new RootTree(layers(root), false, Opacity.UNKNOWN);
    }

    /** The image below a writable layer; one that does not exist yet is as good as empty. */
    public static RootTree of(Path upper, Opacity opacity, RootFilesystem root) {
        List<Layer> all = new ArrayList<>();
        all.add(Layer.of(upper));
        all.addAll(layers(root));
        return new RootTree(all, true, opacity);
    }

    private static List<Layer> layers(RootFilesystem root) {
        return switch (root) {
            case RootFilesystem.Layers(List<Layer> layers) -> layers;
            case RootFilesystem.Host host -> List.of(Layer.of(Path.of("/")));
        };
    }

    /** The bytes of a regular file; empty if there is none of that path. */
    public Optional<byte[]> read(String path) {
        if (!(find(path) instanceof Lookup.Found found)) {
            return Optional.empty();
        }
        if (!found.isRegular()) {
            throw new ImageException("read", path, "not a regular file in the image", "");
        }
        try (InputStream in = Files.newInputStream(found.file(), LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw new ImageException("read", path, "more than " + MAX_FILE + " bytes", "");
            }
            return Optional.of(bytes);
        } catch (IOException e) {
            throw new ImageException("read", path + " of the image", FileError.reason(e), "", e);
        }
    }

    /**
     * The directories that make up one of the container's, the topmost first; empty if there is no directory of that path.
     * Overlayfs shows what {@code dev.hull.image.tree.TreeCopy.copyUp} makes of them.
     */
    public List<Path> directories(String path) {
        List<Path> directories = new ArrayList<>();
        if (find(path) instanceof Lookup.Found found && found.isDirectory()) {
            Merged directory = root();
            Deque<String> names = new ArrayDeque<>();
            pushComponents(names, found.path());
            for (String name : names) {
                List<Entry> entries = entries(directory, name);
                directory = new Merged(child(directory.path, name), parts(entries, name));
            }
            for (Part part : directory.parts) {
                if (Files.isDirectory(part.directory, LinkOption.NOFOLLOW_LINKS)) {
                    directories.add(part.directory);
                }
                if (hides(part, directory)) {
                    break;
                }
            }
        }
        return directories;
    }

    /** Walks an absolute path, links followed to the end. */
    public Lookup find(String path) {
        Deque<Merged> stack = new ArrayDeque<>();
        stack.push(root());
        Deque<String> todo = new ArrayDeque<>();
        pushComponents(todo, path);
        int links = 0;
        while (!todo.isEmpty()) {
            String name = todo.pop();
            if (name.equals("..")) {
                if (stack.size() > 1) {
                    stack.pop();
                }
                continue;
            }
            Merged here = stack.getFirst();
            String there = child(here.path, name);
            List<Entry> entries = entries(here, name);
            if (entries.isEmpty()) {
                return new Lookup.Missing(there, "ENOENT (No such file or directory)");
            }
            Entry top = entries.getFirst();
            if (top.is(S_IFLNK)) {
                if (++links > MAX_LINKS) {
                    return new Lookup.Missing(path, "ELOOP (Too many levels of symbolic links)");
                }
                String target = target(top.file);
                if (target.startsWith("/")) {
                    stack.clear();
                    stack.push(root());
                }
                pushComponents(todo, target);
            } else if (top.is(S_IFDIR)) {
                stack.push(new Merged(there, parts(entries, name)));
            } else if (todo.isEmpty()) {
                return new Lookup.Found(there, top.file, top.mode);
            } else {
                return new Lookup.Missing(there, "ENOTDIR (Not a directory)");
            }
        }
        Merged end = stack.getFirst();
        return new Lookup.Found(end.path, end.parts.getFirst().directory, S_IFDIR | 0755);
    }

    private Merged root() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            parts.add(new Part(i, layers.get(i).tree(), ""));
        }
        return new Merged("/", parts);
    }

    /** Puts the components in front of what is left to walk. */
    private static void pushComponents(Deque<String> todo, String path) {
        int end = path.length();
        while (end > 0) {
            int slash = path.lastIndexOf('/', end - 1);
            String name = path.substring(slash + 1, end);
            if (!name.isEmpty() && !name.equals(".")) {
                todo.push(name);
            }
            end = Math.max(slash, 0);
        }
    }

    private static String child(String directory, String name) {
        return directory.equals("/") ? "/" + name : directory + "/" + name;
    }

    /** What the layers have under that name, down to the one that hides the rest; empty for a whiteout. */
    private List<Entry> entries(Merged directory, String name) {
        List<Entry> entries = new ArrayList<>();
        for (Part part : directory.parts) {
            Entry entry = entry(part, name);
            if (entry != null && entry.isWhiteout()) {
                break;
            }
            if (entry != null && entry.is(S_IFDIR)) {
                entries.add(entry);
            } else if (entry != null) {
                if (entries.isEmpty()) {
                    entries.add(entry);
                }
                break;
            }
            if (hides(part, directory)) {
                break;
            }
        }
        return entries;
    }

    /** Whether the part hides the parts below; not asked where there are none, the answer may cost system calls. */
    private boolean hides(Part part, Merged directory) {
        if (part.layer == directory.parts.getLast().layer) {
            return false;
        }
        return (hasUpper && part.layer == 0)
                ? !part.relative.isEmpty() && upperOpacity.isOpaque(part.directory)
                : layers.get(part.layer).opaque().contains(part.relative);
    }

    private static List<Part> parts(List<Entry> entries, String name) {
        List<Part> parts = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            String parent = entry.parent.relative;
            parts.add(new Part(entry.parent.layer, entry.file, parent.isEmpty() ? name : parent + "/" + name));
        }
        return parts;
    }

    private static @Nullable Entry entry(Part part, String name) {
        try {
            Path file = part.directory.resolve(name);
            Map<String, Object> status = Files.readAttributes(file, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
            return new Entry(part, file, number(status, "mode"), number(status, "rdev"));
        } catch (NoSuchFileException e) {
            return null;
        } catch (InvalidPathException e) {
            throw new ImageException("look up", name, "not a file name: " + e.getReason(), "", e);
        } catch (IOException e) {
            throw new ImageException("look up", name + " in " + part.directory, FileError.reason(e), "", e);
        }
    }

    private static int number(Map<String, Object> status, String name) {
        return status.get(name) instanceof Number number ? (int) number.longValue() : 0;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new ImageException("read link", link.toString(), FileError.reason(e), "", e);
        }
    }
}
