package dev.hull.cli.option;

import java.util.List;

/** For bash: one function that finds the verb among the words, then offers its options or values. */
final class BashCompletion {
    private BashCompletion() {}

    static String script(List<OptionTable> tables) {
        StringBuilder verbs = new StringBuilder();
        StringBuilder cases = new StringBuilder();
        for (OptionTable table : tables) {
            verbs.append(verbs.isEmpty() ? "" : " ").append(first(table.verb()));
            cases.append(verb(table));
        }
        return """
            # hull completion for bash. Use: source <(hull completion bash)
            _hull_offer() {
                # $1: command that prints words, $2: 1 if paths can stand here too
                local words=
                [ -z "$1" ] || words=$(eval "$1" 2>/dev/null)
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
                if [ "$2" = 1 ]; then
                    compopt -o filenames 2>/dev/null
                    COMPREPLY+=($(compgen -f -- "$cur"))
                fi
            }
            _hull() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb= i=1
                COMPREPLY=()
                if [ "$COMP_CWORD" -gt 1 ]; then
                    verb=${COMP_WORDS[1]}
                    case $verb in
                        volume | container)
                            if [ "$COMP_CWORD" -eq 2 ]; then
                                case $verb in
                                    volume) COMPREPLY=($(compgen -W "create ls inspect rm prune" -- "$cur")) ;;
                                    container) COMPREPLY=($(compgen -W "prune" -- "$cur")) ;;
                                esac
                                return
                            fi
                            verb="$verb ${COMP_WORDS[2]}"
                            ;;
                    esac
                else
                    COMPREPLY=($(compgen -W "@VERBS@" -- "$cur"))
                    return
                fi
                # The shell cuts --name=value into three words.
                if [ "$cur" = = ]; then cur=; elif [ "$prev" = = ]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi
                case $verb in
            @CASES@    esac
            }
            complete -F _hull hull
            """.replace("@VERBS@", String.join(" ", verbs.toString().split(" ")))
                .replace("@CASES@", cases);
    }

    private static String verb(OptionTable table) {
        StringBuilder names = new StringBuilder("--help");
        StringBuilder values = new StringBuilder();
        for (Subject subject : table.subjects()) {
            for (Option option : subject.options()) {
                if (option.refusal() != null) {
                    continue;
                }
                names.append(" --").append(option.name());
                if (option.kind() != Option.Kind.FLAG) {
                    values.append("                ")
                            .append(option.letter() == 0 ? "" : "-" + option.letter() + " | ")
                            .append("--")
                            .append(option.name())
                            .append(") ")
                            .append(offer(option.complete()))
                            .append("; return ;;\n");
                }
            }
        }
        return """
                    @VERB@)
                        case $prev in
            @VALUES@            esac
                        case $cur in
                            -*) COMPREPLY=($(compgen -W "@NAMES@" -- "$cur")) ;;
                            *) @OPERANDS@ ;;
                        esac
                        ;;
            """.replace("@VERB@", table.verb().contains(" ") ? '"' + table.verb() + '"' : table.verb())
                .replace("@VALUES@", values.isEmpty() ? "                \"\") ;;\n" : values)
                .replace("@NAMES@", names)
                .replace("@OPERANDS@", offer(table.operands()));
    }

    private static String offer(Completes what) {
        String command = Completion.command(what);
        boolean path = Completion.isPath(what);
        return command.isEmpty() && !path
                ? ":"
                : "_hull_offer \"" + command.replace("$", "\\$") + "\" " + (path ? 1 : 0);
    }

    private static String first(String verb) {
        int space = verb.indexOf(' ');
        return space < 0 ? verb : verb.substring(0, space);
    }
}
