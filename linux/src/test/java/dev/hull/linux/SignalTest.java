package dev.hull.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTest {
    @Test
    void readsBackEveryNameItGives() {
        for (int number = 1; number <= Signal.MAX; number++) {
            Signal signal = new Signal(number);
            if (number != 32 && number != 33) {
                assertThat(Signal.parse(signal.name())).hasValue(signal);
                assertThat(Signal.parse(signal.name().substring(3).toLowerCase(java.util.Locale.ROOT)))
                        .hasValue(signal);
            }
            assertThat(Signal.parse(Integer.toString(number))).hasValue(signal);
        }
    }

    /** kill(1) of bash knows the same names; those it counts down from SIGRTMAX are signals too. */
    @Test
    void agreesWithTheShell() throws Exception {
        Process list = new ProcessBuilder("bash", "-c", "for i in {1..31} {34..64}; do echo $i SIG$(kill -l $i); done")
                .start();
        List<String> lines = list.inputReader().readAllLines();
        assertThat(lines).hasSize(62);
        for (String line : lines) {
            int space = line.indexOf(' ');
            String name = line.substring(space + 1);
            assertThat(Signal.parse(name.startsWith("SIGSIG") ? name.substring(3) : name))
                    .as(line)
                    .hasValue(new Signal(Integer.parseInt(line.substring(0, space))));
        }
    }

    @Test
    void refusesWhatIsNoSignal() {
        for (String text :
                List.of("", "0", "65", "-1", "SIG", "SIGNO", "RTMIN+31", "RTMAX-31", "RTMIN+", "9x", "1000")) {
            assertThat(Signal.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void knowsTheCapabilitiesAndLimitsOfTheKernel() throws Exception {
        long last;
        // one read(2): a number of sysctl has no second part, and Files.readString begins with a single byte
        try (java.io.FileInputStream in = new java.io.FileInputStream("/proc/sys/kernel/cap_last_cap")) {
            last = Long.parseLong(new String(in.readNBytes(20), java.nio.charset.StandardCharsets.US_ASCII).strip());
        }
        assertThat(Capability.values()).hasSize((int) last + 1);
        assertThat(Capability.CAP_CHECKPOINT_RESTORE.number()).isEqualTo(40);
        assertThat(Capability.byName("net_admin")).hasValue(Capability.CAP_NET_ADMIN);
        assertThat(Capability.mask(List.of(Capability.CAP_CHOWN, Capability.CAP_KILL)))
                .isEqualTo(0b100001);
        assertThat(Rlimit.byName("nofile")).hasValue(Rlimit.RLIMIT_NOFILE);
        assertThat(Rlimit.RLIMIT_RTTIME.number()).isEqualTo(15);
    }
}
