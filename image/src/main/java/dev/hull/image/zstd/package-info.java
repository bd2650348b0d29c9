/** Zstandard decompression (RFC 8878) in plain Java: no native code, no unsafe memory access. */
@NullMarked
package dev.hull.image.zstd;

import org.jspecify.annotations.NullMarked;
