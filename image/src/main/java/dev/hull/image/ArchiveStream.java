package dev.hull.image;

import dev.hull.image.tar.BoundedInputStream;
import dev.hull.image.tar.Compression;
import dev.hull.image.tar.DigestedInputStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** An archive file on its way through decompression: digested before and after, bounded in its expansion. */
final class ArchiveStream implements Closeable {
    private static final int BUFFER = 128 << 10;

    private final DigestedInputStream stored;
    private final BoundedInputStream bounded;
    private final InputStream plain;
    private final Compression compression;

    private ArchiveStream(
            DigestedInputStream stored, BoundedInputStream bounded, InputStream plain, Compression compression) {
        this.stored = stored;
        this.bounded = bounded;
        this.plain = plain;
        this.compression = compression;
    }

    /**
     * Opens the file and looks at its first bytes.
     *
     * @param storedDigest updated with what is in the file
     * @param plainDigest updated with the uncompressed bytes, null if nobody asks for it
     */
    static ArchiveStream open(Path file, MessageDigest storedDigest, @Nullable MessageDigest plainDigest)
            throws IOException {
        DigestedInputStream stored = new DigestedInputStream(Files.newInputStream(file), storedDigest);
        try {
            BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER);
            Compression compression = Compression.detect(buffered);
            BoundedInputStream bounded = new BoundedInputStream(compression.open(buffered), stored::count);
            InputStream plain = plainDigest == null ? bounded : new DigestedInputStream(bounded, plainDigest);
            return new ArchiveStream(stored, bounded, plain, compression);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    Compression compression() {
        return compression;
    }

    /** The uncompressed bytes. */
    InputStream plain() {
        return plain;
    }

    /** Reads what is left of both: the digests are those of the whole, a checksum at the end is checked. */
    void finish() throws IOException {
        drain(plain);
        drain(stored);
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[64 << 10];
        while (in.read(buffer, 0, buffer.length) >= 0) {
            // digested by the stream
        }
    }

    long storedBytes() {
        return stored.count();
    }

    long plainBytes() {
        return bounded.count();
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
