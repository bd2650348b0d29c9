package dev.hull.image.tar;

import dev.hull.linux.call.Pathname;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One member of an archive.
 *
 * @param offset of its header, in bytes from the start of the uncompressed archive
 * @param name as written; may begin with a slash or {@code ./}, may hold {@code ..}
 * @param link a hard link's or a symbolic link's target, else empty
 * @param mode permissions, set-user-ID, set-group-ID and sticky bit
 * @param uid 0 to 2^32 - 2
 * @param gid likewise
 * @param size what the file is long, holes counted; 0 for all but files
 * @param extents where the stored bytes belong, ascending; one piece for a file without holes
 * @param major a device's
 * @param minor likewise
 * @param xattrs names with their namespaces, in the archive's order
 */
public record TarEntry(
        long offset,
        Type type,
        Pathname name,
        Pathname link,
        int mode,
        long uid,
        long gid,
        long size,
        Instant modified,
        List<Extent> extents,
        long major,
        long minor,
        Map<Pathname, byte[]> xattrs) {
    public enum Type {
        FILE,
        HARD_LINK,
        SYMBOLIC_LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /** A piece of a file that is stored, in bytes. */
    public record Extent(long offset, long length) {}
}
