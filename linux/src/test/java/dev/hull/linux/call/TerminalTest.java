package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.TerminalConstants;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void hasASizeThatBothEndsSee() throws Exception {
        try (Terminal.Pty pty = Terminal.openPty()) {
            Terminal.WindowSize size = new Terminal.WindowSize(50, 60_000);
            Terminal.setWindowSize(pty.master(), size);
            assertThat(Terminal.windowSize(pty.slave())).isEqualTo(size);
        }
    }

    @Test
    void passesEveryByteInRawMode() throws Exception {
        try (Terminal.Pty pty = Terminal.openPty()) {
            Termios before = Terminal.settings(pty.slave());
            assertThat(before.localModes() & TerminalConstants.ECHO).isNotZero();
            Terminal.setSettings(pty.slave(), before.raw());
            byte[] keys = {3, 4, 26, '\r', (byte) 0xFF, 0};
            FileContent.writeFully(pty.master(), keys, 0, keys.length);
            byte[] seen = new byte[16];
            int length = FileContent.read(pty.slave(), seen, 0, seen.length);
            assertThat(java.util.Arrays.copyOf(seen, length)).isEqualTo(keys);
            FileContent.writeFully(pty.slave(), new byte[] {'\n'}, 0, 1);
            assertThat(FileContent.read(pty.master(), seen, 0, seen.length)).isEqualTo(1);
            Terminal.setSettings(pty.slave(), before);
            assertThat(Terminal.settings(pty.slave()).bytes()).isEqualTo(before.bytes());
            byte[] line = "hello\n".getBytes(StandardCharsets.US_ASCII);
            FileContent.writeFully(pty.slave(), line, 0, line.length);
            assertThat(FileContent.read(pty.master(), seen, 0, seen.length)).isEqualTo(7);
        }
    }

    @Test
    void knowsWhatIsATerminal() throws Exception {
        try (Terminal.Pty pty = Terminal.openPty();
                FileDescriptor nothing = Opening.open(Pathname.of("/dev/null"), OpenFlags.O_RDWR);
                Pipe pipe = Pipe.open(0)) {
            assertThat(Terminal.isTerminal(pty.slave())).isTrue();
            assertThat(Terminal.isTerminal(nothing)).isFalse();
            assertThat(Terminal.isTerminal(pipe.read())).isFalse();
        }
    }
}
