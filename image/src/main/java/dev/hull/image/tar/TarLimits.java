package dev.hull.image.tar;

/**
 * What an archive may ask for at most.
 *
 * @param entries how many entries, headers of every kind counted
 * @param headerBytes the size of one extended header or long name, in bytes
 * @param extents the pieces of one sparse file
 * @param bytes the content of all files together, holes not counted
 * @param endRequired whether the two blocks of zeros must be there: without them a cut archive looks whole
 */
public record TarLimits(long entries, int headerBytes, int extents, long bytes, boolean endRequired) {
    /** 16 million entries, 1 MiB of extended header, a million extents, 16 TiB. */
    public static final TarLimits ARCHIVE = new TarLimits(1L << 24, 1 << 20, 1 << 20, 1L << 44, true);

    /** As {@link #ARCHIVE}; what is missing at the end is told by a digest. */
    public static final TarLimits LAYER =
            new TarLimits(ARCHIVE.entries, ARCHIVE.headerBytes, ARCHIVE.extents, ARCHIVE.bytes, false);
}
