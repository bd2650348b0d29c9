package dev.hull.container.seccomp;

import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules of one table of call numbers: what each number is answered, ready to be compiled. */
final class RulesOfTable {
    /** One set of conditions, all of which must hold, and the answer. No conditions: always. */
    record Alternative(List<SeccompArgument> conditions, Verdict verdict) {}

    private final Seccomp seccomp;
    private final SeccompArchitecture table;
    private final SortedMap<Integer, List<Alternative>> byNumber = new TreeMap<>();
    private int newest = -1;

    RulesOfTable(Seccomp seccomp, SeccompArchitecture table) {
        this.seccomp = seccomp;
        this.table = table;
        for (SeccompRule rule : seccomp.rules()) {
            for (String name : rule.names()) {
                add(name, rule);
            }
        }
    }

    /** The numbers that have a rule, ascending, and their alternatives: the first that holds answers, else the default. */
    SortedMap<Integer, List<Alternative>> byNumber() {
        SortedMap<Integer, List<Alternative>> effective = new TreeMap<>();
        byNumber.forEach((number, alternatives) -> effective.put(number, effective(alternatives)));
        return effective;
    }

    /** The highest number that the profile names, -1 if it names none. */
    int newest() {
        return newest;
    }

    private void add(String name, SeccompRule rule) {
        int number = Syscall.byName(name).map(table::number).orElse(-1);
        if (number >= 0) {
            newest = Math.max(newest, number);
            put(number, rule);
        }
        if (table == SeccompArchitecture.X86 && rule.arguments().isEmpty()) {
            Multiplexed call = Multiplexed.named(name);
            if (call != null) {
                int by = call.through().number(Architecture.I386);
                newest = Math.max(newest, by);
                put(by, new SeccompRule(List.of(name), rule.verdict(), List.of(call.selector())));
            }
        }
    }

    /** A rule that says what the default says is none: so a later one for the same call counts. */
    private void put(int number, SeccompRule rule) {
        if (rule.verdict().equals(seccomp.defaultVerdict())) {
            return;
        }
        List<Alternative> alternatives = byNumber.computeIfAbsent(number, _ -> new ArrayList<>());
        if (repeatsAnIndex(rule.arguments())) {
            for (SeccompArgument argument : rule.arguments()) {
                alternatives.add(new Alternative(List.of(argument), rule.verdict()));
            }
        } else {
            alternatives.add(new Alternative(rule.arguments(), rule.verdict()));
        }
    }

    private static boolean repeatsAnIndex(List<SeccompArgument> arguments) {
        Set<Integer> seen = new HashSet<>();
        for (SeccompArgument argument : arguments) {
            if (!seen.add(argument.index())) {
                return true;
            }
        }
        return false;
    }

    private static List<Alternative> effective(List<Alternative> alternatives) {
        for (Alternative alternative : alternatives) {
            if (alternative.conditions.isEmpty()) {
                return List.of(alternative);
            }
        }
        return List.copyOf(alternatives);
    }
}
