package dev.hull.launch.capsule;

import dev.hull.launch.capsule.elf.Executable;
import dev.hull.launch.capsule.form.Backend;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.x86.X86Backend;
import dev.hull.linux.Architecture;

/**
 * The capsule as a file. The build assembles it once into the product's folder ({@link WriteCapsule}); no run of hull
 * does.
 */
public final class Capsule {
    private Capsule() {}

    /**
     * The executable of an architecture.
     *
     * @throws IllegalArgumentException if there is no backend for it
     */
    public static byte[] file(Architecture architecture) {
        return Executable.of(program(), backend(architecture));
    }

    private static Backend backend(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> new X86Backend();
            case I386, ARM64 -> throw new IllegalArgumentException("there is no capsule for " + architecture + " yet");
        };
    }

    /** Everything that the capsule is, the same on every architecture. */
    static Program program() {
        Program program = new Program();
        LoadedTable table = new LoadedTable(program);
        Loader loader = new Loader(program, table);
        Times times = new Times(program);
        PerformerCalls performer = new Performer(program, table, loader, times).calls();
        new Start(
                program,
                table,
                loader,
                Roles.of(program, table, performer, new ChildPages(program, table, loader), times));
        return program;
    }
}
