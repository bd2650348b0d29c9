package dev.hull.image.tree;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.ExtendedAttributes;
import dev.hull.linux.call.FileAttributes;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileStatus;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Pathname;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file has beside its name and content, and its order of application: owner (which clears set-user-ID and
 * {@code security.capability}), extended attributes, permissions, times.
 *
 * @param mode permissions, set-user-ID, set-group-ID and sticky bit
 * @param uid 0 to 2^32 - 2
 * @param gid likewise
 */
record Metadata(int mode, long uid, long gid, Instant modified, Map<Pathname, byte[]> xattrs) {
    /** What a directory gets that nobody described. */
    static final Metadata IMPLIED_DIRECTORY = new Metadata(0755, 0, 0, Instant.EPOCH, Map.of());

    private static final Pathname CAPABILITY = Pathname.of("security.capability");

    /**
     * What a file has.
     *
     * @param path the file's name in the directory, never followed
     */
    static Metadata of(FileDescriptor directory, Pathname path, FileStatus status) throws LinuxException {
        Map<Pathname, byte[]> xattrs = new LinkedHashMap<>();
        try {
            for (Pathname name : ExtendedAttributes.list(directory, path)) {
                if (isCarried(name)) {
                    ExtendedAttributes.get(directory, path, name).ifPresent(value -> xattrs.put(name, value));
                }
            }
        } catch (LinuxException e) {
            if (!e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
        }
        return new Metadata(status.permissions(), status.uid(), status.gid(), status.modified(), xattrs);
    }

    /**
     * Overlayfs's own marks would redirect or hide files of other layers; an SELinux label is the host's policy, not the
     * image's.
     */
    private static boolean isCarried(Pathname name) {
        String text = new String(name.bytes(), StandardCharsets.ISO_8859_1);
        return !text.startsWith("trusted.overlay.")
                && !text.startsWith("user.overlay.")
                && !text.equals("security.selinux");
    }

    /** What a copy gets. */
    Metadata ownedBy(Ownership ownership) {
        return switch (ownership) {
            case Ownership.Kept() -> this;
            case Ownership.Given(long user, long group) -> ownedBy(user, group);
        };
    }

    private Metadata ownedBy(long user, long group) {
        Map<Pathname, byte[]> kept = new LinkedHashMap<>(xattrs);
        kept.remove(CAPABILITY);
        boolean same = user == uid && group == gid;
        return new Metadata(same ? mode : mode & ~(OpenFlags.S_ISUID | OpenFlags.S_ISGID), user, group, modified, kept);
    }

    /** Everything, to a file that is open for reading or writing. */
    void apply(FileDescriptor file) throws LinuxException {
        FileAttributes.fchown(file, uid, gid);
        for (Map.Entry<Pathname, byte[]> xattr : xattrs.entrySet()) {
            if (isCarried(xattr.getKey())) {
                ExtendedAttributes.set(file, xattr.getKey(), xattr.getValue(), 0);
            }
        }
        FileAttributes.fchmod(file, mode);
        FileAttributes.futimens(file, null, modified);
    }

    /** Everything that a link, a device or a FIFO has, by its name in the directory. */
    void apply(FileDescriptor directory, Pathname name, boolean symbolicLink) throws LinuxException {
        FileAttributes.fchownat(directory, name, uid, gid, OpenFlags.AT_SYMLINK_NOFOLLOW);
        for (Map.Entry<Pathname, byte[]> xattr : xattrs.entrySet()) {
            if (isCarried(xattr.getKey())) {
                ExtendedAttributes.set(directory, name, xattr.getKey(), xattr.getValue(), 0);
            }
        }
        if (!symbolicLink) {
            FileAttributes.fchmodat(directory, name, mode);
        }
        FileAttributes.utimensat(directory, name, null, modified, OpenFlags.AT_SYMLINK_NOFOLLOW);
    }
}
