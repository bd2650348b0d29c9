package dev.hull.image.tar;

import dev.hull.linux.call.Pathname;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive entry by entry: v7, ustar, star, pax, GNU with long names and sparse files of every version.
 *
 * <p>A malformed archive is a {@link TarException} that names the place. What follows the end is not looked at.
 */
public final class TarReader {
    private static final int BLOCK = Header.BLOCK;
    private static final String SPARSE = "GNU.sparse.";
    private static final long MAX_ID = 0xFFFF_FFFEL;

    private final InputStream in;
    private final TarLimits limits;
    private final Attributes global = new Attributes();
    private long position;
    private long headers;
    private long contentBytes;
    /** What of the current entry's stored bytes is unread, and the zeros that fill its last block. */
    private long remaining;

    private long padding;
    private boolean ended;

    public TarReader(InputStream in, TarLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** The next entry, null after the last one. What is left of the current one's content is skipped. */
    public @Nullable TarEntry next() throws IOException {
        skipContent();
        Attributes attributes = global.copy();
        while (!ended) {
            Header header = header();
            if (header == null) {
                return null;
            }
            switch (header.type()) {
                case 'x', 'X' -> attributes.parse(extended(header), header.offset() + BLOCK, limits.extents());
                case 'g' -> {
                    global.parse(extended(header), header.offset() + BLOCK, limits.extents());
                    attributes = global.copy();
                }
                case 'L' -> attributes.put("path", withoutTrailingNul(extended(header)));
                case 'K' -> attributes.put("linkpath", withoutTrailingNul(extended(header)));
                case 'V' -> skip(header.size());
                case 'M', 'N' ->
                    throw new TarException(
                            header.offset(),
                            "an entry of type " + header.type() + ": archives of several volumes and GNU's ancient"
                                    + " long names are not supported");
                default -> {
                    return entry(header, attributes);
                }
            }
        }
        return null;
    }

    /** Reads the current entry's stored bytes, -1 at their end; see {@link TarEntry#extents()}. */
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, remaining));
        if (count < 0) {
            throw new TarException(position, "the archive ends within a file, " + remaining + " bytes are missing");
        }
        remaining -= count;
        position += count;
        return count;
    }

    private void skipContent() throws IOException {
        byte[] buffer = new byte[(int) Math.min(64 << 10, remaining + padding)];
        while (remaining > 0) {
            read(buffer, 0, buffer.length);
        }
        if (padding > 0) {
            int count = in.readNBytes(buffer, 0, (int) Math.min(padding, buffer.length));
            position += count;
            // the archive's last padding may be missing, the end mark then is too
            padding = 0;
        }
    }

    private @Nullable Header header() throws IOException {
        if (++headers > limits.entries()) {
            throw new TarException(position, "more than " + limits.entries() + " entries");
        }
        long start = position;
        byte[] block = block();
        if (block != null && isZero(block)) {
            byte[] second = block();
            if (second != null && !isZero(second)) {
                throw new TarException(start, "a single block of zeros between entries");
            }
            ended = true;
            return null;
        }
        if (block == null) {
            if (limits.endRequired()) {
                throw new TarException(start, "the archive is cut: it ends without the two blocks of zeros");
            }
            ended = true;
            return null;
        }
        return Header.of(block, start);
    }

    private byte @Nullable [] block() throws IOException {
        byte[] block = new byte[BLOCK];
        int count = in.readNBytes(block, 0, BLOCK);
        if (count == 0) {
            return null;
        }
        if (count < BLOCK) {
            throw new TarException(position, "the archive is cut: a block of " + count + " bytes, not " + BLOCK);
        }
        position += BLOCK;
        return block;
    }

    private byte[] requiredBlock(String what) throws IOException {
        byte[] block = block();
        if (block == null) {
            throw new TarException(position, "the archive is cut in " + what);
        }
        return block;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The content of a header that is about another one. */
    private byte[] extended(Header header) throws IOException {
        long size = header.size();
        if (size < 0 || size > limits.headerBytes()) {
            throw new TarException(
                    header.offset(), "an extended header of " + size + " bytes, more than " + limits.headerBytes());
        }
        byte[] content = new byte[(int) size];
        int count = in.readNBytes(content, 0, content.length);
        position += count;
        if (count < content.length) {
            throw new TarException(position, "the archive is cut in an extended header");
        }
        padding = padding(size);
        skipContent();
        return content;
    }

    private void skip(long size) throws IOException {
        store(size);
        skipContent();
    }

    private static long padding(long size) {
        return -size & (BLOCK - 1);
    }

    private static byte[] withoutTrailingNul(byte[] name) {
        int end = name.length;
        while (end > 0 && name[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(name, end);
    }

    private TarEntry entry(Header header, Attributes attributes) throws IOException {
        byte[] path = attributes.bytes("path");
        byte[] sparseName = attributes.bytes(SPARSE + "name");
        Pathname name = name(sparseName != null ? sparseName : path != null ? path : header.name(), header);
        TarEntry.Type type = type(header, name);
        byte[] linkPath = attributes.bytes("linkpath");
        boolean isLink = type == TarEntry.Type.HARD_LINK || type == TarEntry.Type.SYMBOLIC_LINK;
        Pathname link = isLink ? name(linkPath != null ? linkPath : header.link(), header) : Pathname.EMPTY;
        long size = 0;
        List<TarEntry.Extent> extents = List.of();
        if (type == TarEntry.Type.FILE || header.type() == 'D') {
            long stored = attributes.number("size", header.size());
            List<Long> map = sparseMap(header, attributes, stored);
            extents = map == null ? whole(remaining) : extents(map, header);
            size = map == null ? remaining : sparseSize(header, attributes);
            checkExtents(extents, size, header);
        }
        if (type == TarEntry.Type.DIRECTORY) {
            // GNU's list of the directory's names
            skipContent();
            size = 0;
            extents = List.of();
        }
        return new TarEntry(
                header.offset(),
                type,
                name,
                link,
                (int) header.mode() & 07777,
                id(attributes.number("uid", header.uid()), "uid", header),
                id(attributes.number("gid", header.gid()), "gid", header),
                size,
                attributes.modified(header.modified()),
                extents,
                attributes.number("SCHILY.devmajor", header.major()),
                attributes.number("SCHILY.devminor", header.minor()),
                attributes.xattrs());
    }

    private static Pathname name(byte[] bytes, Header header) throws TarException {
        if (bytes.length == 0) {
            throw new TarException(header.offset(), "an entry with an empty name");
        }
        if (bytes.length > 4095 || Attributes.contains(bytes, (byte) 0)) {
            throw new TarException(
                    header.offset(),
                    bytes.length > 4095 ? "a name of " + bytes.length + " bytes" : "a name that holds a NUL");
        }
        return Pathname.of(bytes);
    }

    private static TarEntry.Type type(Header header, Pathname name) throws TarException {
        return switch (header.type()) {
            case '0', '\0', '7', 'S' -> endsWithSlash(name) ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMBOLIC_LINK;
            case '3' -> TarEntry.Type.CHARACTER_DEVICE;
            case '4' -> TarEntry.Type.BLOCK_DEVICE;
            case '5', 'D' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            default ->
                throw new TarException(
                        header.offset(),
                        String.format("an entry of the unknown type 0x%02x: %s", (int) header.type(), name));
        };
    }

    private static boolean endsWithSlash(Pathname name) {
        byte[] bytes = name.bytes();
        return bytes[bytes.length - 1] == '/';
    }

    private static long id(long id, String field, Header header) throws TarException {
        if (id < 0 || id > MAX_ID) {
            throw new TarException(header.offset(), "the " + field + " " + id + " is not from 0 to " + MAX_ID);
        }
        return id;
    }

    /** Makes {@code size} stored bytes the current content. */
    private void store(long size) throws TarException {
        if (size < 0 || size > limits.bytes() - contentBytes) {
            throw new TarException(position, "more than " + limits.bytes() + " bytes of files");
        }
        contentBytes += size;
        remaining = size;
        padding = padding(size);
    }

    /** The numbers of a sparse file's map, null for a file without holes. The stored bytes are current afterwards. */
    private @Nullable List<Long> sparseMap(Header header, Attributes attributes, long stored) throws IOException {
        if (header.type() == 'S') {
            List<Long> map = gnuMap(header);
            store(stored);
            return map;
        }
        store(stored);
        if (attributes.number(SPARSE + "major", 0) == 1 && attributes.number(SPARSE + "minor", 0) == 0) {
            return mapInContent(header);
        }
        return attributes.sparseMap(limits.extents());
    }

    /** Old GNU: four extents in the header, 21 in each block that follows it. */
    private List<Long> gnuMap(Header header) throws IOException {
        List<Long> map = new ArrayList<>();
        byte[] block = header.block();
        int at = 386;
        int count = 4;
        boolean more = header.isExtended();
        while (true) {
            for (int i = 0; i < count && block[at + 24 * i + 12] != 0; i++) {
                map.add(Header.number(block, at + 24 * i, 12, "sparse offset", header.offset()));
                map.add(Header.number(block, at + 24 * i + 12, 12, "sparse length", header.offset()));
            }
            if (!more) {
                return map;
            }
            if (map.size() / 2 > limits.extents()) {
                throw new TarException(header.offset(), "a sparse file of more than " + limits.extents() + " extents");
            }
            block = requiredBlock("a sparse file's map");
            at = 0;
            count = 21;
            more = block[504] != 0;
        }
    }

    /** GNU.sparse 1.0: the map is text before the content, a number a line, the first the number of extents. */
    private List<Long> mapInContent(Header header) throws IOException {
        List<Long> numbers = new ArrayList<>();
        byte[] block = new byte[BLOCK];
        long wanted = 1;
        long number = 0;
        int digits = 0;
        while (numbers.size() < wanted) {
            if (remaining < BLOCK) {
                throw new TarException(header.offset(), "a sparse file whose map is cut");
            }
            for (int done = 0; done < BLOCK; ) {
                done += read(block, done, BLOCK - done);
            }
            for (int i = 0; i < BLOCK && numbers.size() < wanted; i++) {
                if (block[i] == '\n' && digits > 0) {
                    numbers.add(number);
                    wanted = numbers.size() == 1 ? 1 + 2 * number : wanted;
                    number = 0;
                    digits = 0;
                } else if (block[i] >= '0' && block[i] <= '9' && ++digits <= 18) {
                    number = number * 10 + (block[i] - '0');
                } else {
                    throw new TarException(header.offset(), "a sparse file whose map is no list of numbers");
                }
            }
            if (wanted / 2 > limits.extents()) {
                throw new TarException(header.offset(), "a sparse file of more than " + limits.extents() + " extents");
            }
        }
        return numbers.subList(1, numbers.size());
    }

    private static long sparseSize(Header header, Attributes attributes) throws TarException {
        return header.type() == 'S'
                ? header.realSize()
                : attributes.number(SPARSE + "realsize", attributes.number(SPARSE + "size", 0));
    }

    private static List<TarEntry.Extent> whole(long size) {
        return size == 0 ? List.of() : List.of(new TarEntry.Extent(0, size));
    }

    private static List<TarEntry.Extent> extents(List<Long> map, Header header) throws TarException {
        if (map.size() % 2 != 0) {
            throw new TarException(header.offset(), "a sparse file whose map has an odd count of numbers");
        }
        List<TarEntry.Extent> extents = new ArrayList<>(map.size() / 2);
        for (int i = 0; i < map.size(); i += 2) {
            if (map.get(i + 1) != 0) {
                extents.add(new TarEntry.Extent(map.get(i), map.get(i + 1)));
            }
        }
        return extents;
    }

    private void checkExtents(List<TarEntry.Extent> extents, long size, Header header) throws TarException {
        long end = 0;
        long sum = 0;
        for (TarEntry.Extent extent : extents) {
            boolean inside = extent.offset() >= end && extent.length() > 0 && extent.length() <= size - extent.offset();
            if (!inside) {
                throw new TarException(header.offset(), "a sparse file with an extent outside of it");
            }
            end = extent.offset() + extent.length();
            sum += extent.length();
        }
        if (sum != remaining || size < 0) {
            throw new TarException(
                    header.offset(), "a sparse file of " + sum + " bytes in extents, but " + remaining + " stored");
        }
    }
}
