package dev.hull.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeccompCompilerTest {
    private static final long[] EDGES = {
        0,
        1,
        8,
        16,
        0xffff,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        0x1_00000001L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };

    static List<Long> seeds() {
        long seed = Long.getLong("hull.test.seed", System.nanoTime());
        System.out.println("SeccompCompilerTest: -Dhull.test.seed=" + seed);
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            seeds.add(seed + i);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersWhatTheProfileSays(long seed) {
        Random random = new Random(seed);
        Seccomp seccomp = profile(random, 1 + random.nextInt(80));
        byte[] program = SeccompCompiler.compile(seccomp, Architecture.X86_64).program();
        for (int i = 0; i < 800; i++) {
            SeccompCall call = call(random);
            assertThat(BpfInterpreter.answers(program, call))
                    .as("%s", call)
                    .containsExactly(Evaluation.of(seccomp, call));
        }
    }

    @Test
    void jumpsFartherThanAByteReaches() {
        Random random = new Random(3);
        List<SeccompRule> rules = new ArrayList<>();
        for (Syscall call : Syscall.values()) {
            if (call.number(Architecture.X86_64) >= 0 && rules.size() < 350) {
                rules.add(new SeccompRule(
                        List.of(call.kernelName()),
                        new Verdict(SeccompAction.ERRNO, 1 + rules.size()),
                        List.of(new SeccompArgument(rules.size() % 6, rules.size() * 7919L, 0, SeccompOperator.GE))));
            }
        }
        Seccomp seccomp = new Seccomp(Verdict.ALLOW, List.of(), Set.of(), rules);
        SeccompFilter filter = SeccompCompiler.compile(seccomp, Architecture.X86_64);
        assertThat(filter.length()).isGreaterThan(2000);
        for (int number = 0; number < 480; number++) {
            for (int i = 0; i < 20; i++) {
                SeccompCall call = SeccompCall.of(SeccompArchitecture.X86_64, number, arguments(random));
                assertThat(BpfInterpreter.answers(filter.program(), call))
                        .containsExactly(Evaluation.of(seccomp, call));
            }
        }
    }

    @Test
    void refusesMoreInstructionsThanTheKernelTakes() {
        List<SeccompRule> rules = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            rules.add(new SeccompRule(
                    List.of("read"),
                    new Verdict(SeccompAction.ERRNO, 1),
                    List.of(new SeccompArgument(0, i, 0, SeccompOperator.EQ))));
        }
        Seccomp seccomp = new Seccomp(Verdict.ALLOW, List.of(), Set.of(), rules);
        assertThatThrownBy(() -> SeccompCompiler.compile(seccomp, Architecture.X86_64))
                .hasMessageContaining("the kernel takes 4096");
    }

    @Test
    void newerCallsThanTheProfileKnowsDoNotExist() {
        Seccomp seccomp = new Seccomp(
                Verdict.errno(Errno.EPERM),
                List.of(),
                Set.of(),
                List.of(rule("read", Verdict.ALLOW), rule("write", Verdict.ALLOW)));
        byte[] program = SeccompCompiler.compile(seccomp, Architecture.X86_64).program();
        assertThat(answer(program, SeccompArchitecture.X86_64, 1)).isEqualTo(Verdict.ALLOW);
        assertThat(answer(program, SeccompArchitecture.X86_64, 2)).isEqualTo(Verdict.errno(Errno.ENOSYS));
        assertThat(answer(program, SeccompArchitecture.X86_64, 9999)).isEqualTo(Verdict.errno(Errno.ENOSYS));
    }

    @Test
    void aTableThatTheProfileDoesNotNameKills() {
        Seccomp seccomp = new Seccomp(Verdict.ALLOW, List.of(), Set.of(), List.of());
        byte[] program = SeccompCompiler.compile(seccomp, Architecture.X86_64).program();
        Verdict kill = new Verdict(SeccompAction.KILL_PROCESS, 0);
        assertThat(answer(program, SeccompArchitecture.X86, 3)).isEqualTo(kill);
        assertThat(answer(program, SeccompArchitecture.X32, 0x40000000)).isEqualTo(kill);
        assertThat(answer(program, SeccompArchitecture.AARCH64, 3)).isEqualTo(kill);
    }

    @Test
    void filtersForArm64LookAtItsNumbers() {
        Seccomp seccomp =
                new Seccomp(Verdict.errno(Errno.EPERM), List.of(), Set.of(), List.of(rule("read", Verdict.ALLOW)));
        byte[] program = SeccompCompiler.compile(seccomp, Architecture.ARM64).program();
        assertThat(answer(program, SeccompArchitecture.AARCH64, 63)).isEqualTo(Verdict.ALLOW);
        assertThat(answer(program, SeccompArchitecture.AARCH64, 0)).isEqualTo(Verdict.errno(Errno.EPERM));
        assertThat(answer(program, SeccompArchitecture.X86_64, 63))
                .isEqualTo(new Verdict(SeccompAction.KILL_PROCESS, 0));
    }

    @Test
    void anUnknownArgumentHasEveryPossibleAnswer() {
        Seccomp seccomp = new Seccomp(
                Verdict.ALLOW,
                List.of(),
                Set.of(),
                List.of(new SeccompRule(
                        List.of("read"),
                        Verdict.errno(Errno.EPERM),
                        List.of(new SeccompArgument(1, 5, 0, SeccompOperator.GT)))));
        byte[] program = SeccompCompiler.compile(seccomp, Architecture.X86_64).program();
        SeccompCall call = new SeccompCall(Architecture.X86_64.auditArch(), 0, new long[6], 1 << 1);
        assertThat(BpfInterpreter.answers(program, call))
                .containsExactlyInAnyOrder(Verdict.ALLOW, Verdict.errno(Errno.EPERM));
    }

    private static SeccompRule rule(String name, Verdict verdict) {
        return new SeccompRule(List.of(name), verdict, List.of());
    }

    private static Verdict answer(byte[] program, SeccompArchitecture table, int number) {
        Set<Verdict> answers = BpfInterpreter.answers(program, SeccompCall.of(table, number));
        assertThat(answers).hasSize(1);
        return answers.iterator().next();
    }

    private static Seccomp profile(Random random, int rules) {
        List<SeccompRule> list = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            List<String> names = new ArrayList<>();
            for (int n = 0; n <= random.nextInt(6); n++) {
                names.add(name(random));
            }
            list.add(new SeccompRule(names, verdict(random), conditions(random)));
        }
        List<SeccompArchitecture> architectures = new ArrayList<>(List.of(SeccompArchitecture.X86_64));
        if (random.nextBoolean()) {
            architectures.add(SeccompArchitecture.X86);
        }
        if (random.nextBoolean()) {
            architectures.add(SeccompArchitecture.X32);
        }
        return new Seccomp(verdict(random), architectures, Set.of(), list);
    }

    /** Few calls, so that rules meet. */
    private static String name(Random random) {
        String[] few = {
            "read", "socket", "socketcall", "ipc", "shmget", "semop", "personality", "clone", "recv", "nonesuch"
        };
        Syscall[] all = Syscall.values();
        return random.nextInt(3) == 0 ? few[random.nextInt(few.length)] : all[random.nextInt(all.length)].kernelName();
    }

    private static Verdict verdict(Random random) {
        SeccompAction action = SeccompAction.values()[random.nextInt(SeccompAction.values().length)];
        return new Verdict(action, action.carriesData() ? random.nextInt(4) : 0);
    }

    private static List<SeccompArgument> conditions(Random random) {
        List<SeccompArgument> conditions = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? 0 : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            SeccompOperator operator = SeccompOperator.values()[random.nextInt(SeccompOperator.values().length)];
            long two = operator == SeccompOperator.MASKED_EQ ? argument(random) : 0;
            conditions.add(new SeccompArgument(random.nextInt(6), argument(random), two, operator));
        }
        return conditions;
    }

    private static SeccompCall call(Random random) {
        int arch = switch (random.nextInt(8)) {
            case 0 -> Architecture.ARM64.auditArch();
            case 1, 2 -> Architecture.I386.auditArch();
            default -> Architecture.X86_64.auditArch();
        };
        int number = random.nextInt(480);
        int[] odd = {
            -1,
            Integer.MIN_VALUE,
            0x40000000,
            0x3fffffff,
            0x40000000 + 512 + random.nextInt(40),
            0x40000000 + random.nextInt(480),
            102,
            117
        };
        int chosen = random.nextInt(3) == 0 ? odd[random.nextInt(odd.length)] : number;
        return new SeccompCall(arch, chosen, arguments(random), 0);
    }

    private static long[] arguments(Random random) {
        long[] arguments = new long[6];
        for (int i = 0; i < 6; i++) {
            arguments[i] = argument(random);
        }
        return arguments;
    }

    private static long argument(Random random) {
        return random.nextInt(4) == 0 ? random.nextLong() : EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
    }
}
