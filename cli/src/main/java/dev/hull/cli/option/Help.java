package dev.hull.cli.option;

import java.util.List;

/** A verb's manual page, from its table and its manual. */
public final class Help {
    private static final String INDENT = "       ";

    private final StringBuilder page = new StringBuilder();
    private final int width;

    private Help(int width) {
        this.width = Math.max(40, Math.min(width, 100));
    }

    /** The line that shows how the verb is used: {@code hull run [OPTION...] IMAGE [COMMAND [ARG...]]}. */
    public static String synopsis(OptionTable table) {
        String options = table.subjects().isEmpty() ? "" : " [OPTION...]";
        return ("hull " + table.verb() + options + " " + table.synopsis()).stripTrailing();
    }

    /** @param width columns of the terminal */
    public static String page(OptionTable table, Manual manual, int width) {
        Help help = new Help(width);
        help.head("NAME").line(INDENT + "hull " + table.verb() + " - " + table.summary());
        help.head("SYNOPSIS").paragraph(INDENT, synopsis(table));
        help.head("DESCRIPTION").paragraphs(manual.description());
        help.head("OPTIONS");
        for (Subject subject : table.subjects()) {
            help.subject(subject);
        }
        help.subject(Subject.of("Help", OptionTable.HELP));
        help.pairs("EXAMPLES", manual.examples());
        help.pairs("EXIT STATUS", manual.exits());
        return help.page.toString();
    }

    private Help head(String title) {
        if (!page.isEmpty()) {
            page.append('\n');
        }
        return line(title);
    }

    private Help line(String text) {
        page.append(text).append('\n');
        return this;
    }

    private void subject(Subject subject) {
        line("   " + subject.title());
        for (Option option : subject.options()) {
            line(INDENT + option.spelled());
            String words = option.refusal() == null ? option.words() : "Refused: " + option.refusal();
            paragraph(INDENT + INDENT, words + ".");
        }
        page.append('\n');
    }

    private void pairs(String title, List<String> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        line(title);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            line(INDENT + pairs.get(i));
            paragraph(INDENT + INDENT, pairs.get(i + 1));
        }
        page.append('\n');
    }

    private void paragraphs(String text) {
        boolean first = true;
        for (String paragraph : text.split("\n\n")) {
            if (!first) {
                page.append('\n');
            }
            paragraph(INDENT, paragraph);
            first = false;
        }
    }

    /** Fills lines with words up to the width; a word longer than a line keeps a line of its own. */
    private void paragraph(String indent, String text) {
        int column = 0;
        for (String word : text.split("[ \n]+")) {
            if (column > 0 && column + 1 + word.length() > width) {
                page.append('\n');
                column = 0;
            }
            if (column == 0) {
                page.append(indent).append(word);
                column = indent.length() + word.length();
            } else {
                page.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        page.append('\n');
    }
}
