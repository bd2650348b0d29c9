package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.print.Table;
import dev.hull.engine.Hull;
import dev.hull.engine.ProcessRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code hull top}. */
public final class TopVerb implements Verb {
    private static final List<String> STANDARD = List.of("uid", "pid", "ppid", "c", "stime", "tty", "time", "cmd");

    @Override
    public OptionTable options() {
        return new OptionTable(
                "top",
                "CONTAINER [PS OPTION...]",
                "list the processes of a container",
                1,
                OptionTable.MANY,
                OptionTable.Order.BEFORE_OPERANDS,
                Completes.RUNNING_CONTAINER,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Lists the processes as the host sees them. Of the options of ps(1), -e, -f and -o COLUMN[,COLUMN...] are understood: \
                pid, ppid, user, uid, pcpu, c, stime, tty, time, cmd, args, comm, stat, rss, vsz, nlwp.\
                """,
                List.of(
                        "hull top web", "All of them, as ps -ef shows them.",
                        "hull top web -o pid,rss,args", "Three columns."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        List<String> columns =
                columns(arguments.operands().subList(1, arguments.operands().size()));
        try (Hull hull = invocation.hull()) {
            List<ProcessRow> rows = hull.container(arguments.operand(0)).top(columns);
            Table table = new Table((columns.isEmpty() ? STANDARD : columns)
                    .stream().map(column -> column.toUpperCase(Locale.ROOT)).toList());
            rows.forEach(row -> table.row(row.cells()));
            invocation.out().print(table.text());
        }
        return 0;
    }

    /** The columns that options of ps(1) ask for, empty for those of -ef. */
    private static List<String> columns(List<String> words) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-o") && i + 1 < words.size()) {
                columns.addAll(List.of(words.get(++i).split(",")));
            } else if (word.startsWith("-o") && word.length() > 2) {
                columns.addAll(List.of(word.substring(2).split(",")));
            } else if (!word.matches("-[efA]+")) {
                throw new UsageException("top: the option " + word + " of ps is refused; use -o COLUMN,...");
            }
        }
        return columns;
    }
}
