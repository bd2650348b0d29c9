package dev.hull.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code -v}, {@code --mount} or {@code --tmpfs}.
 *
 * @param type see {@link Type}
 * @param source a host path, or a volume's name; null for an anonymous volume and for tmpfs
 * @param target absolute path in the container
 * @param readOnly the mount refuses writes
 * @param createSource {@link Type#BIND}: a missing source directory is made ({@code -v} does, {@code --mount} does not)
 * @param propagation {@link Type#BIND}: {@code rprivate}, {@code private}, {@code rshared}, {@code shared}, {@code
 *     rslave}, {@code slave}; null for rprivate
 * @param recursion {@link Type#BIND}: what happens to the mounts below the source
 * @param noCopy {@link Type#VOLUME}: an empty volume is not filled with the image's content
 * @param subpath {@link Type#VOLUME}: the part of the volume that is mounted, or null for all
 * @param driver {@link Type#VOLUME}: the volume driver, null for {@code local}
 * @param driverOptions {@link Type#VOLUME}: of a volume that is made
 * @param labels {@link Type#VOLUME}: of a volume that is made
 * @param tmpfsSize {@link Type#TMPFS}: bytes, null for no limit
 * @param tmpfsMode {@link Type#TMPFS}: permission bits, null for 1777
 * @param options {@link Type#TMPFS}: {@code --tmpfs TARGET:options}, comma-separated mount(8) options as given, or empty
 */
public record MountRequest(
        Type type,
        @Nullable String source,
        String target,
        boolean readOnly,
        boolean createSource,
        @Nullable String propagation,
        Recursion recursion,
        boolean noCopy,
        @Nullable String subpath,
        @Nullable String driver,
        Map<String, String> driverOptions,
        Map<String, String> labels,
        @Nullable Long tmpfsSize,
        @Nullable Integer tmpfsMode,
        String options) {
    public enum Type {
        BIND,
        VOLUME,
        TMPFS
    }

    /** {@code bind-recursive}. */
    public enum Recursion {
        /** Mounts below the source come along; with readOnly they become read-only too where the kernel can. */
        ENABLED,
        /** Mounts below the source do not come along. */
        DISABLED,
        /** They come along and stay writable though the mount itself is read-only. */
        WRITABLE,
        /** They come along read-only, or it is an error. */
        READONLY
    }

    public MountRequest {
        driverOptions = Collections.unmodifiableMap(new LinkedHashMap<>(driverOptions));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** A bind mount of a host path as {@code --mount type=bind} makes it. */
    public static MountRequest bind(String source, String target, boolean readOnly) {
        return plain(Type.BIND, source, target, readOnly, "");
    }

    /** A volume; a null name asks for an anonymous one. */
    public static MountRequest volume(@Nullable String name, String target, boolean readOnly) {
        return plain(Type.VOLUME, name, target, readOnly, "");
    }

    /** {@code --tmpfs TARGET[:options]}. */
    public static MountRequest tmpfs(String target, String options) {
        return plain(Type.TMPFS, null, target, false, options);
    }

    /** A mount of which nothing else was asked. */
    private static MountRequest plain(
            Type type, @Nullable String source, String target, boolean readOnly, String options) {
        return new MountRequest(
                type,
                source,
                target,
                readOnly,
                false,
                null,
                Recursion.ENABLED,
                false,
                null,
                null,
                Map.of(),
                Map.of(),
                null,
                null,
                options);
    }
}
