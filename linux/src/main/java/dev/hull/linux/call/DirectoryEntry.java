package dev.hull.linux.call;

/**
 * An entry of a directory.
 *
 * @param inode unsigned
 * @param type DT_* of {@link dev.hull.linux.OpenFlags}; DT_UNKNOWN where the file system does not tell
 * @param name one component
 */
public record DirectoryEntry(long inode, int type, Pathname name) {}
