package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Signal;
import dev.hull.linux.WaitFlags;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpawnTest {
    private static final Pathname SHELL = Pathname.of("/bin/sh");

    private static Spawn shell(String script) {
        return new Spawn(
                SHELL,
                List.of(Pathname.of("sh"), Pathname.of("-c"), Pathname.of(script)),
                List.of(Pathname.of("PATH=/usr/bin:/bin")));
    }

    private static String output(Spawn spawn, int childNumber) throws Exception {
        try (Pipe pipe = Pipe.open(0)) {
            try (Pidfd process = spawn.descriptor(childNumber, pipe.write()).start()) {
                pipe.write().close();
                StringBuilder text = new StringBuilder();
                byte[] buffer = new byte[4096];
                for (int n = FileContent.read(pipe.read(), buffer, 0, buffer.length);
                        n > 0;
                        n = FileContent.read(pipe.read(), buffer, 0, buffer.length)) {
                    text.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
                }
                assertThat(process.waitFor().shellStatus()).isZero();
                return text.toString();
            }
        }
    }

    @Test
    void givesTheChildExactlyTheDescriptorsNamed() throws Exception {
        // a descriptor that any careless fork would leak
        try (FileDescriptor leak = Opening.open(Pathname.of("/dev/null"), OpenFlags.O_RDWR);
                FileDescriptor five = Opening.open(Pathname.of("/dev/zero"), OpenFlags.O_RDWR);
                FileDescriptor three = Opening.open(Pathname.of("/dev/full"), OpenFlags.O_RDWR);
                Frame frame = new Frame()) {
            frame.call(dev.hull.linux.Syscall.FCNTL, leak, leak.number(), dev.hull.linux.FcntlConstants.F_SETFD, 0);
            Spawn list = new Spawn(
                    Pathname.of("/bin/ls"),
                    List.of(Pathname.of("ls"), Pathname.of("-l"), Pathname.of("/proc/self/fd")),
                    List.of());
            String seen = output(list.descriptor(5, five).descriptor(3, three), 1);
            // but for the directory that ls itself has open
            assertThat(seen.lines()
                            .filter(line -> line.contains(" -> ") && !line.contains(" -> /proc/"))
                            .map(line ->
                                    line.replaceFirst(".* (\\d+ -> )", "$1").replaceFirst("pipe:.*", "pipe")))
                    .containsExactly("1 -> pipe", "3 -> /dev/full", "5 -> /dev/zero");
        }
    }

    @Test
    void swapsDescriptorsThatStandInEachOthersPlace() throws Exception {
        try (FileDescriptor zero = Opening.open(Pathname.of("/dev/zero"), OpenFlags.O_RDWR);
                FileDescriptor full = Opening.open(Pathname.of("/dev/full"), OpenFlags.O_RDWR)) {
            int a = zero.number();
            int b = full.number();
            assertThat(output(
                            shell("readlink /proc/$$/fd/" + a + "; readlink /proc/$$/fd/" + b)
                                    .descriptor(a, full)
                                    .descriptor(b, zero),
                            1))
                    .isEqualTo("/dev/full\n/dev/zero\n");
        }
    }

    @Test
    void startsSessionsAndProcessGroups() throws Exception {
        // stat(5): pid, comm, state, parent, process group, session
        String stat = "read a b c d e f g </proc/self/stat; [ $e = $a ] && echo leads; [ $f = $a ] && echo session; :";
        assertThat(output(shell(stat), 1)).isEmpty();
        assertThat(output(shell(stat).processGroup(0), 1)).isEqualTo("leads\n");
        assertThat(output(shell(stat).newSession(), 1)).isEqualTo("leads\nsession\n");
    }

    @Test
    void leavesNoSignalIgnoredOrBlocked() throws Exception {
        // not from a shell, which may ignore some itself
        Spawn grep = new Spawn(
                Pathname.of("/bin/grep"),
                List.of(
                        Pathname.of("grep"),
                        Pathname.of("-E"),
                        Pathname.of("^Sig(Blk|Ign)"),
                        Pathname.of("/proc/self/status")),
                List.of());
        String status = output(grep, 1);
        assertThat(status.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).endsWith("\t0000000000000000"));
    }

    @Test
    void tellsWhyAProgramCannotBeExecuted() {
        assertThatThrownBy(() -> new Spawn(Pathname.of("/no/such"), List.of(Pathname.of("x")), List.of()).start())
                .hasMessage("posix_spawn /no/such: ENOENT (No such file or directory)");
        assertThatThrownBy(() -> new Spawn(Pathname.of("/etc/passwd"), List.of(Pathname.of("x")), List.of()).start())
                .hasMessage("posix_spawn /etc/passwd: EACCES (Permission denied)");
    }

    @Test
    void waitsForStatusAndSignal() throws Exception {
        try (Pidfd exits = shell("exit 7").start();
                Pidfd sleeps = shell("exec sleep 1000").start()) {
            assertThat(exits.waitFor()).isEqualTo(new WaitStatus(WaitFlags.CLD_EXITED, 7));
            assertThatThrownBy(exits::waitFor)
                    .isInstanceOfSatisfying(
                            LinuxException.class,
                            e -> assertThat(e.is(Errno.ECHILD)).isTrue());
            assertThat(sleeps.poll()).isEmpty();
            assertThat(sleeps.hasEnded()).isFalse();
            sleeps.sendSignal(Signal.SIGKILL);
            assertThat(sleeps.awaitEnd(-1)).isTrue();
            WaitStatus status = sleeps.waitFor();
            assertThat(status).isEqualTo(new WaitStatus(WaitFlags.CLD_KILLED, 9));
            assertThat(status.shellStatus()).isEqualTo(137);
            assertThatThrownBy(() -> sleeps.sendSignal(Signal.SIGTERM))
                    .hasMessage("pidfd_send_signal SIGTERM to process " + sleeps.pid() + ": ESRCH (No such process)");
        }
    }

    @Test
    void seesTheEndOfAProcessThatIsNoChild() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "echo $$; exec sleep 1000 <&-").start();
        int pid = (int) process.pid();
        try (Pidfd pidfd = Pidfd.open(pid)) {
            assertThat(pidfd.hasEnded()).isFalse();
            assertThat(pidfd.awaitEnd(1)).isFalse();
            process.destroyForcibly();
            assertThat(pidfd.awaitEnd(-1)).isTrue();
        } finally {
            process.waitFor();
        }
    }
}
