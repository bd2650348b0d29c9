import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code Format check|apply ROOT}: every Java source below ROOT is in Palantir Java Format, or is brought there.
 *
 * <p>Run in source mode by a JDK 25, whatever JDK runs Maven: the formatter parses with the compiler it runs in.
 */
final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] arguments) throws IOException {
        boolean apply = arguments[0].equals("apply");
        List<Path> wrong = sources(Path.of(arguments[1]).toRealPath())
                .parallel()
                .filter(source -> !isFormatted(source, apply))
                .sorted()
                .toList();
        wrong.forEach(source -> System.err.println("format: not in Palantir Java Format: " + source));
        if (!wrong.isEmpty()) {
            System.err.println("format: to fix them: ./mvnw -q -pl style -Dhull.style.mode=apply validate");
            System.exit(1);
        }
    }

    private static Stream<Path> sources(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree
                    .filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .toList()
                    .stream();
        }
    }

    /** True if the file is in the format now; in {@code apply} mode it is rewritten first. */
    private static boolean isFormatted(Path source, boolean apply) {
        try {
            String text = Files.readString(source);
            String formatted = FORMATTER.formatSourceAndFixImports(text);
            if (formatted.equals(text)) {
                return true;
            }
            if (apply) {
                Files.writeString(source, formatted);
            }
            return apply;
        } catch (FormatterException e) {
            System.err.println("format: " + source + ": " + e.getMessage());
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(source.toString(), e);
        }
    }
}
