package dev.hull.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.container.capability.CapabilitySet;
import dev.hull.linux.Capability;
import dev.hull.linux.Errno;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompReaderTest {
    @Test
    void readsTheRuntimeSpecsForm() throws IOException {
        Seccomp seccomp = read("""
            {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_MIPS"],
             "flags":["SECCOMP_FILTER_FLAG_LOG","SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"],
             "syscalls":[{"names":["clone"],"action":"SCMP_ACT_TRACE","errnoRet":7,
               "args":[{"index":0,"value":2114060288,"valueTwo":18446744073709551615,"op":"SCMP_CMP_MASKED_EQ"}]}]}
            """).resolve(SeccompArchitecture.X86_64, CapabilitySet.NONE, KernelVersion.FLOOR);
        assertThat(seccomp.defaultVerdict()).isEqualTo(Verdict.errno(Errno.ENOSYS));
        assertThat(seccomp.architectures()).containsExactly(SeccompArchitecture.X86_64);
        assertThat(seccomp.flags()).containsExactlyInAnyOrder(SeccompFlag.LOG, SeccompFlag.WAIT_KILLABLE_RECV);
        SeccompRule rule = seccomp.rules().getFirst();
        assertThat(rule.verdict()).isEqualTo(new Verdict(SeccompAction.TRACE, 7));
        assertThat(rule.arguments()).containsExactly(new SeccompArgument(0, 2114060288, -1, SeccompOperator.MASKED_EQ));
    }

    @Test
    void readsTheProfilesConditions() throws IOException {
        SeccompProfile profile = read("""
            {"defaultAction":"SCMP_ACT_KILL","archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]}],
             "syscalls":[
              {"name":"ptrace","action":"SCMP_ACT_ALLOW","includes":{"minKernel":"6.8"}},
              {"names":["chroot"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_SYS_CHROOT","CAP_CHOWN"]}},
              {"names":["bpf"],"action":"SCMP_ACT_LOG","excludes":{"caps":["CAP_BPF","CAP_CHOWN"]}},
              {"names":["iopl"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["arm64"]}}]}
            """);
        CapabilitySet chown = CapabilitySet.of(Capability.CAP_CHOWN);
        CapabilitySet both = chown.plus(CapabilitySet.of(Capability.CAP_SYS_CHROOT));
        assertThat(names(profile, CapabilitySet.NONE, "6.1")).isEqualTo("bpf");
        assertThat(names(profile, CapabilitySet.NONE, "6.8.0-4-amd64")).isEqualTo("ptrace bpf");
        assertThat(names(profile, chown, "6.1")).isEmpty();
        assertThat(names(profile, both, "10.0")).isEqualTo("ptrace chroot");
        assertThat(profile.defaultVerdict().action()).isEqualTo(SeccompAction.KILL_THREAD);
        assertThat(profile.resolve(SeccompArchitecture.X86_64, chown, KernelVersion.FLOOR)
                        .architectures())
                .containsExactly(SeccompArchitecture.X86_64, SeccompArchitecture.X86);
    }

    private static String names(SeccompProfile profile, CapabilitySet held, String kernel) {
        StringBuilder names = new StringBuilder();
        for (SeccompRule rule : profile.resolve(SeccompArchitecture.X86_64, held, KernelVersion.parse(kernel))
                .rules()) {
            names.append(names.isEmpty() ? "" : " ").append(rule.names().getFirst());
        }
        return names.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | defaultAction is missing",
                "{\"defaultAction\":\"SCMP_ACT_MAYBE\"} | at $.defaultAction: unknown action SCMP_ACT_MAYBE",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"defaultErrnoRet\":1} | cannot carry an errno",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"defaultAction\":\"SCMP_ACT_ALLOW\"} | given twice",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"defaultActions\":1} | unknown field defaultActions",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_VAX\"]} | at $.architectures[0]:"
                        + " unknown architecture",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"X\"]} | at $.flags[0]: unknown flag X",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"listenerPath\":\"/x\"} | listenerPath",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[],\"archMap\":[]} | exclude each other",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[],\"action\":\"SCMP_ACT_LOG\"}]} | at"
                        + " $.syscalls[0]: give the calls",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"]}]} | at $.syscalls[0]:"
                        + " action is missing",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_LOG\",\"args\":[{\"index\":6,\"value\":0,\"op\":\"SCMP_CMP_EQ\"}]}]}"
                    + " | at $.syscalls[0].args[0].index: 6 is out of range",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_LOG\",\"args\":[{\"index\":1,\"value\":-1,\"op\":\"SCMP_CMP_EQ\"}]}]}"
                    + " | at $.syscalls[0].args[0].value: -1",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_LOG\",\"args\":[{\"index\":1,\"value\":1,\"op\":\"SCMP_CMP_ABOUT\"}]}]}"
                    + " | at $.syscalls[0].args[0].op: unknown operator",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_LOG\",\"includes\":{\"caps\":[\"CAP_FLY\"]}}]}"
                    + " | at $.syscalls[0].includes.caps: unknown capability CAP_FLY",
                "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":1,\"defaultErrno\":\"ENOSYS\"} | given"
                        + " twice, as EPERM",
                "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrno\":\"EWHAT\"} | unknown errno EWHAT",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\"} {} | seccomp profile p.json, at",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\" | seccomp profile p.json, at",
                "[] | seccomp profile p.json, at $",
                "{\"defaultAction\":5} | seccomp profile p.json, at $.defaultAction",
            })
    void refusesWhatIsNoProfileAndSaysWhere(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static SeccompProfile read(String json) throws IOException {
        return SeccompReader.read(new StringReader(json), "p.json");
    }
}
