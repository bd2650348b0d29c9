package dev.hull.conformance.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scripts are loaded by the real shells, and asked what they offer. */
class CompletionTest {
    private static List<String> bash(String... words) {
        StringBuilder array = new StringBuilder();
        for (String word : words) {
            array.append(" '").append(word).append('\'');
        }
        String script =
                "PATH=" + Product.command().getParent() + ":$PATH; source <(hull completion bash); COMP_WORDS=(hull"
                        + array + "); COMP_CWORD=" + words.length + "; _hull; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return Outcome.command("bash", "-c", script).succeeded().lines();
    }

    @Test
    void completesVerbsInBash() {
        assertThat(bash("ru")).containsExactly("run");
        assertThat(bash("")).contains("run", "ps", "volume", "completion").doesNotContain("_why");
        assertThat(bash("volume", "")).containsExactlyInAnyOrder("create", "inspect", "ls", "prune", "rm");
    }

    @Test
    void completesOptionsAndTheirValuesInBash() {
        assertThat(bash("run", "--memory-"))
                .containsExactlyInAnyOrder("--memory-reservation", "--memory-swap", "--memory-swappiness");
        assertThat(bash("run", "--pub")).isEmpty();
        assertThat(bash("run", "--in", "ch")).containsExactly("chroot");
        assertThat(bash("run", "--cap-add", "CAP_SYS_A")).containsExactly("CAP_SYS_ADMIN");
        assertThat(bash("stop", "--signal", "US")).containsExactly("USR1", "USR2");
        assertThat(bash("run", "ho")).contains("host");
    }

    @Test
    void completesInFish() {
        assumeTrue(Files.exists(Path.of("/usr/bin/fish")), "fish is not installed");
        assertThat(fish("hull ru")).anyMatch(line -> line.startsWith("run\t"));
        assertThat(fish("hull run --memory-s")).anyMatch(line -> line.startsWith("--memory-swap\t"));
        assertThat(fish("hull run --in ch")).anyMatch(line -> line.startsWith("chroot"));
        assertThat(fish("hull volume in")).anyMatch(line -> line.startsWith("inspect\t"));
    }

    private static List<String> fish(String line) {
        return Outcome.command(
                        "fish",
                        "-c",
                        "set -x PATH " + Product.command().getParent()
                                + " $PATH; hull completion fish | source; complete -C '" + line + "'")
                .succeeded()
                .lines();
    }

    /** zsh completes only at a terminal: one is made by its own module zpty. */
    @Test
    void completesInZsh() {
        assumeTrue(Files.exists(Path.of("/usr/bin/zsh")), "zsh is not installed");
        assertThat(zsh("hull vers")).contains("hull version");
        assertThat(zsh("hull run --memory-swapp")).contains("--memory-swappiness");
        assertThat(zsh("hull run --in chr")).contains("chroot");
    }

    private static String zsh(String line) {
        String script =
                """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                zpty -w shell 'PS1=; PATH=@BIN@:$PATH; autoload -U compinit; compinit -D -u; source <(hull completion zsh); echo rea""dy'
                while zpty -r shell line; do [[ $line == *ready* && $line != *echo* ]] && break; done
                zpty -w -n shell $'@LINE@\\t\\C-u'
                zpty -w shell $'echo do""ne'
                while zpty -r shell line; do print -r -- $line; [[ $line == *done* ]] && break; done
                """.replace("@BIN@", Product.command().getParent().toString()).replace("@LINE@", line);
        return Outcome.command("zsh", "-fc", script).text();
    }
}
