package dev.hull.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A content's digest as the OCI image-spec writes it (descriptor.md, "Digests"): {@code sha256:} and 64, {@code sha512:}
 * and 128 lower-case hexadecimal digits.
 */
public record Digest(String algorithm, String hex) {
    /** {@link ImageException} if the text is no digest of a known algorithm. */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        String algorithm = colon < 0 ? "" : text.substring(0, colon);
        String hex = text.substring(colon + 1);
        int length = switch (algorithm) {
            case "sha256" -> 64;
            case "sha512" -> 128;
            default -> throw bad(text, "neither sha256 nor sha512");
        };
        if (hex.length() != length || !isHex(hex)) {
            throw bad(text, "not " + length + " lower-case hexadecimal digits");
        }
        return new Digest(algorithm, hex);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static ImageException bad(String text, String reason) {
        String shown = text.length() > 160 ? text.substring(0, 160) + "..." : text;
        return new ImageException("read digest", "\"" + shown + "\"", reason, "");
    }

    static Digest sha256(byte[] content) {
        MessageDigest digest = messageDigest("sha256");
        return of("sha256", digest.digest(content));
    }

    static Digest of(String algorithm, byte[] value) {
        return new Digest(algorithm, HexFormat.of().formatHex(value));
    }

    MessageDigest messageDigest() {
        return messageDigest(algorithm);
    }

    static MessageDigest messageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256 and this one SHA-512", e);
        }
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
