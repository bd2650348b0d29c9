package dev.hull.cli.print;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go's verbs of printf that people type: {@code %s %v %d %q %x %t %f %%}, with width, {@code -}, {@code 0} and precision. */
final class TemplatePrintf {
    private TemplatePrintf() {}

    static String format(String format, List<@Nullable Object> arguments) {
        StringBuilder out = new StringBuilder();
        int argument = 0;
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%') {
                out.append(format.charAt(i));
                continue;
            }
            int from = ++i;
            while (i < format.length() && "-+0123456789.# ".indexOf(format.charAt(i)) >= 0) {
                i++;
            }
            if (i == format.length()) {
                return out.append("%!(NOVERB)").toString();
            }
            char verb = format.charAt(i);
            if (verb == '%') {
                out.append('%');
            } else if (argument == arguments.size()) {
                out.append("%!").append(verb).append("(MISSING)");
            } else {
                out.append(pad(format.substring(from, i), verb, arguments.get(argument++)));
            }
        }
        return out.toString();
    }

    private static String pad(String flags, char verb, @Nullable Object value) {
        int dot = flags.indexOf('.');
        String beforeDot = dot < 0 ? flags : flags.substring(0, dot);
        int precision = dot < 0 ? -1 : number(flags.substring(dot + 1));
        boolean left = beforeDot.contains("-");
        String digits = beforeDot.replaceAll("[-+# ]", "");
        boolean zeros = digits.startsWith("0") && !left && value instanceof Number;
        String text = text(verb, precision, value);
        int missing = number(digits) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return left ? text + " ".repeat(missing) : (zeros ? "0" : " ").repeat(missing) + text;
    }

    private static int number(String digits) {
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static String text(char verb, int precision, @Nullable Object value) {
        String plain = TemplateValue.text(value);
        return switch (verb) {
            case 's', 'v' -> precision >= 0 ? plain.substring(0, Math.min(precision, plain.length())) : plain;
            case 't' -> plain;
            case 'q' -> Json.compact(plain);
            case 'd' ->
                value instanceof Number number ? String.valueOf(number.longValue()) : "%!d(" + typed(value) + ")";
            case 'x' ->
                value instanceof Number number ? Long.toHexString(number.longValue()) : "%!x(" + typed(value) + ")";
            case 'f' ->
                value instanceof Number number
                        ? new java.math.BigDecimal(number.doubleValue())
                                .setScale(precision < 0 ? 6 : precision, java.math.RoundingMode.HALF_EVEN)
                                .toPlainString()
                        : "%!f(" + typed(value) + ")";
            default -> "%!" + verb + "(" + typed(value) + ")";
        };
    }

    /** Go's name of the type and the value: what a verb that does not fit prints. */
    private static String typed(@Nullable Object value) {
        String type = value instanceof String ? "string" : value instanceof Boolean ? "bool" : "int";
        return type + "=" + TemplateValue.text(value);
    }
}
