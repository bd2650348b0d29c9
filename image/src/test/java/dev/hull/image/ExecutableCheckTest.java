package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.linux.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExecutableCheckTest {
    @RegisterExtension
    final Workspace workspace = new Workspace();

    @BeforeEach
    void image() throws Exception {
        Shell.run(workspace.path(), """
            mkdir -p bin usr/bin sub
            cp /bin/busybox bin/sh; cp /bin/true usr/bin/true
            printf '#!/bin/sh\\nexit 0\\n' > bin/good; printf '#!/bin/sh\\r\\nexit 0\\r\\n' > bin/crlf
            printf '#! /usr/bin/python9 -u\\n' > bin/python; printf '#!/bin/loop\\n' > bin/loop
            printf 'echo\\n' > bin/plain; : > bin/empty; printf '#!\\n' > bin/nothing
            printf '#!/bin/sh\\n' > bin/locked; head -c 30 /bin/true > bin/cut
            chmod 755 bin/* usr/bin/*; chmod 644 bin/locked; ln -s /nowhere bin/dangling
            """);
        byte[] foreign = Files.readAllBytes(Path.of("/bin/true"));
        foreign[18] = (byte) 183;
        Files.write(workspace.path().resolve("bin/foreign"), foreign);
        Shell.run(workspace.path(), "chmod 755 bin/foreign");
    }

    @Test
    void nothingIsWrongWithWhatRuns() {
        assertThat(check("sh")).isEmpty();
        assertThat(check("/bin/good")).isEmpty();
        assertThat(check("bin/good")).isEmpty();
    }

    @Test
    void tellsTheMissingLoader() throws Exception {
        assertThat(check("true")).contains("needs the loader /lib64/ld-linux-x86-64.so.2");
        Shell.run(workspace.path(), "mkdir lib64; cp /lib64/ld-linux-x86-64.so.2 lib64/");
        assertThat(check("true")).isEmpty();
    }

    @Test
    void tellsTheOtherMachine() {
        assertThat(check("foreign")).contains("is a program for arm64, this machine is amd64");
    }

    @Test
    void tellsWindowsLineEnds() {
        assertThat(check("crlf")).contains("Windows line ends").contains("\"/bin/sh\\r\"");
    }

    @Test
    void tellsTheMissingInterpreter() {
        assertThat(check("python"))
                .contains("needs the interpreter /usr/bin/python9")
                .contains("the image has no");
        assertThat(check("loop")).contains("deep");
        assertThat(check("nothing")).contains("names no interpreter");
    }

    @Test
    void tellsWhatIsNoProgram() {
        assertThat(check("plain")).contains("neither a program nor a script");
        assertThat(check("empty")).contains("is empty");
        assertThat(check("cut")).contains("is cut");
        assertThat(check("/sub")).contains("is a directory");
        assertThat(check("locked")).contains("its mode is 644");
        assertThat(check("dangling")).contains("has no dangling in its PATH");
        assertThat(check("/bin/dangling")).contains("leads to /nowhere");
        assertThat(check("none")).contains("no none in its PATH (/bin:/usr/bin)");
        assertThat(check("/no/such")).contains("/no");
    }

    private String check(String command) {
        RootTree tree = RootTree.of(new RootFilesystem.Layers(List.of(Layer.of(workspace.path()))));
        return new ExecutableCheck(tree, Architecture.X86_64)
                .check(command, "/bin:/usr/bin", "/")
                .map(ExecutableCheck.Cause::reason)
                .orElse("");
    }
}
