package dev.hull.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.container.capability.CapabilitySet;
import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against the profile that Debian's golang-github-containers-common installs. */
class DefaultSeccompTest {
    private static final Path DEBIAN = Path.of("/usr/share/containers/seccomp.json");
    private static final long[] VALUES = {
        0,
        1,
        8,
        9,
        10,
        16,
        17,
        0x20000,
        0x20008,
        0x20009,
        0x7e020000,
        0x10000000,
        0xffffffffL,
        0x100000000L,
        0x100000008L,
        -1
    };

    @Test
    void decidesEveryCallAsDebiansProfileDoes() throws IOException {
        SeccompProfile theirs;
        try (Reader text = Files.newBufferedReader(DEBIAN)) {
            theirs = SeccompReader.read(text, DEBIAN.toString());
        }
        for (CapabilitySet held : sets()) {
            byte[] ours = SeccompCompiler.compile(
                            DefaultSeccomp.resolve(Architecture.X86_64, held), Architecture.X86_64)
                    .program();
            Seccomp resolved = theirs.resolve(SeccompArchitecture.X86_64, held, KernelVersion.FLOOR);
            byte[] debian =
                    SeccompCompiler.compile(resolved, Architecture.X86_64).program();
            for (SeccompArchitecture table :
                    List.of(SeccompArchitecture.X86_64, SeccompArchitecture.X86, SeccompArchitecture.X32)) {
                int base = table == SeccompArchitecture.X32 ? Architecture.X32_BIT : 0;
                for (int number = 0; number < 600; number++) {
                    compare(ours, debian, resolved, SeccompCall.of(table, base + number));
                }
                for (Syscall argued : List.of(Syscall.SOCKET, Syscall.PERSONALITY)) {
                    for (long first : VALUES) {
                        for (long third : VALUES) {
                            compare(
                                    ours,
                                    debian,
                                    resolved,
                                    SeccompCall.of(table, table.number(argued), first, 0, third));
                        }
                    }
                }
            }
        }
    }

    private static void compare(byte[] ours, byte[] debian, Seccomp resolved, SeccompCall call) {
        Set<Verdict> expected = BpfInterpreter.answers(debian, call);
        assertThat(expected).as("%s", call).containsExactly(Evaluation.of(resolved, call));
        assertThat(BpfInterpreter.answers(ours, call)).as("%s", call).isEqualTo(expected);
    }

    @Test
    void looksAtNoOtherCapabilitiesThanTheResourcesAreNamedBy() {
        assertThat(DefaultSeccomp.profile().decidingCapabilities()).isEqualTo(DefaultSeccomp.DECIDING);
    }

    @Test
    void theBuildsFilterIsTheCompiledProfile() throws IOException {
        for (CapabilitySet held : List.of(CapabilitySet.DEFAULT, CapabilitySet.NONE)) {
            String name = DefaultSeccomp.name(Architecture.X86_64, held, "filter");
            byte[] built;
            try (var stream = DefaultSeccomp.class.getResourceAsStream(name)) {
                assertThat(stream).as(name).isNotNull();
                built = stream.readAllBytes();
            }
            byte[] compiled = SeccompCompiler.compile(
                            DefaultSeccomp.resolve(Architecture.X86_64, held), Architecture.X86_64)
                    .program();
            assertThat(built).isEqualTo(compiled);
            String json = DefaultSeccomp.json(Architecture.X86_64, held);
            assertThat(DefaultSeccomp.filter(json, Architecture.X86_64, held).program())
                    .isEqualTo(compiled);
        }
    }

    @Test
    void aFilterFromItsJsonIsTheSame() throws IOException {
        for (CapabilitySet held : sets()) {
            String json = DefaultSeccomp.json(Architecture.X86_64, held);
            Seccomp read;
            try (Reader text = new StringReader(json)) {
                read = SeccompReader.read(text, "linux.seccomp")
                        .resolve(SeccompArchitecture.X86_64, held, KernelVersion.FLOOR);
            }
            assertThat(read).isEqualTo(DefaultSeccomp.resolve(Architecture.X86_64, held));
        }
    }

    @Test
    void everyGroupSaysWhyItIsThere() {
        assertThat(DefaultSeccomp.profile().entries())
                .allMatch(entry -> !entry.comment().isEmpty());
    }

    private static List<CapabilitySet> sets() {
        List<CapabilitySet> sets =
                new ArrayList<>(List.of(CapabilitySet.NONE, CapabilitySet.DEFAULT, CapabilitySet.KNOWN));
        for (int number : DefaultSeccomp.DECIDING.numbers()) {
            sets.add(new CapabilitySet(1L << number));
        }
        return sets;
    }
}
