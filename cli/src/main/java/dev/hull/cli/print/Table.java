package dev.hull.cli.print;

import java.util.ArrayList;
import java.util.List;

/** Columns under headings, as docker aligns them. */
public final class Table {
    private static final int GAP = 3;
    /** No column but the last is narrower, its gap included. */
    private static final int NARROWEST = 10;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    public Table(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** The table, each line ended by a newline; the last column is not padded. */
    public String text() {
        int columns = 0;
        for (List<String> row : rows) {
            columns = Math.max(columns, row.size());
        }
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                String cell = Printable.of(row.get(i));
                text.append(cell);
                if (i < row.size() - 1) {
                    text.repeat(" ", Math.max(widths[i] + GAP, NARROWEST) - width(row.get(i)));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
