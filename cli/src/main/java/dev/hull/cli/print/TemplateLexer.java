package dev.hull.cli.print;

import java.util.ArrayList;
import java.util.List;

/** Cuts the inside of an action into words: names, fields, variables, literals, punctuation. */
final class TemplateLexer {
    /**
     * One word.
     *
     * @param kind what it is
     * @param text as written, or the value of a string
     * @param spaced whether a space is before it
     */
    record Token(Kind kind, String text, boolean spaced) {}

    enum Kind {
        NAME,
        FIELD,
        DOT,
        VARIABLE,
        STRING,
        NUMBER,
        PUNCTUATION
    }

    private final String action;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean spaced;

    private TemplateLexer(String action) {
        this.action = action;
    }

    static List<Token> tokens(String action) {
        TemplateLexer lexer = new TemplateLexer(action);
        while (lexer.at < action.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = action.charAt(at);
        if (Character.isWhitespace(c)) {
            spaced = true;
            at++;
        } else if (c == '"') {
            add(Kind.STRING, quoted());
        } else if (c == '`') {
            int end = action.indexOf('`', at + 1);
            if (end < 0) {
                throw new TemplateException("unterminated raw string in {{" + action + "}}");
            }
            String raw = action.substring(at + 1, end);
            at = end + 1;
            add(Kind.STRING, raw);
        } else if (c == '.') {
            at++;
            String name = word();
            add(name.isEmpty() ? Kind.DOT : Kind.FIELD, name);
        } else if (c == '$') {
            at++;
            add(Kind.VARIABLE, word());
        } else if (Character.isDigit(c)
                || (c == '-' && at + 1 < action.length() && Character.isDigit(action.charAt(at + 1)))) {
            int from = at++;
            while (at < action.length() && (isWord(action.charAt(at)) || action.charAt(at) == '.')) {
                at++;
            }
            add(Kind.NUMBER, action.substring(from, at));
        } else if (isWord(c)) {
            add(Kind.NAME, word());
        } else if (action.startsWith(":=", at)) {
            at += 2;
            add(Kind.PUNCTUATION, ":=");
        } else if ("|(),=".indexOf(c) >= 0) {
            at++;
            add(Kind.PUNCTUATION, String.valueOf(c));
        } else {
            throw new TemplateException("unexpected '" + c + "' in {{" + action + "}}");
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, spaced));
        spaced = false;
    }

    private String word() {
        int from = at;
        while (at < action.length() && isWord(action.charAt(at))) {
            at++;
        }
        return action.substring(from, at);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < action.length(); at++) {
            char c = action.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < action.length()) {
                c = switch (action.charAt(++at)) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    default -> action.charAt(at);
                };
            }
            value.append(c);
        }
        throw new TemplateException("unterminated string in {{" + action + "}}");
    }
}
