package dev.hull.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a verb's command line by its table, with pflag's syntax: {@code --name value}, {@code --name=value},
 * {@code --flag=false}, {@code -x value}, {@code -xvalue}, {@code -x=value}, {@code -abc}, {@code --} ends options.
 */
public final class Parser {
    private final OptionTable table;
    private final List<String> words;
    private final Arguments arguments = new Arguments();
    private int next;

    private Parser(OptionTable table, List<String> words) {
        this.table = table;
        this.words = words;
    }

    /**
     * @param words the command line after the verb
     * @throws UsageException with one line that says what is wrong
     */
    public static Arguments parse(OptionTable table, List<String> words) {
        return new Parser(table, words).parse();
    }

    private Arguments parse() {
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                takeOperands();
            } else if (word.startsWith("--")) {
                takeLong(word.substring(2));
            } else if (word.length() > 1 && word.charAt(0) == '-') {
                takeLetters(word);
            } else {
                arguments.addOperand(word);
                if (table.order() == OptionTable.Order.BEFORE_OPERANDS) {
                    takeOperands();
                }
            }
        }
        if (!arguments.flag("help")) {
            checkOperands();
        }
        return arguments;
    }

    private void takeOperands() {
        // One -- right after the image separates nothing any more: run host -- id.
        if (table.order() == OptionTable.Order.BEFORE_OPERANDS
                && arguments.operands().size() == 1
                && next < words.size()
                && words.get(next).equals("--")) {
            next++;
        }
        while (next < words.size()) {
            arguments.addOperand(words.get(next++));
        }
    }

    private void takeLong(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = name.equals("help") ? OptionTable.HELP : table.find(name);
        if (option == null) {
            throw new UsageException("unknown option --" + name + Closest.option(table, name));
        }
        take(option, "--" + name, equals < 0 ? null : word.substring(equals + 1));
    }

    private void takeLetters(String word) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            Option option = table.find(letter);
            if (option == null) {
                throw new UsageException("unknown option -" + letter + (word.length() > 2 ? " in " + word : ""));
            }
            String rest = word.substring(i + 1);
            if (rest.startsWith("=")) {
                take(option, "-" + letter, rest.substring(1));
                return;
            }
            if (option.kind() != Option.Kind.FLAG) {
                take(option, "-" + letter, rest.isEmpty() ? null : rest);
                return;
            }
            take(option, "-" + letter, null);
        }
    }

    private void take(Option option, String spelled, @Nullable String value) {
        if (option.refusal() != null) {
            throw new UsageException(spelled + " is refused: " + option.refusal());
        }
        if (option.kind() == Option.Kind.FLAG) {
            arguments.add(option, value == null ? "true" : truth(spelled, value));
        } else if (value != null) {
            arguments.add(option, value);
        } else if (next < words.size()) {
            arguments.add(option, words.get(next++));
        } else {
            throw new UsageException(spelled + " needs a value: " + spelled + " " + option.value());
        }
    }

    /** The spellings that docker takes for a boolean, which are those of Go's strconv.ParseBool. */
    private static String truth(String spelled, String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> "true";
            case "0", "f", "F", "false", "FALSE", "False" -> "false";
            default -> throw new UsageException(spelled + "=" + value + ": true or false is expected");
        };
    }

    private void checkOperands() {
        int count = arguments.operands().size();
        if (count < table.minimum()) {
            throw new UsageException(
                    (count == 0 ? "missing operand" : "too few operands") + ": " + Help.synopsis(table));
        }
        if (count > table.maximum()) {
            throw new UsageException("unexpected word " + Closest.quote(arguments.operand(table.maximum())) + ": "
                    + Help.synopsis(table));
        }
    }
}
