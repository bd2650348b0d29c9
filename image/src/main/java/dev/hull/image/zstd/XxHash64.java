package dev.hull.image.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** XXH64 with seed 0, the frames' checksum (RFC 8878, 3.1.1; the xxHash specification). */
final class XxHash64 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME1 = 0x9E3779B185EBCA87L;
    private static final long PRIME2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME3 = 0x165667B19E3779F9L;
    private static final long PRIME4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private final long[] lanes = new long[4];
    private final byte[] pending = new byte[STRIPE];
    private int pendingCount;
    private long total;

    XxHash64() {
        reset();
    }

    void reset() {
        lanes[0] = PRIME1;
        lanes[0] += PRIME2;
        lanes[1] = PRIME2;
        lanes[2] = 0;
        lanes[3] = -PRIME1;
        pendingCount = 0;
        total = 0;
    }

    void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        total += length;
        if (pendingCount > 0) {
            int count = Math.min(STRIPE - pendingCount, length);
            System.arraycopy(bytes, at, pending, pendingCount, count);
            pendingCount += count;
            at += count;
            if (pendingCount < STRIPE) {
                return;
            }
            stripe(pending, 0);
            pendingCount = 0;
        }
        for (; at + STRIPE <= end; at += STRIPE) {
            stripe(bytes, at);
        }
        System.arraycopy(bytes, at, pending, 0, end - at);
        pendingCount = end - at;
    }

    private void stripe(byte[] bytes, int at) {
        for (int i = 0; i < 4; i++) {
            lanes[i] = round(lanes[i], (long) LONG.get(bytes, at + 8 * i));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME2, 31) * PRIME1;
    }

    long value() {
        long hash;
        if (total >= STRIPE) {
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * PRIME1 + PRIME4;
            }
        } else {
            hash = lanes[2] + PRIME5;
        }
        return avalanche(tail(hash + total));
    }

    private long tail(long start) {
        long hash = start;
        int at = 0;
        for (; at + 8 <= pendingCount; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(pending, at)), 27) * PRIME1 + PRIME4;
        }
        if (at + 4 <= pendingCount) {
            long word = (int) INT.get(pending, at) & 0xFFFFFFFFL;
            hash = Long.rotateLeft(hash ^ word * PRIME1, 23) * PRIME2 + PRIME3;
            at += 4;
        }
        for (; at < pendingCount; at++) {
            hash = Long.rotateLeft(hash ^ (pending[at] & 0xFF) * PRIME5, 11) * PRIME1;
        }
        return hash;
    }

    private static long avalanche(long value) {
        long hash = value;
        hash = (hash ^ hash >>> 33) * PRIME2;
        hash = (hash ^ hash >>> 29) * PRIME3;
        return hash ^ hash >>> 32;
    }
}
