package dev.hull.image.tar;

import dev.hull.linux.call.Pathname;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What extended headers say about the entry that follows: the global ones, overridden by its own.
 *
 * <p>The keywords are pax's, and those of star ({@code SCHILY.}), GNU tar ({@code GNU.sparse.}) and libarchive. Access
 * and change times, user and group names, POSIX ACLs and SELinux labels are left out: an image's ids are numbers, labels
 * are the host's policy.
 */
final class Attributes {
    private static final String XATTR = "SCHILY.xattr.";
    private static final String SPARSE = "GNU.sparse.";

    private final Map<String, byte[]> values;
    /** GNU.sparse 0.0 repeats its two keywords for each extent. */
    private final List<Long> sparsePairs = new ArrayList<>();

    private long offset;

    Attributes() {
        values = new LinkedHashMap<>();
    }

    private Attributes(Map<String, byte[]> values) {
        this.values = new LinkedHashMap<>(values);
    }

    Attributes copy() {
        return new Attributes(values);
    }

    /** An empty value takes back what a global header said. */
    void parse(byte[] header, long at, int maxExtents) throws TarException {
        offset = at;
        List<byte[]> pairs = new ArrayList<>();
        PaxRecords.parse(header, at, (keyword, value) -> {
            if (keyword.equals(SPARSE + "offset") || keyword.equals(SPARSE + "numbytes")) {
                pairs.add(value);
            } else if (value.length == 0) {
                values.remove(keyword);
            } else {
                values.put(keyword, value);
            }
        });
        if (pairs.size() / 2 > maxExtents) {
            throw new TarException(at, "a sparse file of more than " + maxExtents + " extents");
        }
        for (byte[] pair : pairs) {
            sparsePairs.add(decimal(pair, SPARSE + "offset"));
        }
    }

    boolean has(String keyword) {
        return values.containsKey(keyword);
    }

    byte @Nullable [] bytes(String keyword) {
        return values.get(keyword);
    }

    void put(String keyword, byte[] value) {
        values.put(keyword, value);
    }

    /** A decimal number, or the other value if the keyword is not there. */
    long number(String keyword, long otherwise) throws TarException {
        byte[] value = values.get(keyword);
        return value == null ? otherwise : decimal(value, keyword);
    }

    private long decimal(byte[] value, String keyword) throws TarException {
        long number = 0;
        for (byte digit : value) {
            if (digit < '0' || digit > '9' || value.length > 18) {
                throw new TarException(
                        offset, "the keyword " + keyword + " is no number: " + Pathname.of(withoutNul(value)));
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    private static byte[] withoutNul(byte[] value) {
        byte[] copy = value.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = copy[i] == 0 ? (byte) '?' : copy[i];
        }
        return copy;
    }

    /** {@code mtime}: decimal seconds with a fraction, possibly negative; digits after the ninth are dropped. */
    Instant modified(long otherwise) throws TarException {
        byte[] value = values.get("mtime");
        try {
            return value == null
                    ? Instant.ofEpochSecond(otherwise)
                    : seconds(new String(value, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new TarException(offset, "the keyword mtime is no time: " + e.getMessage());
        }
    }

    private static Instant seconds(String text) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        boolean negative = whole.startsWith("-");
        long nanos = fraction.isEmpty() ? 0 : Long.parseUnsignedLong((fraction + "000000000").substring(0, 9));
        long second = whole.isEmpty() || whole.equals("-") ? 0 : Long.parseLong(whole);
        return Instant.ofEpochSecond(second, negative ? -nanos : nanos);
    }

    Map<Pathname, byte[]> xattrs() throws TarException {
        Map<Pathname, byte[]> xattrs = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> entry : values.entrySet()) {
            if (entry.getKey().startsWith(XATTR)) {
                byte[] name = entry.getKey().substring(XATTR.length()).getBytes(StandardCharsets.ISO_8859_1);
                if (name.length == 0 || name.length > 255 || contains(name, (byte) 0)) {
                    throw new TarException(offset, "an extended attribute's name of " + name.length + " bytes");
                }
                xattrs.put(Pathname.of(name), entry.getValue());
            }
        }
        return xattrs;
    }

    static boolean contains(byte[] bytes, byte wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    /** GNU.sparse 0.0 and 0.1: the numbers of the map, offset and length in turn; null if there is no such map. */
    @Nullable
    List<Long> sparseMap(int maxExtents) throws TarException {
        byte[] map = values.get(SPARSE + "map");
        if (map == null) {
            return has(SPARSE + "size") ? sparsePairs : null;
        }
        List<Long> numbers = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= map.length; i++) {
            if (i == map.length || map[i] == ',') {
                numbers.add(decimal(java.util.Arrays.copyOfRange(map, start, i), SPARSE + "map"));
                start = i + 1;
                if (numbers.size() / 2 > maxExtents) {
                    throw new TarException(offset, "a sparse file of more than " + maxExtents + " extents");
                }
            }
        }
        return numbers;
    }
}
