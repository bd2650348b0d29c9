package dev.hull.conformance.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrapperTest {
    @TempDir
    private Path folder;

    @Test
    void worksThroughSymlinksFromAnyDirectory() throws IOException {
        Path first = Files.createSymbolicLink(folder.resolve("first"), Product.command());
        Path second = Files.createSymbolicLink(folder.resolve("hull"), Path.of("first"));
        for (Path command : List.of(Product.command(), first, second)) {
            assertThat(Outcome.command(command.toString(), "version")
                            .succeeded()
                            .text())
                    .startsWith("hull ");
        }
        ProcessBuilder relative = new ProcessBuilder("./hull", "version").directory(folder.toFile());
        assertThat(Outcome.of(relative, new byte[0]).succeeded().text()).startsWith("hull ");
        ProcessBuilder onPath = new ProcessBuilder("sh", "-c", "PATH=" + folder + ":$PATH; cd /; hull version");
        assertThat(Outcome.of(onPath, new byte[0]).succeeded().text()).startsWith("hull ");
    }

    @Test
    void keepsItsOutputFreeOfWhatVariablesMakeTheJvmSay() {
        try (Product product = Product.fresh()) {
            ProcessBuilder builder = product.process("version");
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Dx=y");
            builder.environment().put("JDK_JAVA_OPTIONS", "-Dx=y");
            Outcome outcome = Outcome.of(builder, new byte[0]).succeeded();
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.text()).startsWith("hull ");
        }
    }

    @Test
    void worksWithClosedStandardStreams() {
        assertThat(shell("version <&- 2>&-").succeeded().text()).startsWith("hull ");
        assertThat(shell("version >&-").succeeded().text()).isEmpty();
    }

    @Test
    void failsWhenItsOutputIsLost() {
        Outcome outcome = shell("version >/dev/full").exited(125);
        assertThat(outcome.errorText()).contains("standard output");
    }

    @Test
    void printsOneLineForAnErrorAndExitsWith125() {
        Outcome outcome = shell("rnu").exited(125);
        assertThat(outcome.errorText()).isEqualTo("hull: unknown verb \"rnu\"; did you mean run?\n");
        assertThat(shell("run --publish 80 host").exited(125).errorText().lines())
                .hasSize(1);
    }

    @Test
    void saysWhatToInstallWithoutAJdk() throws IOException {
        copyScripts();
        Outcome outcome = Outcome.command(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs none /usr/lib/jvm && unset JAVA_HOME && PATH=/usr/sbin:/usr/bin:/sbin:/bin"
                        + " HOME=/nonexistent "
                        + folder + "/hull version");
        assertThat(outcome.exited(125).errorText()).contains("no JDK 25 found").contains("temurin-25-jdk");
    }

    @Test
    void saysWhatToInstallWithoutMaven() throws IOException {
        copyScripts();
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : List.of("sh", "mkdir", "flock", "id", "dirname", "readlink")) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
        }
        ProcessBuilder builder = new ProcessBuilder(folder + "/hull", "version");
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertThat(Outcome.of(builder, new byte[0]).exited(125).errorText())
                .contains("no Maven found")
                .contains("apt-get install");
    }

    @Test
    void buildsNothingWhenThatIsForbidden() throws IOException {
        copyScripts();
        ProcessBuilder builder = new ProcessBuilder(folder + "/hull", "version");
        builder.environment().put("HULL_NO_BUILD", "1");
        assertThat(Outcome.of(builder, new byte[0]).exited(125).errorText()).contains("HULL_NO_BUILD");
        assertThat(folder.resolve("target")).doesNotExist();
    }

    private void copyScripts() throws IOException {
        Path checkout = Product.command().getParent();
        Files.copy(Product.command(), folder.resolve("hull"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(folder.resolve("scripts"));
        for (String script : List.of("jdk.sh", "build.sh")) {
            Files.copy(
                    checkout.resolve("scripts").resolve(script),
                    folder.resolve("scripts").resolve(script));
        }
    }

    private static Outcome shell(String words) {
        return Outcome.command("sh", "-c", Product.command() + " " + words);
    }
}
