package dev.hull.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.cli.verb.Verbs;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final List<OptionTable> TABLES = Verbs.names().stream()
            .map(name -> Objects.requireNonNull(Verbs.find(name)).options())
            .toList();

    @Test
    void namesEveryVerbForEveryShell() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            String script = Completion.script(shell, TABLES);
            for (OptionTable table : TABLES) {
                assertThat(script).contains(table.verb());
            }
        }
    }

    @Test
    void refusesAShellItDoesNotKnow() {
        assertThatThrownBy(() -> Completion.script("tcsh", TABLES)).hasMessageContaining("bash, zsh or fish");
    }

    @Test
    void givesNoTwoOptionsOfAVerbTheSameNameOrLetter() {
        for (OptionTable table : TABLES) {
            List<Option> options = table.subjects().stream()
                    .map(Subject::options)
                    .flatMap(List::stream)
                    .toList();
            assertThat(options.stream().map(Option::name)).as(table.verb()).doesNotHaveDuplicates();
            assertThat(options.stream().map(Option::letter).filter(letter -> letter != 0))
                    .as(table.verb())
                    .doesNotHaveDuplicates();
        }
    }
}
