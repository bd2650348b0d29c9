package dev.hull.image;

import dev.hull.image.tar.BoundedInputStream;
import dev.hull.image.tar.Compression;
import dev.hull.image.tar.DigestedInputStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** An archive file on its way through decompression: digested before and after, bounded in its expansion. */
final class ArchiveStream implements Closeable {
    private static final int BUFFER = 128 << 10;

    private final DigestedInputStream stored;
    private final DigestedInputStream plain;
    private final Compression compression;

    private ArchiveStream(DigestedInputStream stored, DigestedInputStream plain, Compression compression) {
        this.stored = stored;
        this.plain = plain;
        this.compression = compression;
    }

    static ArchiveStream open(Path file, MessageDigest storedDigest, MessageDigest plainDigest) throws IOException {
        DigestedInputStream stored = new DigestedInputStream(Files.newInputStream(file), storedDigest);
        try {
            BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER);
            Compression compression = Compression.detect(buffered);
            BoundedInputStream bounded = new BoundedInputStream(compression.open(buffered), stored::count);
            return new ArchiveStream(stored, new DigestedInputStream(bounded, plainDigest), compression);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    Compression compression() {
        return compression;
    }

    /** The uncompressed bytes. */
    DigestedInputStream plain() {
        return plain;
    }

    /** The digest of the uncompressed bytes, read to their end. */
    byte[] plainDigest() throws IOException {
        return plain.finish();
    }

    /** The digest of the file, read to its end. */
    byte[] storedDigest() throws IOException {
        return stored.finish();
    }

    /** The file's size, once it was read to its end. */
    long storedBytes() {
        return stored.count();
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
