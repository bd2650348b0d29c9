package dev.hull.cli.print;

import dev.hull.cli.print.Node.Expression;
import dev.hull.cli.print.TemplateLexer.Kind;
import dev.hull.cli.print.TemplateLexer.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the inside of one action: pipelines of commands. */
final class ActionParser {
    private final String action;
    private final List<Token> tokens;
    private int next;

    ActionParser(String action) {
        this.action = action;
        this.tokens = TemplateLexer.tokens(action);
    }

    /** The keyword at the action's beginning, which is passed over, or nothing. */
    String keyword() {
        if (tokens.getFirst().kind() == Kind.NAME) {
            String name = tokens.getFirst().text();
            switch (name) {
                case "if", "with", "range", "break", "continue", "template", "define", "block" -> {
                    next = 1;
                    return name;
                }
                default -> {}
            }
        }
        return "";
    }

    Node statement() {
        if (tokens.size() > 1 && tokens.getFirst().kind() == Kind.VARIABLE) {
            String sign = tokens.get(1).text();
            if (tokens.get(1).kind() == Kind.PUNCTUATION && (sign.equals(":=") || sign.equals("="))) {
                next = 2;
                return new Node.Assign(tokens.getFirst().text(), sign.equals(":="), pipelineToEnd());
            }
        }
        return new Node.Print(pipelineToEnd());
    }

    /** {@code $x :=} before a condition, or null. */
    @Nullable
    String declaration() {
        List<String> names = rangeDeclaration();
        if (names.size() > 1) {
            throw fail("two variables are declared");
        }
        return names.isEmpty() ? null : names.getFirst();
    }

    /** {@code $x :=} or {@code $i, $x :=}. */
    List<String> rangeDeclaration() {
        int from = next;
        List<String> names = new ArrayList<>();
        while (next < tokens.size() && tokens.get(next).kind() == Kind.VARIABLE && names.size() < 2) {
            names.add(tokens.get(next++).text());
            if (takes(":=")) {
                return names;
            }
            if (!takes(",")) {
                break;
            }
        }
        next = from;
        return List.of();
    }

    Expression pipelineToEnd() {
        Expression pipeline = pipeline();
        if (next < tokens.size()) {
            throw fail("unexpected " + tokens.get(next).text());
        }
        return pipeline;
    }

    private Expression pipeline() {
        Expression value = command(null);
        while (takes("|")) {
            value = command(value);
        }
        return value;
    }

    /** A function or a method with its arguments, or a value alone; what was piped in is the last argument. */
    private Expression command(@Nullable Expression piped) {
        if (next >= tokens.size()) {
            throw fail("a value is missing");
        }
        Token first = tokens.get(next);
        boolean isFunction = first.kind() == Kind.NAME && !isConstant(first.text());
        Expression head = null;
        if (isFunction) {
            next++;
        } else {
            head = operand();
        }
        List<Expression> arguments = new ArrayList<>();
        while (next < tokens.size() && !isAt("|") && !isAt(")")) {
            arguments.add(operand());
        }
        if (piped != null) {
            arguments.add(piped);
        }
        if (head == null) {
            return new Expression.Call(first.text(), arguments);
        }
        if (arguments.isEmpty()) {
            return head;
        }
        if (head instanceof Expression.Field(Expression base, String name, List<Expression> none) && none.isEmpty()) {
            return new Expression.Field(base, name, arguments);
        }
        throw fail("a value that is no function has arguments");
    }

    private Expression operand() {
        Token token = tokens.get(next++);
        Expression value = switch (token.kind()) {
            case STRING -> new Expression.Literal(token.text());
            case NUMBER -> new Expression.Literal(number(token.text()));
            case DOT -> new Expression.Dot();
            case VARIABLE -> new Expression.Variable(token.text());
            case FIELD -> new Expression.Field(new Expression.Dot(), token.text(), List.of());
            case NAME ->
                isConstant(token.text()) ? constant(token.text()) : new Expression.Call(token.text(), List.of());
            case PUNCTUATION -> {
                if (!token.text().equals("(")) {
                    throw fail("unexpected " + token.text());
                }
                Expression inner = pipeline();
                if (!takes(")")) {
                    throw fail("a ) is missing");
                }
                yield inner;
            }
        };
        while (next < tokens.size()
                && tokens.get(next).kind() == Kind.FIELD
                && !tokens.get(next).spaced()) {
            value = new Expression.Field(value, tokens.get(next++).text(), List.of());
        }
        return value;
    }

    private static boolean isConstant(String name) {
        return name.equals("true") || name.equals("false") || name.equals("nil");
    }

    private static Expression constant(String name) {
        return new Expression.Literal(name.equals("nil") ? null : Boolean.valueOf(name));
    }

    private Object number(String text) {
        try {
            return text.contains(".") ? (Object) Double.valueOf(text) : (Object) Long.decode(text);
        } catch (NumberFormatException _) {
            throw fail("bad number " + text);
        }
    }

    private boolean isAt(String sign) {
        Token token = tokens.get(next);
        return token.kind() == Kind.PUNCTUATION && token.text().equals(sign);
    }

    private boolean takes(String sign) {
        if (next < tokens.size() && isAt(sign)) {
            next++;
            return true;
        }
        return false;
    }

    private TemplateException fail(String what) {
        return new TemplateException("{{" + action + "}}: " + what);
    }
}
