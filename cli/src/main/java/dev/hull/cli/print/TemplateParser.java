package dev.hull.cli.print;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses a template: text and {@code {{actions}}}, with Go's trimming by {@code {{-} and {@code -}}}. */
final class TemplateParser {
    private final String source;
    private int at;
    private boolean trimNext;

    /** The action that ended the last list of nodes: {@code end}, {@code else}, {@code else if ...}, or null at the end. */
    private @Nullable String closing;

    TemplateParser(String source) {
        this.source = source;
    }

    List<Node> parse() {
        List<Node> nodes = list();
        if (closing != null) {
            throw new TemplateException("unexpected {{" + closing + "}}");
        }
        return nodes;
    }

    private List<Node> list() {
        List<Node> nodes = new ArrayList<>();
        while (at < source.length()) {
            int open = source.indexOf("{{", at);
            String text = source.substring(at, open < 0 ? source.length() : open);
            if (trimNext) {
                text = text.stripLeading();
            }
            trimNext = false;
            if (open < 0) {
                at = source.length();
                addText(nodes, text);
                break;
            }
            String action = action(open);
            addText(nodes, source.startsWith("{{- ", open) ? text.stripTrailing() : text);
            if (action.equals("end") || action.equals("else") || action.startsWith("else ")) {
                closing = action;
                return nodes;
            }
            if (!action.startsWith("/*")) {
                nodes.add(node(action));
            }
        }
        closing = null;
        return nodes;
    }

    private static void addText(List<Node> nodes, String text) {
        if (!text.isEmpty()) {
            nodes.add(new Node.Text(text));
        }
    }

    /** The inside of the action that begins at a place, without its trim marks. */
    private String action(int open) {
        int close = close(open + 2);
        String inside = source.substring(open + 2, close);
        at = close + 2;
        if (inside.startsWith("- ")) {
            inside = inside.substring(2);
        }
        if (inside.endsWith(" -")) {
            inside = inside.substring(0, inside.length() - 2);
            trimNext = true;
        }
        inside = inside.strip();
        if (inside.isEmpty()) {
            throw new TemplateException("there is an empty action {{}}");
        }
        return inside;
    }

    /** Where the action's }} stands: outside of strings. */
    private int close(int from) {
        char quote = 0;
        for (int i = from; i + 1 < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote == '"') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '`') {
                quote = c;
            } else if (c == '}' && source.charAt(i + 1) == '}') {
                return i;
            }
        }
        throw new TemplateException("there is a {{ without }}: " + source.substring(from - 2));
    }

    private Node node(String action) {
        ActionParser parser = new ActionParser(action);
        return switch (parser.keyword()) {
            case "if" -> condition(false, parser);
            case "with" -> condition(true, parser);
            case "range" -> range(parser);
            case "break" -> new Node.Leave(true);
            case "continue" -> new Node.Leave(false);
            case "template", "define", "block" ->
                throw new TemplateException("{{" + action + "}}: nested templates are not supported");
            default -> parser.statement();
        };
    }

    private Node condition(boolean with, ActionParser parser) {
        String variable = parser.declaration();
        Node.Expression condition = parser.pipelineToEnd();
        List<Node> then = list();
        return new Node.If(with, variable, condition, then, otherwise());
    }

    private Node range(ActionParser parser) {
        List<String> variables = parser.rangeDeclaration();
        Node.Expression over = parser.pipelineToEnd();
        List<Node> body = list();
        String key = variables.size() == 2 ? variables.getFirst() : null;
        String element = variables.isEmpty() ? null : variables.getLast();
        return new Node.Range(key, element, over, body, otherwise());
    }

    /** What stands between {@code else} and {@code end}, if there is an else. */
    private List<Node> otherwise() {
        String ended = closing;
        if (ended == null) {
            throw new TemplateException("an {{if}}, {{with}} or {{range}} has no {{end}}");
        }
        if (ended.equals("end")) {
            return List.of();
        }
        if (ended.equals("else")) {
            List<Node> nodes = list();
            if (closing == null || !closing.equals("end")) {
                throw new TemplateException("an {{else}} has no {{end}}");
            }
            return nodes;
        }
        // else if: an if of its own that shares the end.
        return List.of(node(ended.substring("else ".length()).strip()));
    }
}
