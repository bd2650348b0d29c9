package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CVE-2022-0492: v1's release_agent names a program that the kernel runs on the host, as root. */
class CgroupEscapeTest {
    private static final String ATTACK = """
        mkdir -p /tmp/c
        for controller in memory pids devices cpu blkio freezer; do
          mount -t cgroup -o $controller x /tmp/c 2>/dev/null || continue
          (echo /tmp/agent >/tmp/c/release_agent) 2>/dev/null && echo "release_agent of $controller"
          mkdir /tmp/c/x 2>/dev/null && (echo 1 >/tmp/c/x/notify_on_release) 2>/dev/null
          (echo /tmp/agent >/tmp/c/x/release_agent) 2>/dev/null && echo "release_agent of a child of $controller"
          rmdir /tmp/c/x 2>/dev/null
          umount /tmp/c
        done
        true
        """;

    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    @Test
    void aContainersRootMountsNoCgroup() {
        String attack =
                "mount -t cgroup -o memory x /tmp && echo mounted; mount -o remount,rw /sys/fs/cgroup/memory && echo"
                        + " rw; true";
        assertThat(arena.script(attack).succeeded().text()).isEmpty();
        assertThat(arena.script("for d in /sys/fs/cgroup/*/; do mkdir $d/x && echo $d; done; true")
                        .succeeded()
                        .text())
                .isEmpty();
    }

    /** In a user namespace of its own a program holds CAP_SYS_ADMIN and may mount; release_agent asks for the host's. */
    @Test
    void norDoesOneInANestedUserNamespaceReachTheReleaseAgent() {
        Outcome outcome = arena.product().run("run", "--rm", "host", "unshare", "-UrmC", "sh", "-c", ATTACK);
        assertThat(outcome.text()).doesNotContain("release_agent");
    }

    @Test
    void evenWithCapSysAdminTheRealRootOfAHierarchyIsNotThere() {
        Outcome outcome = arena.script(ATTACK, "--cap-add", "SYS_ADMIN");
        assertThat(outcome.succeeded().text()).doesNotContain("release_agent");
    }

    @Test
    void theContainerSeesItsOwnCgroupAsTheRoot() {
        assertThat(arena.run(new String[0], "cat", "/proc/self/cgroup")
                        .succeeded()
                        .lines())
                .isNotEmpty()
                .allMatch(line -> line.endsWith(":/"));
    }
}
