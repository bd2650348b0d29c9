package dev.hull.cli.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For zsh: one {@code _arguments} call a verb. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String script(List<OptionTable> tables) {
        Map<String, String> firsts = new LinkedHashMap<>();
        StringBuilder functions = new StringBuilder();
        StringBuilder cases = new StringBuilder();
        for (OptionTable table : tables) {
            int space = table.verb().indexOf(' ');
            String first = space < 0 ? table.verb() : table.verb().substring(0, space);
            firsts.merge(first, space < 0 ? table.summary() : first + "s", (one, other) -> one);
            functions.append(function(table));
            cases.append("        '")
                    .append(table.verb())
                    .append("') ")
                    .append(name(table))
                    .append(" ;;\n");
        }
        StringBuilder verbs = new StringBuilder();
        firsts.forEach((verb, words) ->
                verbs.append("        ").append(quoted(verb + ":" + words)).append('\n'));
        return """
            #compdef hull
            # hull completion for zsh. Use: source <(hull completion zsh), or put it into a folder of $fpath as _hull.
            _hull_words() {
                local -a words_found
                words_found=(${(f)"$(eval $1 2>/dev/null | tr ' ' '\\n')"})
                compadd -a words_found
            }
            _hull_words_or_files() { _hull_words $1; _files }
            @FUNCTIONS@_hull() {
                local -a verbs
                verbs=(
            @VERBS@    )
                if (( CURRENT == 2 )); then
                    _describe verb verbs
                    return
                fi
                local verb=$words[2]
                case $verb in
                    volume|container)
                        if (( CURRENT == 3 )); then
                            [[ $verb == volume ]] && compadd create ls inspect rm prune || compadd prune
                            return
                        fi
                        verb="$verb $words[3]"
                        shift words
                        (( CURRENT-- ))
                        ;;
                esac
                shift words
                (( CURRENT-- ))
                case $verb in
            @CASES@    esac
            }
            if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _hull "$@"; else compdef _hull hull; fi
            """.replace("@FUNCTIONS@", functions).replace("@VERBS@", verbs).replace("@CASES@", cases);
    }

    private static String name(OptionTable table) {
        return "_hull_" + table.verb().replace(' ', '_');
    }

    private static String function(OptionTable table) {
        StringBuilder lines = new StringBuilder(name(table) + "() {\n    _arguments -s -S \\\n");
        for (Subject subject : table.subjects()) {
            for (Option option : subject.options()) {
                if (option.refusal() == null) {
                    lines.append(option(option));
                }
            }
        }
        return lines.append("        '--help[Print this page]' \\\n        ")
                .append(quoted("*:operand:" + action(table.operands())))
                .append("\n}\n")
                .toString();
    }

    private static String option(Option option) {
        String words = "[" + option.words().replaceAll("[\\[\\]:]", " ") + "]";
        String value = option.kind() == Option.Kind.FLAG
                ? ""
                : ":" + option.value().replaceAll("[\\[\\]:]", " ") + ":" + action(option.complete());
        String many = option.kind() == Option.Kind.LIST ? "*" : "";
        String equals = option.kind() == Option.Kind.FLAG ? "" : "=";
        String line = "        " + quoted(many + "--" + option.name() + equals + words + value) + " \\\n";
        if (option.letter() != 0) {
            String plus = option.kind() == Option.Kind.FLAG ? "" : "+";
            line += "        " + quoted(many + "-" + option.letter() + plus + words + value) + " \\\n";
        }
        return line;
    }

    private static String action(Completes what) {
        String command = Completion.command(what).replace(":", "\\:");
        if (command.isEmpty()) {
            return Completion.isPath(what) ? "_files" : " ";
        }
        // The space in front keeps _arguments from putting words of its own behind the function's name.
        return (Completion.isPath(what) ? " _hull_words_or_files " : " _hull_words ") + "\"" + command + "\"";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
