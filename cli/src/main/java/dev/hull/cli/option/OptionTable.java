package dev.hull.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be known of a verb's command line.
 *
 * @param verb one or two words: {@code run}, {@code volume create}
 * @param synopsis the operands: {@code IMAGE [COMMAND [ARG...]]}
 * @param summary what the verb does in half a sentence, without a full stop
 * @param minimum how many operands there must be
 * @param maximum how many there may be
 * @param order whether options may follow operands
 * @param operands what a shell offers for operands
 * @param subjects the options, by subject
 */
public record OptionTable(
        String verb,
        String synopsis,
        String summary,
        int minimum,
        int maximum,
        Order order,
        Completes operands,
        List<Subject> subjects) {
    /** Any number of operands. */
    public static final int MANY = Integer.MAX_VALUE;

    /** Every verb has it. */
    public static final Option HELP = Option.flag(0, "help", "Print this page");

    /** Whether options may follow operands. */
    public enum Order {
        /** They may, until {@code --}. */
        ANYWHERE,
        /** They end at the first operand: what follows is another program's command line. */
        BEFORE_OPERANDS
    }

    public OptionTable {
        subjects = List.copyOf(subjects);
    }

    public @Nullable Option find(String name) {
        for (Subject subject : subjects) {
            for (Option option : subject.options()) {
                if (option.name().equals(name)) {
                    return option;
                }
            }
        }
        return null;
    }

    public @Nullable Option find(char letter) {
        for (Subject subject : subjects) {
            for (Option option : subject.options()) {
                if (option.letter() == letter) {
                    return option;
                }
            }
        }
        return null;
    }
}
