package dev.hull.linux;

/**
 * How openat2(2) may walk a path: {@code open_how.resolve}.
 *
 * <p>Source: {@code include/uapi/linux/openat2.h}.
 */
public final class ResolveFlags {
    public static final long RESOLVE_NO_XDEV = 1;
    public static final long RESOLVE_NO_MAGICLINKS = 2;
    public static final long RESOLVE_NO_SYMLINKS = 4;
    public static final long RESOLVE_BENEATH = 8;
    public static final long RESOLVE_IN_ROOT = 0x10;
    public static final long RESOLVE_CACHED = 0x20;

    private ResolveFlags() {}
}
