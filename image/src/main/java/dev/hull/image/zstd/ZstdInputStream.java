package dev.hull.image.zstd;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decompresses Zstandard frames, one after the other (RFC 8878). Skippable frames are skipped, checksums verified,
 * dictionaries refused.
 *
 * <p>Memory: the window of the frame, at most {@link #MAX_WINDOW}, about twice. The source must support nothing but
 * reading; buffer it.
 */
public final class ZstdInputStream extends InputStream {
    /** The greatest window, in bytes: what {@code zstd -d} takes without being told more. */
    public static final int MAX_WINDOW = 128 << 20;

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;

    private final InputStream in;
    private final byte[] block = new byte[Literals.MAX_BLOCK + BackwardBits.SLACK];
    private final Literals literals = new Literals();
    private final Sequences sequences = new Sequences();
    private final History history = new History();
    private final XxHash64 checksum = new XxHash64();

    private boolean inFrame;
    private boolean ended;
    private boolean hasChecksum;
    private int maxBlock;
    /** What the frame says it holds, -1 if it does not say. */
    private long contentSize;

    public ZstdInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (history.available() == 0 && !ended) {
            if (inFrame) {
                block();
            } else {
                frame();
            }
        }
        return length == 0 ? 0 : history.available() == 0 ? -1 : history.take(buffer, offset, length);
    }

    /** Begins a frame, or finds the end of the stream. */
    private void frame() throws IOException {
        int first = in.read();
        if (first < 0) {
            ended = true;
            return;
        }
        int magic = first | (int) number(3) << 8;
        if ((magic & 0xFFFFFFF0) == SKIPPABLE) {
            in.skipNBytes(number(4));
            return;
        }
        if (magic != MAGIC) {
            throw new ZstdException(String.format("no frame begins with 0x%08x", magic));
        }
        int descriptor = (int) number(1);
        if ((descriptor & 8) != 0) {
            throw new ZstdException("a reserved bit is set");
        }
        boolean singleSegment = (descriptor & 0x20) != 0;
        hasChecksum = (descriptor & 4) != 0;
        long window = singleSegment ? 0 : window((int) number(1));
        if (number(dictionaryBytes(descriptor)) != 0) {
            throw new ZstdException("the frame needs a dictionary");
        }
        contentSize = contentSize(descriptor >>> 6, singleSegment);
        window = singleSegment ? contentSize : window;
        if (window < 0 || window > MAX_WINDOW) {
            throw new ZstdException("a window of " + window + " bytes, more than " + MAX_WINDOW);
        }
        maxBlock = (int) Math.min(window, Literals.MAX_BLOCK);
        history.reset((int) window);
        literals.reset();
        sequences.reset();
        checksum.reset();
        inFrame = true;
    }

    private static int dictionaryBytes(int descriptor) {
        int flag = descriptor & 3;
        return flag == 3 ? 4 : flag;
    }

    private static long window(int descriptor) {
        long base = 1L << (10 + (descriptor >>> 3));
        return base + base / 8 * (descriptor & 7);
    }

    private long contentSize(int flag, boolean singleSegment) throws IOException {
        return switch (flag) {
            case 0 -> singleSegment ? number(1) : -1;
            case 1 -> number(2) + 256;
            case 2 -> number(4);
            default -> number(8);
        };
    }

    private void block() throws IOException {
        int header = (int) number(3);
        int size = header >>> 3;
        int type = header >>> 1 & 3;
        if (size > maxBlock) {
            throw new ZstdException("a block of " + size + " bytes, more than " + maxBlock);
        }
        long before = history.total();
        history.reserve(Literals.MAX_BLOCK);
        switch (type) {
            case 0 -> {
                fill(size);
                history.append(block, 0, size);
            }
            case 1 -> history.fill((byte) number(1), size);
            case 2 -> {
                fill(size);
                if (size < 2) {
                    throw new ZstdException("a compressed block of " + size + " bytes");
                }
                sequences.decode(block, literals.read(block, 0, size), size, literals, history);
            }
            default -> throw new ZstdException("a block of the reserved type");
        }
        if (history.total() - before > maxBlock) {
            throw new ZstdException("a block that expands to more than " + maxBlock + " bytes");
        }
        history.digest(checksum, (int) (history.total() - before));
        if ((header & 1) != 0) {
            endFrame();
        }
    }

    private void endFrame() throws IOException {
        inFrame = false;
        if (contentSize >= 0 && history.total() != contentSize) {
            throw new ZstdException("a frame of " + history.total() + " bytes that says it holds " + contentSize);
        }
        if (hasChecksum && (int) number(4) != (int) checksum.value()) {
            throw new ZstdException("the checksum is wrong: the data is damaged");
        }
    }

    private void fill(int size) throws IOException {
        if (in.readNBytes(block, 0, size) < size) {
            throw new EOFException("zstd: the data is cut");
        }
    }

    private long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("zstd: the data is cut");
            }
            value |= (long) next << (8 * i);
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
