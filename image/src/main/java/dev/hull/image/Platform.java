package dev.hull.image;

import dev.hull.linux.Architecture;

/**
 * What an image was built for, in the words of the OCI image-spec (GOOS, GOARCH).
 *
 * @param variant {@code v8} and the like, empty for none
 */
public record Platform(String os, String architecture, String variant) {
    /** Linux on this machine's processor. */
    public static Platform ofHost() {
        return new Platform("linux", Architecture.ofHost().ociName(), "");
    }

    /** Whether this machine can run a program of the other platform; a missing variant matches any. */
    public boolean runs(Platform image) {
        return os.equals(image.os)
                && architecture.equals(image.architecture)
                && (variant.isEmpty() || image.variant.isEmpty() || variant.equals(image.variant));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
