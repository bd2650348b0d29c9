package dev.hull.container.seccomp;

import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Seccomp} says of one call, told straight from its rules: nothing compiled, nothing merged. */
final class Evaluation {
    private static final int X32 = 0x40000000;

    private Evaluation() {}

    /** The verdict for a call on an x86-64 machine. */
    static Verdict of(Seccomp seccomp, SeccompCall call) {
        SeccompArchitecture table = table(call);
        if (table == null
                || (table != SeccompArchitecture.X86_64
                        && !seccomp.architectures().contains(table))) {
            boolean nobody = table == SeccompArchitecture.X32 && call.number() == -1;
            return nobody ? beyond(seccomp) : new Verdict(SeccompAction.KILL_PROCESS, 0);
        }
        int newest = -1;
        for (SeccompRule rule : seccomp.rules()) {
            for (String name : rule.names()) {
                newest = Math.max(newest, number(table, name));
                Multiplexed through = multiplexed(rule, name, table);
                if (through != null) {
                    newest = Math.max(newest, table.number(through.through()));
                }
            }
        }
        for (SeccompRule rule : seccomp.rules()) {
            boolean speaks = speaks(rule, table, call);
            if (speaks
                    && !rule.verdict().equals(seccomp.defaultVerdict())
                    && rule.arguments().isEmpty()) {
                return rule.verdict();
            }
        }
        for (SeccompRule rule : seccomp.rules()) {
            for (String name : rule.names()) {
                if (!rule.verdict().equals(seccomp.defaultVerdict()) && holds(rule, name, table, call)) {
                    return rule.verdict();
                }
            }
        }
        return Integer.compareUnsigned(call.number(), newest) > 0 || newest < 0
                ? beyond(seccomp)
                : seccomp.defaultVerdict();
    }

    private static boolean speaks(SeccompRule rule, SeccompArchitecture table, SeccompCall call) {
        return rule.names().stream()
                .mapToInt(name -> number(table, name))
                .anyMatch(number -> number >= 0 && number == call.number());
    }

    /** True if the rule answers the call under that name, made by itself or through ipc or socketcall. */
    private static boolean holds(SeccompRule rule, String name, SeccompArchitecture table, SeccompCall call) {
        int number = number(table, name);
        if (number >= 0 && number == call.number() && holds(rule.arguments(), call)) {
            return true;
        }
        Multiplexed through = multiplexed(rule, name, table);
        return through != null
                && table.number(through.through()) == call.number()
                && through.selector().matches(call.argument(0));
    }

    private static @Nullable Multiplexed multiplexed(SeccompRule rule, String name, SeccompArchitecture table) {
        return table == SeccompArchitecture.X86 && rule.arguments().isEmpty() ? Multiplexed.named(name) : null;
    }

    private static boolean holds(List<SeccompArgument> conditions, SeccompCall call) {
        long indexes =
                conditions.stream().map(SeccompArgument::index).distinct().count();
        return indexes == conditions.size()
                ? conditions.stream().allMatch(condition -> condition.matches(call.argument(condition.index())))
                : conditions.stream().anyMatch(condition -> condition.matches(call.argument(condition.index())));
    }

    private static Verdict beyond(Seccomp seccomp) {
        SeccompAction action = seccomp.defaultVerdict().action();
        boolean passes = action == SeccompAction.ALLOW || action == SeccompAction.LOG || action == SeccompAction.TRACE;
        return passes ? seccomp.defaultVerdict() : Verdict.errno(Errno.ENOSYS);
    }

    private static int number(SeccompArchitecture table, String name) {
        return Syscall.byName(name).map(table::number).orElse(-1);
    }

    private static @Nullable SeccompArchitecture table(SeccompCall call) {
        if (call.auditArch() == SeccompArchitecture.X86.auditArch()) {
            return SeccompArchitecture.X86;
        }
        if (call.auditArch() != SeccompArchitecture.X86_64.auditArch()) {
            return null;
        }
        return Integer.compareUnsigned(call.number(), X32) >= 0 ? SeccompArchitecture.X32 : SeccompArchitecture.X86_64;
    }
}
