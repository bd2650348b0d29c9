package dev.hull.engine;

import java.nio.charset.StandardCharsets;

/** JSON text as bytes. A lone surrogate ({@link dev.hull.linux.KernelText}) has no UTF-8: it becomes an escape. */
final class JsonText {
    private JsonText() {}

    static byte[] utf8(String json) {
        int lone = loneSurrogate(json, 0);
        if (lone < 0) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder escaped = new StringBuilder(json.length() + 32);
        int from = 0;
        for (; lone >= 0; lone = loneSurrogate(json, from)) {
            escaped.append(json, from, lone).append("\\u").append(Integer.toHexString(json.charAt(lone)));
            from = lone + 1;
        }
        return escaped.append(json, from, json.length()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int loneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                return i;
            }
        }
        return -1;
    }
}
