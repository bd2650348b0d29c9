package dev.hull.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes images of sources: unpacked once below {@code DATA/images}, found again by their digest.
 *
 * <p>{@link #ready} is for the cold path: no FFM, a few files read. Where it has no answer, {@link #resolve} unpacks,
 * which belongs into the heavy JVM profile.
 */
public final class ImageStore {
    private final Path directory;
    private final Platform platform;
    private final List<Path> ownState;

    /**
     * @param directory {@code DATA/images}; made when first needed
     * @param platform what images must be built for
     * @param ownState Hull's run and data directories, which the image {@code host} masks
     */
    public ImageStore(Path directory, Platform platform, List<Path> ownState) {
        this.directory = directory;
        this.platform = platform;
        this.ownState = List.copyOf(ownState);
    }

    /** The image if it can be had without unpacking; empty where {@link #resolve} is needed. */
    public Optional<ResolvedImage> ready(ImageSource source) {
        return switch (source) {
            case ImageSource.Host host ->
                Optional.of(new ResolvedImage(source, "host", HostRoot.read(ownState), ImageConfig.EMPTY, platform));
            case ImageSource.Scratch scratch -> Optional.of(resolved(source, "scratch", emptyTree()));
            case ImageSource.Directory(Path path) -> Optional.of(resolved(source, "dir:" + path, readable(path)));
            case ImageSource.Tar tar -> Optional.empty();
            case ImageSource.Layout layout -> Optional.empty();
            case ImageSource.Registry(String reference) -> throw unknown(reference);
        };
    }

    /** The image, unpacked if need be; concurrent callers wait for one another. */
    public ResolvedImage resolve(ImageSource source) {
        return ready(source)
                .orElseThrow(() -> new ImageException("unpack", source.toString(), "not supported yet", ""));
    }

    private ResolvedImage resolved(ImageSource source, String id, Path tree) {
        return new ResolvedImage(
                source, id, new RootFilesystem.Layers(List.of(Layer.of(tree))), ImageConfig.EMPTY, platform);
    }

    private Path emptyTree() {
        Path empty = directory.resolve("scratch");
        try {
            return Files.createDirectories(empty);
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
        String advice = Files.exists(Path.of("/").resolve(reference))
                ? "for the file write /" + reference
                : "registries are not supported yet: give host, scratch, a directory, a tar archive or an OCI layout"
                        + " (a path begins with /, ./ or ../)";
        return new ImageException("find image", reference, "unknown image", advice);
    }
}
