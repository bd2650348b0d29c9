package dev.hull.launch.capsule.elf;

import dev.hull.launch.capsule.form.Image;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The section table, which only tools read: names, and the functions' places. */
final class Sections {
    static final int HEADER = 64;

    private static final int SYMBOL = 24;
    private static final int SHT_PROGBITS = 1;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_STRTAB = 3;
    private static final int SHT_NOTE = 7;
    private static final int SHT_NOBITS = 8;
    private static final int SHF_WRITE = 1;
    private static final int SHF_ALLOC = 2;
    private static final int SHF_EXECINSTR = 4;
    private static final int TEXT_SECTION = 2;
    private static final byte GLOBAL_FUNCTION = 0x12;

    private record Section(String name, int type, long flags, long address, long offset, long size, int align) {}

    private final List<Section> loaded;
    private final byte[] symbols;
    private final byte[] symbolNames;
    private final byte[] names;
    private final List<Integer> nameOffsets = new ArrayList<>();
    /** Symbols before the first global one: the empty first. */
    private static final int LOCAL_SYMBOLS = 1;

    Sections(Image image, long base, int noteOffset, int noteSize, int codeOffset) {
        long text = base + codeOffset;
        int dataSize = image.code().length - image.textSize();
        loaded = List.of(
                new Section("", 0, 0, 0, 0, 0, 0),
                new Section(".note.gnu.build-id", SHT_NOTE, SHF_ALLOC, base + noteOffset, noteOffset, noteSize, 4),
                new Section(".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, text, codeOffset, image.textSize(), 16),
                new Section(
                        ".rodata",
                        SHT_PROGBITS,
                        SHF_ALLOC,
                        text + image.textSize(),
                        codeOffset + (long) image.textSize(),
                        dataSize,
                        1),
                new Section(".bss", SHT_NOBITS, SHF_ALLOC | SHF_WRITE, image.zeroed(), 0, image.zeroedSize(), 16));
        ByteArrayOutputStream symbolNameBytes = new ByteArrayOutputStream();
        symbols = symbols(image.symbols(), symbolNameBytes);
        symbolNames = symbolNameBytes.toByteArray();
        names = names();
    }

    private static byte[] symbols(List<Image.Symbol> functions, ByteArrayOutputStream names) {
        ByteBuffer table = ByteBuffer.allocate((functions.size() + 1) * SYMBOL).order(ByteOrder.LITTLE_ENDIAN);
        table.position(SYMBOL);
        names.write(0);
        for (Image.Symbol function : functions) {
            table.putInt(names.size())
                    .put(GLOBAL_FUNCTION)
                    .put((byte) 0)
                    .putShort((short) TEXT_SECTION)
                    .putLong(function.address())
                    .putLong(function.size());
            names.writeBytes(function.name().replace(' ', '_').getBytes(StandardCharsets.UTF_8));
            names.write(0);
        }
        return table.array();
    }

    private byte[] names() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(loaded.stream().map(Section::name).toList());
        all.addAll(List.of(".symtab", ".strtab", ".shstrtab"));
        for (String name : all) {
            nameOffsets.add(bytes.size());
            bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    int count() {
        return loaded.size() + 3;
    }

    int contentSize() {
        return symbols.length + symbolNames.length + names.length;
    }

    int tableSize() {
        return count() * HEADER;
    }

    void write(ByteBuffer file, int contentOffset, int tableOffset) {
        file.position(contentOffset).put(symbols).put(symbolNames).put(names);
        file.position(tableOffset);
        for (int i = 0; i < loaded.size(); i++) {
            header(file, i, loaded.get(i), 0, 0, 0);
        }
        int i = loaded.size();
        long at = contentOffset;
        header(file, i, unloaded(SHT_SYMTAB, at, symbols.length), i + 1, LOCAL_SYMBOLS, SYMBOL);
        at += symbols.length;
        header(file, i + 1, unloaded(SHT_STRTAB, at, symbolNames.length), 0, 0, 0);
        at += symbolNames.length;
        header(file, i + 2, unloaded(SHT_STRTAB, at, names.length), 0, 0, 0);
    }

    private static Section unloaded(int type, long offset, int size) {
        return new Section("", type, 0, 0, offset, size, 1);
    }

    private void header(ByteBuffer file, int index, Section section, int link, int info, int entrySize) {
        file.putInt(nameOffsets.get(index))
                .putInt(section.type())
                .putLong(section.flags())
                .putLong(section.address())
                .putLong(section.offset())
                .putLong(section.size())
                .putInt(link)
                .putInt(info)
                .putLong(section.align())
                .putLong(entrySize);
    }
}
