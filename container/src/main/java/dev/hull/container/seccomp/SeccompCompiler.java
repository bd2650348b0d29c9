package dev.hull.container.seccomp;

import static dev.hull.linux.SeccompConstants.BPF_JEQ;
import static dev.hull.linux.SeccompConstants.BPF_JGE;
import static dev.hull.linux.SeccompConstants.BPF_JGT;

import dev.hull.container.seccomp.RulesOfTable.Alternative;
import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import dev.hull.linux.SeccompConstants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a {@link Seccomp} to classic BPF.
 *
 * <pre>
 *     A = arch; x86-64: go on, i386: its own search, else kill
 *     A = nr;   from x32's bit on: x32's search, or kill
 *     binary search over the ranges of numbers that get the same answer
 *     the ranges whose answer depends on arguments: load, compare by halves, the first alternative that holds
 * </pre>
 *
 * <p>Numbers above the newest that the profile names are answered ENOSYS unless the default lets calls pass: a program
 * asks a kernel for a new call and falls back if there is none, but takes EPERM for the truth.
 */
public final class SeccompCompiler {
    private static final int KILL = new Verdict(SeccompAction.KILL_PROCESS, 0).bits();

    private final BpfAssembler assembler = new BpfAssembler();
    private final Map<List<Alternative>, Integer> decisions = new HashMap<>();
    private final Seccomp seccomp;

    private SeccompCompiler(Seccomp seccomp) {
        this.seccomp = seccomp;
    }

    /**
     * The filter for programs of that machine.
     *
     * @throws IllegalArgumentException if it would have more than 4096 instructions
     */
    public static SeccompFilter compile(Seccomp seccomp, Architecture machine) {
        SeccompCompiler compiler = new SeccompCompiler(seccomp);
        return new SeccompFilter(compiler.assembler.program(compiler.byArchitecture(machine)), seccomp.flags());
    }

    private int byArchitecture(Architecture machine) {
        int next = assembler.ret(KILL);
        if (machine == Architecture.X86_64 && seccomp.architectures().contains(SeccompArchitecture.X86)) {
            int search = byNumber(SeccompArchitecture.X86, null);
            next = assembler.jump(BPF_JEQ, SeccompArchitecture.X86.auditArch(), search, assembler.ret(KILL));
        }
        SeccompArchitecture own = SeccompArchitecture.of(machine);
        int search = byNumber(own, own == SeccompArchitecture.X86_64 ? SeccompArchitecture.X32 : null);
        next = assembler.jump(BPF_JEQ, own.auditArch(), search, next);
        return assembler.load(SeccompConstants.SECCOMP_DATA_ARCH, next);
    }

    /** Loads the number and searches it. */
    private int byNumber(SeccompArchitecture table, @Nullable SeccompArchitecture above) {
        List<Range> ranges = ranges(table);
        if (above != null) {
            addAbove(ranges, above);
        }
        return assembler.load(SeccompConstants.SECCOMP_DATA_NR, search(ranges, 0, ranges.size() - 1));
    }

    /** To BPF numbers are unsigned: from x32's bit on they are x32's, but for the last of all, -1, which is nobody's. */
    private void addAbove(List<Range> ranges, SeccompArchitecture above) {
        boolean known = seccomp.architectures().contains(above);
        List<Range> higher = known ? ranges(above) : List.of(new Range(0, always(KILL)), new Range(-1, beyond()));
        for (Range range : higher) {
            int first = range.first >= 0 ? Math.max(range.first, Architecture.X32_BIT) : range.first;
            if (ranges.getLast().first == first) {
                ranges.removeLast();
            }
            ranges.add(new Range(first, range.answer));
        }
    }

    /** Numbers from {@code first} to the next range's first get the answer. */
    private record Range(int first, List<Alternative> answer) {}

    private List<Range> ranges(SeccompArchitecture table) {
        RulesOfTable rules = new RulesOfTable(seccomp, table);
        List<Alternative> otherwise = always(seccomp.defaultVerdict().bits());
        List<Range> ranges = new ArrayList<>();
        int next = 0;
        for (Map.Entry<Integer, List<Alternative>> entry : rules.byNumber().entrySet()) {
            if (entry.getKey() > next) {
                add(ranges, next, otherwise);
            }
            add(ranges, entry.getKey(), entry.getValue());
            next = entry.getKey() + 1;
        }
        if (next <= rules.newest()) {
            add(ranges, next, otherwise);
        }
        add(ranges, rules.newest() + 1, beyond());
        return ranges;
    }

    private static void add(List<Range> ranges, int first, List<Alternative> answer) {
        if (ranges.isEmpty() || !ranges.getLast().answer.equals(answer)) {
            ranges.add(new Range(first, answer));
        }
    }

    private List<Alternative> beyond() {
        return always(
                switch (seccomp.defaultVerdict().action()) {
                    case ALLOW, LOG, TRACE -> seccomp.defaultVerdict().bits();
                    default -> Verdict.errno(Errno.ENOSYS).bits();
                });
    }

    private static List<Alternative> always(int bits) {
        return List.of(new Alternative(List.of(), Verdict.ofBits(bits)));
    }

    private int search(List<Range> ranges, int from, int to) {
        if (from == to) {
            return decision(ranges.get(from).answer);
        }
        int middle = (from + to + 1) >>> 1;
        int right = search(ranges, middle, to);
        int left = search(ranges, from, middle - 1);
        return assembler.jump(BPF_JGE, ranges.get(middle).first, right, left);
    }

    /** The first alternative that holds, else the default. */
    private int decision(List<Alternative> alternatives) {
        if (alternatives.getFirst().conditions().isEmpty()) {
            return assembler.ret(alternatives.getFirst().verdict().bits());
        }
        Integer there = decisions.get(alternatives);
        if (there != null) {
            return there;
        }
        int next = assembler.ret(seccomp.defaultVerdict().bits());
        for (Alternative alternative : alternatives.reversed()) {
            next = all(alternative, next);
        }
        decisions.put(alternatives, next);
        return next;
    }

    private int all(Alternative alternative, int otherwise) {
        int next = assembler.ret(alternative.verdict().bits());
        for (SeccompArgument condition : alternative.conditions().reversed()) {
            next = condition(condition, next, otherwise);
        }
        return next;
    }

    private int condition(SeccompArgument condition, int yes, int no) {
        return switch (condition.operator()) {
            case EQ -> equal(condition, -1L, condition.value(), yes, no);
            case NE -> equal(condition, -1L, condition.value(), no, yes);
            case MASKED_EQ -> equal(condition, condition.value(), condition.valueTwo(), yes, no);
            case GT -> greater(condition, BPF_JGT, yes, no);
            case GE -> greater(condition, BPF_JGE, yes, no);
            case LE -> greater(condition, BPF_JGT, no, yes);
            case LT -> greater(condition, BPF_JGE, no, yes);
        };
    }

    private int equal(SeccompArgument condition, long mask, long value, int yes, int no) {
        int low = half(condition, 0, mask, assembler.jump(BPF_JEQ, (int) value, yes, no));
        return half(condition, 4, mask >>> 32, assembler.jump(BPF_JEQ, (int) (value >>> 32), low, no));
    }

    private int half(SeccompArgument condition, int offset, long mask, int next) {
        int masked = (int) mask == -1 ? next : assembler.and((int) mask, next);
        return assembler.load(offset(condition) + offset, masked);
    }

    /** The high halves decide unless they are the same. */
    private int greater(SeccompArgument condition, int lowTest, int yes, int no) {
        int high = (int) (condition.value() >>> 32);
        int low = assembler.load(offset(condition), assembler.jump(lowTest, (int) condition.value(), yes, no));
        int same = assembler.jump(BPF_JEQ, high, low, no);
        return assembler.load(offset(condition) + 4, assembler.jump(BPF_JGT, high, yes, same));
    }

    private static int offset(SeccompArgument condition) {
        return SeccompConstants.SECCOMP_DATA_ARGS + condition.index() * 8;
    }
}
