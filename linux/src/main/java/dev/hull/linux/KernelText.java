package dev.hull.linux;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The kernel's names, arguments and environment as Java text, without loss: they are bytes, mostly UTF-8, not always.
 *
 * <p>A byte b that is no part of valid UTF-8 becomes the lone surrogate U+DC00 + b, as PEP 383 has it, and comes back
 * as itself. JSON carries it as an escape.
 */
public final class KernelText {
    private KernelText() {}

    /** Bytes to text. */
    public static String decode(byte[] bytes) {
        String plain = new String(bytes, StandardCharsets.UTF_8);
        return plain.indexOf('\uFFFD') < 0 ? plain : decodeBroken(bytes);
    }

    /** Text to bytes: the inverse of {@link #decode}. */
    public static byte[] encode(String text) {
        int first = firstEscape(text);
        return first < 0 ? text.getBytes(StandardCharsets.UTF_8) : encodeEscaped(text);
    }

    private static String decodeBroken(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (true) {
            var result = decoder.reset().decode(in, out, true);
            text.append(out.flip());
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append((char) (0xDC00 + (in.get() & 0xFF)));
            }
        }
    }

    private static int firstEscape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] encodeEscaped(String text) {
        ByteBuffer out = ByteBuffer.allocate(text.length() * 3);
        var encoder = StandardCharsets.UTF_8.newEncoder();
        CharBuffer in = CharBuffer.wrap(text);
        while (true) {
            var result = encoder.reset().encode(in, out, true);
            if (!result.isError()) {
                byte[] bytes = new byte[out.flip().remaining()];
                out.get(bytes);
                return bytes;
            }
            char c = in.get();
            if (c < 0xDC80 || c > 0xDCFF) {
                throw new IllegalArgumentException(
                        "the text has a lone surrogate U+" + Integer.toHexString(c) + " that stands for no byte");
            }
            out.put((byte) (c - 0xDC00));
        }
    }
}
