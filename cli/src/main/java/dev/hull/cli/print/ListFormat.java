package dev.hull.cli.print;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code --format} of a verb that lists: {@code table}, {@code table TEMPLATE}, {@code json}, {@code TEMPLATE}.
 *
 * @param headings each field's name and the heading of its column
 * @param standard the template of the table without {@code --format}
 */
public record ListFormat(Map<String, String> headings, String standard) {
    /** Headings from names and headings in turn. */
    public static ListFormat of(String standard, String... headings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < headings.length; i += 2) {
            map.put(headings[i], headings[i + 1]);
        }
        return new ListFormat(map, standard);
    }

    /**
     * Prints rows.
     *
     * @param format as given, null for the standard table
     * @throws TemplateException if the format is no template or asks for what a row does not have
     */
    public void print(PrintStream out, @Nullable String format, List<? extends Map<String, ?>> rows) {
        if (format == null || format.isEmpty() || format.equals("table")) {
            out.print(table(standard, rows));
        } else if (format.startsWith("table ")) {
            out.print(table(unescaped(format.substring("table ".length())), rows));
        } else if (format.equals("json")) {
            rows.forEach(row -> out.println(Json.compact(new TreeMap<>(row))));
        } else {
            Template template = Template.parse(unescaped(format));
            rows.forEach(row -> out.println(template.render(row)));
        }
    }

    private String table(String source, List<? extends Map<String, ?>> rows) {
        Template template = Template.parse(source);
        Table table = new Table(template.render(headings).split("\t", -1));
        for (Map<String, ?> row : rows) {
            table.row(template.render(row).split("\t", -1));
        }
        return table.text();
    }

    /** A shell passes {@code \t} as two characters. */
    private static String unescaped(String format) {
        return format.replace("\\t", "\t").replace("\\n", "\n");
    }
}
