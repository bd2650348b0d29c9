package dev.hull.image.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The records of a pax extended header: {@code LENGTH KEYWORD=VALUE\n}, the length of the whole record in decimal.
 *
 * <p>Source: POSIX pax(1), "pax Extended Header". Values are bytes, whatever {@code hdrcharset} says: the kernel's names
 * are bytes too. Keywords are given as ISO 8859-1, which keeps every byte.
 */
final class PaxRecords {
    private PaxRecords() {}

    static void parse(byte[] header, long offset, BiConsumer<String, byte[]> each) throws TarException {
        int start = 0;
        while (start < header.length) {
            int space = start;
            long length = 0;
            while (space < header.length && header[space] >= '0' && header[space] <= '9' && space - start < 9) {
                length = length * 10 + (header[space] - '0');
                space++;
            }
            if (space == start && isPadding(header, start)) {
                return;
            }
            boolean digits = space > start && space < header.length && header[space] == ' ';
            if (!digits || length > header.length - start || length < space - start + 3) {
                throw new TarException(offset + start, "a pax record with a wrong length");
            }
            int end = start + (int) length;
            int equals = space + 1;
            while (equals < end && header[equals] != '=') {
                equals++;
            }
            if (equals >= end - 1 || equals == space + 1 || header[end - 1] != '\n') {
                throw new TarException(offset + start, "a pax record that is not LENGTH KEYWORD=VALUE and a newline");
            }
            each.accept(
                    new String(header, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1),
                    Arrays.copyOfRange(header, equals + 1, end - 1));
            start = end;
        }
    }

    /** Some writers fill the header up with NULs and count them. */
    private static boolean isPadding(byte[] header, int start) {
        for (int i = start; i < header.length; i++) {
            if (header[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
