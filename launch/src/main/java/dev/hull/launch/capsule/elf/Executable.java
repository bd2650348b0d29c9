package dev.hull.launch.capsule.elf;

import dev.hull.launch.capsule.form.Backend;
import dev.hull.launch.capsule.form.Image;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A static executable at fixed addresses.
 *
 * <p>Position-dependent: addresses are 32-bit constants, so nothing has to be relocated and no page written before it
 * runs; the capsule reads no input whose bug a random address would hide (its stack is placed by the kernel as ever).
 * Two segments, never both writable and executable: headers, text and constants (R X), zeroed memory (R W, not in the
 * file). The section table and the symbols lie behind what is loaded; they serve objdump, gdb and perf.
 */
public final class Executable {
    private static final long BASE = 0x400000;
    private static final int FILE_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int PROGRAM_HEADERS = 4;
    private static final int NOTE_OFFSET = FILE_HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
    private static final int BUILD_ID = 20;
    private static final int NOTE = 16 + BUILD_ID;
    private static final int CODE_OFFSET = (NOTE_OFFSET + NOTE + 15) / 16 * 16;

    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int PF_X = 1;
    private static final int PF_W = 2;
    private static final int PF_R = 4;
    private static final int NT_GNU_BUILD_ID = 3;
    private static final int GNU = 'G' | 'N' << 8 | 'U' << 16;

    private Executable() {}

    /** The program as an executable file of the backend's architecture. */
    public static byte[] of(Program program, Backend backend) {
        Image image = backend.assemble(program, BASE + CODE_OFFSET);
        Sections sections = new Sections(image, BASE, NOTE_OFFSET, NOTE, CODE_OFFSET);
        int loaded = CODE_OFFSET + image.code().length;
        int sectionTable = (loaded + sections.contentSize() + 7) / 8 * 8;
        ByteBuffer file =
                ByteBuffer.allocate(sectionTable + sections.tableSize()).order(ByteOrder.LITTLE_ENDIAN);
        header(file, backend.architecture(), image.start(), sectionTable, sections.count());
        segment(file, PT_LOAD, PF_R | PF_X, 0, BASE, loaded, loaded);
        segment(file, PT_LOAD, PF_R | PF_W, 0, image.zeroed(), 0, Math.max(image.zeroedSize(), 1));
        segment(file, PT_NOTE, PF_R, NOTE_OFFSET, BASE + NOTE_OFFSET, NOTE, NOTE);
        segment(file, PT_GNU_STACK, PF_R | PF_W, 0, 0, 0, 0);
        file.putInt(4).putInt(BUILD_ID).putInt(NT_GNU_BUILD_ID).putInt(GNU).put(digest(image.code()));
        file.position(CODE_OFFSET).put(image.code());
        sections.write(file, loaded, sectionTable);
        return file.array();
    }

    private static void header(
            ByteBuffer file, Architecture architecture, long entry, long sectionTable, int sections) {
        file.putInt(0x464C457F) // \x7fELF
                .put((byte) 2) // 64-bit
                .put((byte) 1) // little-endian
                .put((byte) 1)
                .position(16)
                .putShort((short) 2) // ET_EXEC
                .putShort(machine(architecture))
                .putInt(1)
                .putLong(entry)
                .putLong(FILE_HEADER)
                .putLong(sectionTable)
                .putInt(0)
                .putShort((short) FILE_HEADER)
                .putShort((short) PROGRAM_HEADER)
                .putShort((short) PROGRAM_HEADERS)
                .putShort((short) Sections.HEADER)
                .putShort((short) sections)
                .putShort((short) (sections - 1));
    }

    private static short machine(Architecture architecture) {
        return switch (architecture) {
            case I386 -> 3;
            case X86_64 -> 62;
            case ARM64 -> 183;
        };
    }

    private static void segment(
            ByteBuffer file, int type, int flags, long offset, long address, long fileSize, long memorySize) {
        file.putInt(type)
                .putInt(flags)
                .putLong(offset)
                .putLong(address)
                .putLong(address)
                .putLong(fileSize)
                .putLong(memorySize)
                .putLong(type == PT_LOAD ? 0x1000 : 4);
    }

    private static byte[] digest(byte[] code) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(code), BUILD_ID);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
