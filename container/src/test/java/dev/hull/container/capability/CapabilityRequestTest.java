package dev.hull.container.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.Capability;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilityRequestTest {
    /** A host that holds everything but CAP_SYS_RESOURCE, and whose kernel ends at 40. */
    private static final CapabilitySet OURS =
            CapabilitySet.upTo(40).minus(CapabilitySet.of(Capability.CAP_SYS_RESOURCE));

    private static final HeldCapabilities HELD = new HeldCapabilities(OURS, OURS, 40);

    @Test
    void nothingAskedIsTheDefault() {
        assertThat(resolve(List.of(), List.of())).isEqualTo(CapabilitySet.DEFAULT);
    }

    @Test
    void namesAreTakenInAnyCaseWithOrWithoutPrefix() {
        CapabilitySet expected =
                CapabilitySet.DEFAULT.plus(CapabilitySet.of(Capability.CAP_NET_ADMIN, Capability.CAP_SYS_PTRACE));
        assertThat(resolve(List.of("net_admin", "CAP_SYS_PTRACE"), List.of())).isEqualTo(expected);
        assertThat(resolve(List.of("cap_net_admin", "Sys_PTrace"), List.of())).isEqualTo(expected);
    }

    @Test
    void allIsEverythingOursAndDropsComeOff() {
        assertThat(resolve(List.of("ALL"), List.of("mknod")))
                .isEqualTo(OURS.minus(CapabilitySet.of(Capability.CAP_MKNOD)));
        assertThat(resolve(List.of("chown"), List.of("all"))).isEqualTo(CapabilitySet.of(Capability.CAP_CHOWN));
    }

    @Test
    void privilegedIsEverythingOursButWhatIsDropped() {
        CapabilityRequest request = new CapabilityRequest(List.of(), List.of("SYS_MODULE"), true);
        assertThat(request.resolve(CapabilitySet.DEFAULT, HELD))
                .isEqualTo(OURS.minus(CapabilitySet.of(Capability.CAP_SYS_MODULE)));
    }

    @Test
    void whatWeDoNotHoldIsRefusedByName() {
        assertThatThrownBy(() -> resolve(List.of("SYS_RESOURCE"), List.of()))
                .hasMessageContaining("CAP_SYS_RESOURCE")
                .hasMessageContaining("does not hold it itself");
        HeldCapabilities old = new HeldCapabilities(CapabilitySet.upTo(37), CapabilitySet.upTo(37), 37);
        assertThatThrownBy(() ->
                        new CapabilityRequest(List.of("BPF"), List.of(), false).resolve(CapabilitySet.DEFAULT, old))
                .hasMessageContaining("this kernel does not know it")
                .hasMessageContaining("37");
    }

    @Test
    void aNewUserNamespaceHoldsEverything() {
        CapabilityRequest request = new CapabilityRequest(List.of("SYS_RESOURCE"), List.of(), false);
        assertThat(request.resolve(CapabilitySet.DEFAULT, HELD.inNewUserNamespace())
                        .contains(Capability.CAP_SYS_RESOURCE))
                .isTrue();
    }

    @Test
    void aWrongNameTellsTheNearOnes() {
        assertThatThrownBy(() -> resolve(List.of("NET_ADMN"), List.of()))
                .hasMessageContaining("did you mean NET_ADMIN?");
        assertThatThrownBy(() -> resolve(List.of(), List.of("time")))
                .hasMessageContaining("--cap-drop")
                .hasMessageContaining("SYS_TIME");
        assertThatThrownBy(() -> resolve(List.of("xyzzy"), List.of())).hasMessageContaining("capabilities(7)");
        assertThatThrownBy(() -> resolve(List.of("ALL"), List.of("ALL"))).hasMessageContaining("contradict");
    }

    @Test
    void capsetsBlocksAreTheKernelsVersionThree() {
        ByteBuffer header = ByteBuffer.wrap(ProcessCapabilities.capsetHeader()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(header.getInt()).isEqualTo(0x20080522);
        assertThat(header.getInt()).isZero();
        CapabilitySet set = CapabilitySet.of(Capability.CAP_CHOWN, Capability.CAP_BPF);
        ByteBuffer data =
                ByteBuffer.wrap(ProcessCapabilities.of(set, true).capsetData()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new int[] {data.getInt(), data.getInt(), data.getInt()}).containsExactly(1, 1, 0);
        assertThat(new int[] {data.getInt(), data.getInt(), data.getInt()}).containsExactly(1 << 7, 1 << 7, 0);
    }

    @Test
    void inheritableAndAmbientStayEmpty() {
        for (boolean root : new boolean[] {true, false}) {
            ProcessCapabilities capabilities = ProcessCapabilities.of(CapabilitySet.DEFAULT, root);
            assertThat(capabilities.inheritable().isEmpty()).isTrue();
            assertThat(capabilities.ambient().isEmpty()).isTrue();
            assertThat(capabilities.permitted().isEmpty()).isEqualTo(!root);
        }
    }

    @Test
    void theBoundingSetIsDroppedUpToTheKernelsLast() {
        ProcessCapabilities capabilities = ProcessCapabilities.of(CapabilitySet.DEFAULT, true);
        HeldCapabilities newer = new HeldCapabilities(CapabilitySet.upTo(42), CapabilitySet.upTo(42), 42);
        assertThat(capabilities.boundingDrops(newer).numbers()).contains(41, 42).doesNotContain(0, 43);
        assertThat(capabilities.boundingDrops(HELD).numbers()).doesNotContain(24, 41);
    }

    @Test
    void readsThisProcess() throws Exception {
        HeldCapabilities held = HeldCapabilities.ofThisProcess();
        assertThat(held.last()).isGreaterThanOrEqualTo(40);
        assertThat(held.bounding().containsAll(held.permitted())).isTrue();
    }

    private static CapabilitySet resolve(List<String> add, List<String> drop) {
        return new CapabilityRequest(add, drop, false).resolve(CapabilitySet.DEFAULT, HELD);
    }
}
