package dev.hull.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListFormatTest {
    private static final ListFormat FORMAT = ListFormat.of("{{.ID}}\t{{.Name}}", "ID", "CONTAINER ID", "Name", "NAME");
    private static final List<Map<String, Object>> ROWS =
            List.of(Map.of("ID", "0123456789ab", "Name", "a\u001bb"), Map.of("ID", "c", "Name", "d"));

    private static String print(@Nullable String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FORMAT.print(new PrintStream(out, true, StandardCharsets.UTF_8), format, ROWS);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void alignsTheStandardTableAndHidesControlCharacters() {
        assertThat(print(null)).isEqualTo("CONTAINER ID   NAME\n0123456789ab   a?b\nc              d\n");
    }

    @Test
    void takesATableOfOnesOwnWithHeadings() {
        assertThat(print("table {{.Name}}\\t{{upper .ID}}"))
                .isEqualTo("NAME      CONTAINER ID\na?b       0123456789AB\nd         C\n");
    }

    @Test
    void writesOneJsonObjectALine() {
        assertThat(print("json"))
                .isEqualTo("{\"ID\":\"0123456789ab\",\"Name\":\"a\\u001bb\"}\n{\"ID\":\"c\",\"Name\":\"d\"}\n");
    }

    @Test
    void rendersATemplateForEachRow() {
        assertThat(print("{{.ID}}={{.Name}}")).endsWith("c=d\n");
    }
}
