package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperSettings.Flag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Terminals: the client sits at a real one, which terminal.py (a test resource) makes and types at. Its functions: {@code
 * spawn(command)}, {@code type(text)}, {@code expect(text)}, {@code raw()}, {@code insist(text, answer)}, {@code finish()}.
 */
class TerminalTest {
    private static final Flag[] INTERACTIVE = {Flag.TTY, Flag.STDIN, Flag.STDIN_ONCE, Flag.ATTACH_STDIN};

    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    private Kept.Outcome play(List<String> command, String script) throws Exception {
        String stage;
        try (var resource = TerminalTest.class.getResourceAsStream("terminal.py")) {
            if (resource == null) {
                throw new IOException("terminal.py is missing");
            }
            stage = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> python = new ArrayList<>(List.of("python3", "-c", stage + script));
        python.addAll(command);
        Kept.Outcome outcome = kept.outcome(kept.start(python));
        assertThat(outcome.errorText()).isEmpty();
        assertThat(outcome.status()).isZero();
        return outcome;
    }

    private List<String> shell(String script) throws Exception {
        return kept.command(kept.shell(script).with(INTERACTIVE));
    }

    @Test
    void givesTheProgramATerminalOfTheCallersSize() throws Exception {
        play(shell("tty; stty size; read word; echo got $word; exit 4"), """
            spawn(command)
            expect('/dev/pts/'); expect('24 80')
            type('hello\\r')
            expect('got hello')
            assert finish() == 4
            """);
    }

    @Test
    void isRawWhileItRunsAndRestoredAfterwards() throws Exception {
        play(shell("echo ready; read word"), """
            before = modes()
            spawn(command)
            expect('ready')
            until(raw)
            type('x\\r')
            assert finish() == 0
            assert modes() == before
            """);
    }

    @Test
    void restoresTheTerminalOfAKilledClient() throws Exception {
        play(shell("echo ready; read word"), """
            before = modes()
            spawn(command)
            expect('ready')
            until(raw)
            kill(9)
            until(lambda: modes() == before)
            """);
    }

    @Test
    void restoresTheTerminalWhenTerminated() throws Exception {
        List<String> command = kept.command(
                kept.shell("echo ready; read word").with(INTERACTIVE).without(Flag.SIG_PROXY));
        play(command, """
            before = modes()
            spawn(command)
            expect('ready')
            until(raw)
            kill(15)
            assert finish() == -15
            assert modes() == before
            """);
    }

    @Test
    void resizesTheProgramsTerminal() throws Exception {
        play(shell("trap 'stty size; exit 3' WINCH; echo ready; while :; do sleep 0.05; done"), """
            spawn(command)
            expect('ready')
            resize(50, 132)
            expect('50 132')
            assert finish() == 3
            """);
    }

    @Test
    void bringsControlCharactersToTheProgram() throws Exception {
        play(shell("trap 'echo interrupted; exit 9' INT; echo ready; while :; do sleep 0.05; done"), """
            spawn(command)
            expect('ready')
            until(raw)
            type('\\x03')
            expect('interrupted')
            assert finish() == 9
            """);
    }

    @Test
    void hasJobControlInside() throws Exception {
        play(kept.command(kept.plan("/bin/busybox", "sh", "-i").with(INTERACTIVE)), """
            spawn(command)
            expect('# ') # a ^Z before the shell is ready would throw away what was typed
            type("sh -c 'echo g''o; exec sleep 1000'\\r")
            expect('go')
            type('\\x1a')
            expect('Stopped')
            expect('# ')
            type('fg\\r')
            expect('fg')
            expect('1000')
            insist('\\x03', '# ')
            type('exit 5\\r')
            assert finish() == 5
            """);
    }

    @Test
    void detachesAndAttachesAgain() throws Exception {
        List<String> command = new ArrayList<>(shell("echo ready; read a; echo one $a; read b; echo two $b; exit 6"));
        command.addAll(kept.attachCommand(Flag.TTY, Flag.ATTACH_STDIN, Flag.ATTACH_STDOUT));
        play(command, """
            before = modes()
            spawn(command[:2])
            expect('ready')
            until(raw)
            type('\\x10x\\r')
            expect('one')
            type('\\x10\\x11')
            assert finish() == 0
            assert modes() == before
            spawn(command[2:])
            until(raw)
            resize(30, 90)
            type('again\\r')
            expect('two again')
            assert finish() == 6
            assert modes() == before
            """);
    }

    @Test
    void stopsAndGoesOnAsAJobOfItsShell() throws Exception {
        List<String> command = kept.command(kept.shell("trap 'echo cont' CONT; echo ready;"
                + " i=0; while [ $i -lt 40 ]; do sleep 0.05; i=$((i+1)); done; exit 7"));
        play(command, """
            spawn(['/bin/bash', '--norc', '-i'])
            expect('# ')
            type(' '.join(command) + '\\r')
            expect('ready')
            type('\\x1a')
            expect('Stopped')
            expect('# ')
            type('fg; echo status $?\\r')
            expect('cont')
            expect('status 7')
            type('exit 3\\r')
            assert finish() == 3
            """);
    }

    @Test
    void logsWhatTheTerminalShows() throws Exception {
        play(
                kept.command(kept.shell("echo hello; stty -onlcr; head -c 300000 /dev/zero | tr '\\0' x; echo")
                        .with(INTERACTIVE)
                        .log(kept.log)),
                """
                spawn(command)
                assert finish() == 0
                assert seen.count(b'x') == 300000, seen.count(b'x')
                """);
        assertThat(kept.loggedOutput(1)).hasSize("hello\r\n".length() + 300_000 + 1);
    }

    @Test
    void survivesAProgramThatLeavesItsTerminalForAWhile() throws Exception {
        play(shell("echo ready; t=$(tty); exec <&- >&- 2>&-; sleep 0.3; exec >$t; echo back; exit 8"), """
            spawn(command)
            expect('ready')
            expect('back')
            assert finish() == 8
            """);
    }

    @Test
    void runsOnWhenTheTerminalHangsUp() throws Exception {
        Path said = kept.directory.resolve("said");
        HostPlan plan = kept.shell("echo ready; sleep 0.5; echo yes > " + said + "; exit 3");
        play(kept.command(plan.with(INTERACTIVE).without(Flag.SIG_PROXY)), """
            spawn(command)
            expect('ready')
            until(raw)
            hangUp()
            """);
        kept.awaitEnd();
        assertThat(Files.readString(said)).isEqualTo("yes\n");
        assertThat(kept.status().end().exitStatus()).isEqualTo(3);
    }
}
