package dev.hull.cli.print;

import dev.hull.cli.print.Node.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of Go's text/template that docker's users type after {@code --format}.
 *
 * <p>Values are {@code Map<String, ?>}, {@code List<?>}, strings, numbers, booleans, null and {@link Method}s. Actions:
 * pipelines, variables, if, else if, with, range, break, continue, comments, trimming. Functions: see {@link
 * TemplateFunctions}. A field with a capital letter that a map does not have is an error, as with a struct's; any other
 * missing key is {@code <no value>}.
 */
public final class Template {
    /** A field that takes arguments: {@code {{.Label "name"}}}. */
    @FunctionalInterface
    public interface Method {
        @Nullable
        Object call(List<@Nullable Object> arguments);
    }

    /** Leaves a range's body, or all of the range. */
    private static final class Leaving extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean all;

        Leaving(boolean all) {
            super(null, null, false, false);
            this.all = all;
        }
    }

    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** @throws TemplateException if it is no template */
    public static Template parse(String source) {
        return new Template(new TemplateParser(source).parse());
    }

    /**
     * The template's text for a value.
     *
     * @throws TemplateException if it asks for what the value does not have
     */
    public String render(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("", value);
        try {
            render(nodes, value, variables, out);
        } catch (Leaving _) {
            throw new TemplateException("{{break}} or {{continue}} is outside of a range");
        }
        return out.toString();
    }

    private static void render(
            List<Node> nodes, @Nullable Object dot, Map<String, @Nullable Object> variables, StringBuilder out) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Text(String text) -> out.append(text);
                case Node.Print(Expression pipeline) ->
                    out.append(TemplateValue.text(evaluate(pipeline, dot, variables)));
                case Node.Assign assign -> {
                    if (!assign.declares() && !variables.containsKey(assign.name())) {
                        throw new TemplateException("undefined variable $" + assign.name());
                    }
                    variables.put(assign.name(), evaluate(assign.pipeline(), dot, variables));
                }
                case Node.If condition -> condition(condition, dot, variables, out);
                case Node.Range range -> range(range, dot, variables, out);
                case Node.Leave(boolean all) -> throw new Leaving(all);
            }
        }
    }

    private static void condition(
            Node.If node, @Nullable Object dot, Map<String, @Nullable Object> variables, StringBuilder out) {
        Object value = evaluate(node.condition(), dot, variables);
        if (node.variable() != null) {
            variables.put(node.variable(), value);
        }
        if (TemplateValue.isTrue(value)) {
            render(node.then(), node.with() ? value : dot, variables, out);
        } else {
            render(node.otherwise(), dot, variables, out);
        }
    }

    private static void range(
            Node.Range node, @Nullable Object dot, Map<String, @Nullable Object> variables, StringBuilder out) {
        Map<Object, @Nullable Object> elements = TemplateValue.elements(evaluate(node.over(), dot, variables));
        if (elements.isEmpty()) {
            render(node.otherwise(), dot, variables, out);
        }
        for (Map.Entry<Object, @Nullable Object> entry : elements.entrySet()) {
            if (node.key() != null) {
                variables.put(node.key(), entry.getKey());
            }
            if (node.element() != null) {
                variables.put(node.element(), entry.getValue());
            }
            try {
                render(node.body(), entry.getValue(), variables, out);
            } catch (Leaving leaving) {
                if (leaving.all) {
                    return;
                }
            }
        }
    }

    private static @Nullable Object evaluate(
            Expression expression, @Nullable Object dot, Map<String, @Nullable Object> variables) {
        return switch (expression) {
            case Expression.Literal(Object value) -> value;
            case Expression.Dot() -> dot;
            case Expression.Variable(String name) -> {
                if (!variables.containsKey(name)) {
                    throw new TemplateException("undefined variable $" + name);
                }
                yield variables.get(name);
            }
            case Expression.Field field ->
                TemplateValue.field(
                        evaluate(field.base(), dot, variables),
                        field.name(),
                        evaluateAll(field.arguments(), dot, variables));
            case Expression.Call(String function, List<Expression> arguments) ->
                TemplateFunctions.call(function, evaluateAll(arguments, dot, variables));
        };
    }

    private static List<@Nullable Object> evaluateAll(
            List<Expression> expressions, @Nullable Object dot, Map<String, @Nullable Object> variables) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(evaluate(expression, dot, variables));
        }
        return values;
    }
}
