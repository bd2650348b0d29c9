package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.OpenFlags;
import org.junit.jupiter.api.Test;

class BpfTest {
    /** {@code exit} with r0 never set. */
    private static final byte[] UNSET = {(byte) 0x95, 0, 0, 0, 0, 0, 0, 0};

    /** {@code r0 = 1; exit}. */
    private static final byte[] ALLOW = {(byte) 0xB7, 0, 0, 0, 1, 0, 0, 0, (byte) 0x95, 0, 0, 0, 0, 0, 0, 0};

    @Test
    void tellsWhatTheVerifierDislikes() {
        assertThatThrownBy(() -> Bpf.loadDeviceProgram(UNSET))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("R0 !read_ok");
    }

    @Test
    void attachesToCgroupsOnly() throws Exception {
        try (FileDescriptor program = Bpf.loadDeviceProgram(ALLOW);
                FileDescriptor directory = Opening.open(Pathname.of("/"), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            assertThat(program.number()).isPositive();
            assertThatThrownBy(() -> Bpf.attach(directory, program))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageContaining("BPF_PROG_ATTACH")
                    .hasMessageContaining("EBADF");
        }
    }
}
