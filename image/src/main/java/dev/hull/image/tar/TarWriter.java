package dev.hull.image.tar;

import dev.hull.linux.call.Pathname;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes an archive in the pax format (POSIX pax(1)): ustar headers, and an extended header where an entry has what
 * ustar cannot say. Times are whole seconds in the former and exact in the latter, which is written for a fraction too.
 */
public final class TarWriter implements Closeable {
    private static final int BLOCK = Header.BLOCK;
    private static final int NAME = 100;
    private static final long MAX_OCTAL_7 = 07777777;
    private static final long MAX_OCTAL_11 = 077777777777L;

    private final OutputStream out;
    private long remaining;
    private int padding;

    /** The stream is flushed at the end, never closed. */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins an entry; a file's content of {@code size} bytes must follow. Extents are not written: holes are zeros. */
    public void begin(TarEntry entry) throws IOException {
        finishEntry();
        byte[] extended = extended(entry);
        if (extended.length > 0) {
            header(new byte[] {'.', '/', 'p', 'a', 'x'}, new byte[0], 'x', 0644, 0, 0, extended.length, 0, 0, 0);
            out.write(extended);
            out.write(new byte[padding(extended.length)]);
        }
        boolean device = entry.type() == TarEntry.Type.CHARACTER_DEVICE || entry.type() == TarEntry.Type.BLOCK_DEVICE;
        header(
                entry.name().bytes(),
                entry.link().bytes(),
                type(entry.type()),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.size(),
                Math.max(0, entry.modified().getEpochSecond()),
                device ? entry.major() : 0,
                device ? entry.minor() : 0);
        remaining = entry.size();
        padding = padding(entry.size());
    }

    /** A piece of the current file's content. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > remaining) {
            throw new IllegalArgumentException(length + " bytes for an entry that lacks " + remaining);
        }
        out.write(bytes, offset, length);
        remaining -= length;
    }

    /** What the current file still lacks. */
    public long remaining() {
        return remaining;
    }

    private void finishEntry() throws IOException {
        if (remaining > 0) {
            throw new IllegalStateException("the entry lacks " + remaining + " bytes");
        }
        out.write(new byte[padding]);
        padding = 0;
    }

    private static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    private static char type(TarEntry.Type type) {
        return switch (type) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMBOLIC_LINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private static byte[] extended(TarEntry entry) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (!fits(entry.name())) {
            record(records, "path", entry.name().bytes());
        }
        if (!fits(entry.link())) {
            record(records, "linkpath", entry.link().bytes());
        }
        if (entry.size() > MAX_OCTAL_11) {
            record(records, "size", Long.toString(entry.size()));
        }
        if (entry.uid() > MAX_OCTAL_7) {
            record(records, "uid", Long.toString(entry.uid()));
        }
        if (entry.gid() > MAX_OCTAL_7) {
            record(records, "gid", Long.toString(entry.gid()));
        }
        Instant modified = entry.modified();
        if (modified.getNano() != 0 || modified.getEpochSecond() < 0 || modified.getEpochSecond() > MAX_OCTAL_11) {
            record(records, "mtime", time(modified));
        }
        for (Map.Entry<Pathname, byte[]> xattr : entry.xattrs().entrySet()) {
            String name = new String(xattr.getKey().bytes(), StandardCharsets.ISO_8859_1);
            record(records, "SCHILY.xattr." + name, xattr.getValue());
        }
        return records.toByteArray();
    }

    private static boolean fits(Pathname name) {
        byte[] bytes = name.bytes();
        boolean ascii = true;
        for (byte b : bytes) {
            ascii &= b >= 0;
        }
        return ascii && bytes.length <= NAME;
    }

    /** Decimal seconds; of a time before 1970 the fraction counts downwards. */
    private static String time(Instant time) {
        boolean before = time.getEpochSecond() < 0;
        long seconds = before && time.getNano() > 0 ? time.getEpochSecond() + 1 : time.getEpochSecond();
        int nanos = before && time.getNano() > 0 ? 1_000_000_000 - time.getNano() : time.getNano();
        String sign = before && seconds == 0 ? "-" : "";
        return sign + seconds + "." + Integer.toString(1_000_000_000 + nanos).substring(1);
    }

    private static void record(ByteArrayOutputStream records, String keyword, String value) {
        record(records, keyword, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** The length counts its own digits. */
    private static void record(ByteArrayOutputStream records, String keyword, byte[] value) {
        int rest = keyword.length() + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        records.writeBytes((length + " " + keyword + "=").getBytes(StandardCharsets.ISO_8859_1));
        records.writeBytes(value);
        records.write('\n');
    }

    private void header(
            byte[] name,
            byte[] link,
            char type,
            int mode,
            long uid,
            long gid,
            long size,
            long modified,
            long major,
            long minor)
            throws IOException {
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME));
        System.arraycopy(link, 0, block, 157, Math.min(link.length, NAME));
        octal(block, 100, 8, mode);
        octal(block, 108, 8, Math.min(uid, MAX_OCTAL_7));
        octal(block, 116, 8, Math.min(gid, MAX_OCTAL_7));
        octal(block, 124, 12, Math.min(size, MAX_OCTAL_11));
        octal(block, 136, 12, Math.min(modified, MAX_OCTAL_11));
        block[156] = (byte) type;
        System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
        octal(block, 329, 8, major);
        octal(block, 337, 8, minor);
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    private static void octal(byte[] block, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        Arrays.fill(block, at, at + length - 1 - digits.length(), (byte) '0');
        byte[] bytes = digits.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at + length - 1 - bytes.length, bytes.length);
        block[at + length - 1] = 0;
    }

    /** Writes the end mark. */
    @Override
    public void close() throws IOException {
        finishEntry();
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }
}
