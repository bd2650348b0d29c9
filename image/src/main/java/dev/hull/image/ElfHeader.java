package dev.hull.image;

import dev.hull.linux.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel wants to know of an ELF file before it runs it (elf(5); fs/binfmt_elf.c).
 *
 * @param machine {@code e_machine}
 * @param is64 whether its class is 64-bit
 * @param interpreter the dynamic loader's path, null for a static program
 */
record ElfHeader(int machine, boolean is64, @Nullable String interpreter) {
    private static final int I386 = 3;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    private static final int PT_INTERP = 3;
    private static final int MAX_SEGMENTS = 128;
    private static final int MAX_PATH = 4096;

    static boolean isElf(byte[] head) {
        return head.length >= 4 && head[0] == 0x7F && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }

    /** Null if the head is too short or makes no sense. */
    static @Nullable ElfHeader parse(byte[] head) {
        if (!isElf(head) || head.length < 52) {
            return null;
        }
        boolean is64 = head[4] == 2;
        ByteBuffer elf = ByteBuffer.wrap(head).order(head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long table = is64 ? elf.getLong(32) : Integer.toUnsignedLong(elf.getInt(28));
        int size = Short.toUnsignedInt(elf.getShort(is64 ? 54 : 42));
        int count = is64 && head.length < 64 ? 0 : Short.toUnsignedInt(elf.getShort(is64 ? 56 : 44));
        return new ElfHeader(
                Short.toUnsignedInt(elf.getShort(18)),
                is64,
                interpreter(elf, is64, table, size, Math.min(count, MAX_SEGMENTS)));
    }

    private static @Nullable String interpreter(ByteBuffer elf, boolean is64, long table, int size, int count) {
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * size;
            if (at < 0 || at + (is64 ? 56 : 32) > elf.limit()) {
                return null;
            }
            int header = (int) at;
            if (elf.getInt(header) == PT_INTERP) {
                long offset = is64 ? elf.getLong(header + 8) : Integer.toUnsignedLong(elf.getInt(header + 4));
                long length = is64 ? elf.getLong(header + 32) : Integer.toUnsignedLong(elf.getInt(header + 16));
                boolean inside = offset >= 0 && length > 1 && length <= MAX_PATH && offset <= elf.limit() - length;
                return inside
                        ? StandardCharsets.UTF_8
                                .decode(elf.slice((int) offset, (int) length - 1))
                                .toString()
                        : null;
            }
        }
        return null;
    }

    /** Whether the machine's kernel can run it: its own architecture, and i386 programs on x86-64. */
    boolean runsOn(Architecture host) {
        return switch (host) {
            case X86_64 -> machine == X86_64 || machine == I386;
            case I386 -> machine == I386;
            case ARM64 -> machine == AARCH64;
        };
    }

    /** The processor it is for, in words. */
    String machineName() {
        return switch (machine) {
            case I386 -> "i386";
            case X86_64 -> is64 ? "x86-64" : "x32";
            case AARCH64 -> "arm64";
            case 40 -> "32-bit ARM";
            case 243 -> "RISC-V";
            case 20, 21 -> "PowerPC";
            case 22 -> "s390";
            case 8 -> "MIPS";
            case 2, 18, 43 -> "SPARC";
            case 258 -> "LoongArch";
            default -> "the ELF machine " + machine;
        };
    }
}
