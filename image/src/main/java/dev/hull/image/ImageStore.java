package dev.hull.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes images of sources: unpacked once below {@code DATA/images}, found again by their digest.
 *
 * <p>{@link #ready} is for the cold path: no FFM, a few files read. Where it has no answer, {@link #resolve} unpacks,
 * which belongs into the heavy JVM profile.
 *
 * <pre>
 * images/lock              see {@link StoreLock}
 * images/trees/NAME/tree   a lower directory; tree.json beside it
 * images/tmp/NAME          a tree in the making, or a leftover
 * images/records/HEX.json  an image: configuration and trees
 * images/shortcuts/HASH    which image a file became
 * images/scratch           an empty directory
 * </pre>
 */
public final class ImageStore {
    private final Path directory;
    private final Path records;
    private final Path shortcuts;
    private final Platform platform;
    private final List<Path> ownState;

    /**
     * @param directory {@code DATA/images}; made when first needed
     * @param platform what images must be built for
     * @param ownState Hull's run and data directories, which the image {@code host} masks
     */
    public ImageStore(Path directory, Platform platform, List<Path> ownState) {
        this.directory = directory.toAbsolutePath();
        records = this.directory.resolve("records");
        shortcuts = this.directory.resolve("shortcuts");
        this.platform = platform;
        this.ownState = List.copyOf(ownState);
    }

    /** Held between resolving an image and recording its use, so that nobody removes it in between. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps {@link #remove} and {@link #prune} of every process waiting until it is closed. */
    public Hold hold() {
        return lock().shared()::close;
    }

    private StoreLock lock() {
        return StoreLock.of(directory.resolve("lock"));
    }

    private TreeStore trees() {
        return new TreeStore(directory, lock());
    }

    /**
     * The image if it can be had without unpacking; empty where {@link #resolve} is needed, also because a command that
     * was killed left something to be removed.
     */
    public Optional<ResolvedImage> ready(ImageSource source) {
        String[] begun = directory.resolve("tmp").toFile().list();
        boolean leftovers = begun != null && begun.length > 0 && trees().hasLeftovers();
        return leftovers ? Optional.empty() : known(source);
    }

    private Optional<ResolvedImage> known(ImageSource source) {
        return switch (source) {
            case ImageSource.Host() ->
                Optional.of(new ResolvedImage(source, "host", HostRoot.read(ownState), ImageConfig.EMPTY, platform));
            case ImageSource.Scratch() -> Optional.of(resolved(source, "scratch", emptyTree()));
            case ImageSource.Directory(Path path) -> Optional.of(resolved(source, "dir:" + path, readable(path)));
            case ImageSource.Tar(Path path) -> remembered(source, Shortcut.of(path, path, null));
            case ImageSource.Layout(Path path, var tag) ->
                remembered(source, Shortcut.of(path.resolve("index.json"), path, tag));
            case ImageSource.Registry(String reference) -> throw unknown(reference);
        };
    }

    private Optional<ResolvedImage> remembered(ImageSource source, Shortcut shortcut) {
        String id = shortcut.find(shortcuts);
        ImageRecord record = id == null ? null : ImageRecord.read(recordFile(id));
        return record != null && platform.runs(record.document().platform())
                ? record.resolved(source, directory.resolve("trees"))
                : Optional.empty();
    }

    private Path recordFile(String id) {
        return records.resolve(id.substring(id.indexOf(':') + 1) + ".json");
    }

    /** The image, unpacked if need be; concurrent callers wait for one another. Removes leftovers on the way. */
    public ResolvedImage resolve(ImageSource source) {
        try {
            trees().sweep();
            Optional<ResolvedImage> known = known(source);
            if (known.isPresent()) {
                return known.get();
            }
            return switch (source) {
                case ImageSource.Tar(Path path) ->
                    unpack(source, path, Shortcut.of(path, path, null), new TarImage(path, platform));
                case ImageSource.Layout(Path path, var tag) -> {
                    Path index = path.resolve("index.json");
                    yield unpack(source, index, Shortcut.of(index, path, tag), new LayoutImage(path, tag, platform));
                }
                default -> throw new IllegalStateException(source + " is known without unpacking");
            };
        } catch (IOException e) {
            throw new ImageException("unpack image", describe(source), FileError.reason(e), FileError.advice(e), e);
        }
    }

    /** An image that is made of archives. */
    interface Archives {
        /** Makes the trees that are missing and tells what the image consists of. */
        ImageRecord unpack(TreeStore trees, String name) throws IOException;
    }

    private ResolvedImage unpack(ImageSource source, Path changed, Shortcut shortcut, Archives archives)
            throws IOException {
        ImageRecord record = archives.unpack(trees(), shortcut.source());
        DurableFile.write(recordFile(record.id()), record.toBytes());
        shortcut.remember(shortcuts, changed, record.id());
        return record.resolved(source, directory.resolve("trees"))
                .orElseThrow(() -> new ImageException(
                        "unpack image", describe(source), "it was removed in the meantime", "try again"));
    }

    private static String describe(ImageSource source) {
        return switch (source) {
            case ImageSource.Tar(Path path) -> path.toString();
            case ImageSource.Layout(Path path, var tag) -> path + (tag == null ? "" : ":" + tag);
            case ImageSource.Directory(Path path) -> path.toString();
            case ImageSource.Registry(String reference) -> reference;
            case ImageSource.Host() -> "host";
            case ImageSource.Scratch() -> "scratch";
        };
    }

    /** The images that were unpacked, the newest first. No FFM. */
    public List<StoredImage> list() {
        List<StoredImage> images = new ArrayList<>();
        for (ImageRecord record : allRecords()) {
            images.add(record.stored());
        }
        images.sort((a, b) -> Long.compare(b.created(), a.created()));
        return images;
    }

    private List<ImageRecord> allRecords() {
        List<ImageRecord> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(records, "*.json")) {
            for (Path file : files) {
                ImageRecord record = ImageRecord.read(file);
                if (record != null) {
                    all.add(record);
                }
            }
        } catch (NoSuchFileException e) {
            return all;
        } catch (IOException e) {
            throw new ImageException("read", records.toString(), FileError.reason(e), "", e);
        }
        return all;
    }

    /**
     * Removes images that nobody uses, with the trees that no other image has. Needs system calls.
     *
     * @param used the ids of images that containers use; asked when no container can be made any more
     * @return what was removed
     */
    public List<StoredImage> prune(Supplier<Set<String>> used) {
        return removeUnless(used, null);
    }

    /** Removes one image; {@link ImageException} if there is none of that id or a container uses it. */
    public StoredImage remove(String id, Supplier<Set<String>> used) {
        List<StoredImage> removed = removeUnless(used, id);
        if (removed.isEmpty()) {
            throw new ImageException("remove image", id, "a container uses it, or there is none", "see hull ps -a");
        }
        return removed.getFirst();
    }

    private List<StoredImage> removeUnless(Supplier<Set<String>> used, @Nullable String only) {
        List<StoredImage> removed = new ArrayList<>();
        Set<String> keptTrees = new HashSet<>();
        try (StoreLock.Hold _ = lock().alone()) {
            Set<String> usedIds = used.get();
            for (ImageRecord record : allRecords()) {
                if (usedIds.contains(record.id()) || (only != null && !only.equals(record.id()))) {
                    record.layers().forEach(layer -> keptTrees.add(layer.tree()));
                } else {
                    Files.deleteIfExists(recordFile(record.id()));
                    removed.add(record.stored());
                }
            }
            trees().sweep();
            trees().removeAllBut(keptTrees);
        } catch (IOException e) {
            throw new ImageException("remove images", directory.toString(), FileError.reason(e), "", e);
        }
        return removed;
    }

    private ResolvedImage resolved(ImageSource source, String id, Path tree) {
        return new ResolvedImage(
                source, id, new RootFilesystem.Layers(List.of(Layer.of(tree))), ImageConfig.EMPTY, platform);
    }

    private Path emptyTree() {
        Path empty = directory.resolve("scratch");
        try {
            if (!Files.isDirectory(empty)) {
                Files.createDirectories(empty);
                Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return empty;
        } catch (IOException e) {
            throw new ImageException("make directory", empty.toString(), FileError.reason(e), "", e);
        }
    }

    private static Path readable(Path path) {
        if (!Files.isReadable(path)) {
            throw new ImageException(
                    "open image", path.toString(), "EACCES (Permission denied)", "check the directory's permissions");
        }
        return path;
    }

    private static ImageException unknown(String reference) {
        String advice = Files.exists(Path.of(reference))
                ? "to use the file of that name write ./" + reference
                : "registries are not supported yet: give host, scratch, a directory, a tar archive or an OCI layout"
                        + " (a path begins with /, ./ or ../)";
        return new ImageException("find image", reference, "unknown image", advice);
    }
}
