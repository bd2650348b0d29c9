package dev.hull.container.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hull.container.capability.CapabilitySet;
import dev.hull.linux.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A step of the build: compiles the default profile for the sets of capabilities that most containers have, so that the
 * cold path need not. Argument: the folder of the compiled classes.
 */
public final class Precompilation {
    private static final List<Architecture> MACHINES = List.of(Architecture.X86_64, Architecture.ARM64);

    /** The default set, and none: what {@code --cap-drop ALL} leaves. */
    private static final List<CapabilitySet> SETS = List.of(CapabilitySet.DEFAULT, CapabilitySet.NONE);

    private Precompilation() {}

    public static void main(String[] arguments) throws IOException {
        Path folder =
                Path.of(arguments[0], DefaultSeccomp.class.getPackageName().replace('.', '/'));
        SeccompProfile profile = DefaultSeccomp.profile();
        requireTheSame(profile);
        for (Architecture machine : MACHINES) {
            for (CapabilitySet held : SETS) {
                Seccomp seccomp = DefaultSeccomp.resolve(machine, held);
                write(
                        folder.resolve(DefaultSeccomp.name(machine, held, "filter")),
                        SeccompCompiler.compile(seccomp, machine).program());
                write(
                        folder.resolve(DefaultSeccomp.name(machine, held, "json")),
                        SeccompWriter.write(seccomp).getBytes(UTF_8));
            }
        }
    }

    /** The names of the resources say only what these capabilities are, and nothing of the kernel. */
    private static void requireTheSame(SeccompProfile profile) {
        if (!profile.decidingCapabilities().equals(DefaultSeccomp.DECIDING)) {
            throw new IllegalStateException("the default seccomp profile looks at "
                    + profile.decidingCapabilities().kernelNames() + ": DefaultSeccomp.DECIDING must say the same");
        }
        for (SeccompProfile.Entry entry : profile.entries()) {
            if (entry.includes().minKernel() != null || entry.excludes().minKernel() != null) {
                throw new IllegalStateException("the default seccomp profile looks at the kernel's version ("
                        + entry.rule().names() + "): every kernel since " + KernelVersion.FLOOR + " must get the same");
            }
        }
        if (!profile.flags().isEmpty()) {
            throw new IllegalStateException("the default seccomp profile has flags: the compiled resources carry none");
        }
    }

    /** Only what changed, so that an incremental build stays one. */
    private static void write(Path file, byte[] bytes) throws IOException {
        if (!Files.exists(file) || !java.util.Arrays.equals(Files.readAllBytes(file), bytes)) {
            Files.write(file, bytes);
        }
    }
}
