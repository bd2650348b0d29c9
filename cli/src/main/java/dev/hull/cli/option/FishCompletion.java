package dev.hull.cli.option;

import java.util.List;

/** For fish: one {@code complete} line an option. */
final class FishCompletion {
    private FishCompletion() {}

    static String script(List<OptionTable> tables) {
        StringBuilder script = new StringBuilder("""
            # hull completion for fish. Use: hull completion fish | source
            function __hull_at
                set -l words (commandline -opc)
                set -e words[1]
                test (count $words) -ge (count $argv); or return 1
                for i in (seq (count $argv))
                    test "$words[$i]" = "$argv[$i]"; or return 1
                end
            end
            function __hull_words
                eval $argv 2>/dev/null | string split ' '
            end
            complete -c hull -f
            """);
        for (OptionTable table : tables) {
            int space = table.verb().indexOf(' ');
            String verb = space < 0 ? table.verb() : table.verb().substring(0, space);
            script.append("complete -c hull -n 'test (count (commandline -opc)) -eq 1' -a ")
                    .append(verb)
                    .append(" -d ")
                    .append(quoted(space < 0 ? table.summary() : verb + "s"))
                    .append('\n');
            if (space >= 0) {
                script.append("complete -c hull -n '__hull_at ")
                        .append(verb)
                        .append("; and test (count (commandline -opc)) -eq 2' -a ")
                        .append(table.verb().substring(space + 1))
                        .append(" -d ")
                        .append(quoted(table.summary()))
                        .append('\n');
            }
            verb(script, table);
        }
        return script.toString();
    }

    private static void verb(StringBuilder script, OptionTable table) {
        String at = "complete -c hull -n '__hull_at " + table.verb() + "'";
        for (Subject subject : table.subjects()) {
            for (Option option : subject.options()) {
                if (option.refusal() == null) {
                    script.append(at)
                            .append(option.letter() == 0 ? "" : " -s " + option.letter())
                            .append(" -l ")
                            .append(option.name())
                            .append(option.kind() == Option.Kind.FLAG ? "" : " -x" + arguments(option.complete()))
                            .append(" -d ")
                            .append(quoted(option.words()))
                            .append('\n');
                }
            }
        }
        script.append(at).append(" -l help -d 'Print this page'\n");
        String operands = arguments(table.operands());
        if (!operands.isEmpty()) {
            script.append(at).append(operands).append('\n');
        }
    }

    private static String arguments(Completes what) {
        String command = Completion.command(what);
        String words = command.isEmpty() ? "" : "(__hull_words " + fishQuoted(command) + ")";
        String files = Completion.isPath(what) ? " (__fish_complete_path)" : "";
        return words.isEmpty() && files.isEmpty() ? "" : " -a " + quoted((words + files).strip());
    }

    private static String fishQuoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
