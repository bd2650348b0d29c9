package dev.hull.launch.capsule.x86;

import static java.util.Objects.requireNonNull;

import dev.hull.launch.capsule.form.Backend;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Folding;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Image;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Walk;
import dev.hull.linux.Architecture;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** x86-64: text and read-only data in one piece, zeroed memory on the pages after it. */
public final class X86Backend implements Backend {
    private static final int PAGE = 4096;
    private static final int WORD = 8;
    private static final int SPACE_ALIGNMENT = 16;

    @Override
    public Architecture architecture() {
        return Architecture.X86_64;
    }

    @Override
    public Image assemble(Program program, long base) {
        Addresses addresses = new Addresses();
        Layout layout = new Layout();
        List<Label> functions = new ArrayList<>();
        begin(new Assembler(layout), addresses.of(program.start()));
        for (Function function : reachable(program.start())) {
            layout.bind(addresses.of(function));
            functions.add(addresses.of(function));
            new FunctionLowering(function, addresses, new Folding(architecture())).lower(layout);
        }
        int textSize = layout.place(base);
        byte[] data = placeData(addresses, base + textSize);
        long zeroed = (base + textSize + data.length + PAGE - 1) / PAGE * PAGE;
        int zeroedSize = placeZeroed(addresses, zeroed);
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.writeBytes(layout.write(base));
        code.writeBytes(data);
        return new Image(code.toByteArray(), textSize, base, zeroed, zeroedSize, symbols(functions, base + textSize));
    }

    /** The kernel starts here: rsp is the address of argc, and nobody to return to (System V ABI, 3.4.1). */
    private static void begin(Assembler assembler, Label start) {
        assembler.move(Register.RDI, Register.RSP);
        assembler.call(start);
        assembler.trap();
    }

    /** In the order in which they are first called. */
    private static Set<Function> reachable(Function start) {
        Set<Function> reached = new LinkedHashSet<>();
        List<Function> waiting = new ArrayList<>(List.of(start));
        while (!waiting.isEmpty()) {
            Function function = waiting.removeFirst();
            if (reached.add(function)) {
                Walk.each(function.code().statements(), it -> {
                    if (it instanceof Expression.Call call) {
                        waiting.add(call.function());
                    }
                });
            }
        }
        return reached;
    }

    private static byte[] placeData(Addresses addresses, long base) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        addresses.data().forEach((bytes, label) -> {
            label.lies(base + data.size());
            data.writeBytes(bytes.content());
        });
        return data.toByteArray();
    }

    private static int placeZeroed(Addresses addresses, long base) {
        int size = 0;
        for (Label word : addresses.words().values()) {
            word.lies(base + size);
            size += WORD;
        }
        // the small ones first: they share the pages that are written anyway
        List<Space> spaces = new ArrayList<>(addresses.spaces().keySet());
        spaces.sort(Comparator.comparingInt(Space::size));
        for (Space space : spaces) {
            size = (size + SPACE_ALIGNMENT - 1) / SPACE_ALIGNMENT * SPACE_ALIGNMENT;
            requireNonNull(addresses.spaces().get(space)).lies(base + size);
            size += space.size();
        }
        return size;
    }

    private static List<Image.Symbol> symbols(List<Label> functions, long end) {
        List<Image.Symbol> symbols = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            long next = i + 1 < functions.size() ? functions.get(i + 1).address() : end;
            long address = functions.get(i).address();
            symbols.add(new Image.Symbol(functions.get(i).toString(), address, (int) (next - address)));
        }
        return symbols;
    }
}
