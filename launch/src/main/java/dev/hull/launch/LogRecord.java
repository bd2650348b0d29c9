package dev.hull.launch;

/**
 * One record of a log segment: {@code {u32 length, u8 stream, u8 flags, u16 0, u64 realtime ns, u64 sequence}},
 * little-endian, then {@code length} bytes of output. The keeper appends a short one by one write, a long one (from
 * 16 KiB, at most 256 KiB) as its header and then its bytes; a reader takes what is not complete for a torn tail, which may
 * still grow.
 *
 * <p>Segments are named by eight digits. Sequence numbers grow through all segments of a container; where a keeper finds
 * no record in the newest segment, it begins with that segment's number times 2^40.
 */
public final class LogRecord {
    public static final int LENGTH = 0;
    public static final int STREAM = 4;
    public static final int FLAGS = 5;
    public static final int TIME = 8;
    public static final int SEQUENCE = 16;
    public static final int HEADER_SIZE = 24;

    public static final int STDOUT = 1;
    public static final int STDERR = 2;

    /** Digits of a segment's file name. */
    public static final int NAME_DIGITS = 8;

    /** The first sequence number of a log is its segment's number shifted left by this. */
    public static final int SEQUENCE_SHIFT = 40;

    private LogRecord() {}
}
