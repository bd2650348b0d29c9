package dev.hull.cli.option;

import org.jspecify.annotations.Nullable;

/**
 * One option of a verb.
 *
 * @param letter the short form, or 0
 * @param name the long form, without dashes
 * @param kind what follows it
 * @param value what the value is called in help: {@code DIR}; empty for a flag
 * @param words what it does, one or more sentences without a final full stop
 * @param complete what a shell offers for the value
 * @param refusal why Hull does not do this one, or null
 */
public record Option(
        char letter,
        String name,
        Kind kind,
        String value,
        String words,
        Completes complete,
        @Nullable String refusal) {
    /** What follows an option's name. */
    public enum Kind {
        /** Nothing, or {@code =true}, {@code =false}. */
        FLAG,
        /** A value; the last one counts. */
        TEXT,
        /** A value; all count, in order. */
        LIST
    }

    public static Option flag(int letter, String name, String words) {
        return new Option((char) letter, name, Kind.FLAG, "", words, Completes.NOTHING, null);
    }

    public static Option text(int letter, String name, String value, String words) {
        return new Option((char) letter, name, Kind.TEXT, value, words, Completes.NOTHING, null);
    }

    public static Option list(int letter, String name, String value, String words) {
        return new Option((char) letter, name, Kind.LIST, value, words, Completes.NOTHING, null);
    }

    /** An option of docker's that takes a value and that Hull refuses. */
    public static Option refused(int letter, String name, String value, String why) {
        return new Option((char) letter, name, Kind.LIST, value, "", Completes.NOTHING, why);
    }

    /** A flag of docker's that Hull refuses. */
    public static Option refusedFlag(int letter, String name, String why) {
        return new Option((char) letter, name, Kind.FLAG, "", "", Completes.NOTHING, why);
    }

    public Option completing(Completes what) {
        return new Option(letter, name, kind, value, words, what, refusal);
    }

    /** As it stands in help: {@code -w, --workdir DIR}. */
    public String spelled() {
        String shortForm = letter == 0 ? "    " : "-" + letter + ", ";
        return shortForm + "--" + name + (value.isEmpty() ? "" : " " + value);
    }
}
