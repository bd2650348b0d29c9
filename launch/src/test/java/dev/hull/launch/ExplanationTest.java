package dev.hull.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Slot ROOT = new Slot("the new root");

    private static LaunchPlan plan(Step... steps) {
        return new LaunchPlan(
                List.of(steps),
                new KnownSlots(),
                new KeeperSettings(
                        "0".repeat(64),
                        "00000000-0000-0000-0000-000000000000",
                        Set.of(),
                        "/run/hull/c/0",
                        null,
                        0,
                        1,
                        15,
                        KeeperSettings.Restart.NO,
                        0,
                        null,
                        List.of("hull"),
                        List.of(),
                        new byte[0]));
    }

    private static Step open(String path) {
        return Step.call(
                        Stage.SETUP,
                        "open the root",
                        Syscall.OPENAT,
                        Argument.value(OpenFlags.AT_FDCWD, "AT_FDCWD"),
                        Argument.text(path),
                        Argument.value(OpenFlags.O_PATH, "O_PATH"))
                .into(ROOT);
    }

    @Test
    void tellsEveryStepByItsIdWithItsCallAndReason() {
        Step second = Step.call(Stage.INIT, "go there", Syscall.FCHDIR, new Argument.SlotValue(ROOT));
        assertThat(Explanation.text(plan(open("/a \"b\"\n"), second)))
                .contains("    0  openat(AT_FDCWD, \"/a \\\"b\\\"\\n\", O_PATH) = <the new root>\n"
                        + "            open the root\n")
                .contains("    1  fchdir(<the new root>)\n            go there\n");
    }

    @Test
    void tellsWhatIsToleratedSkippedAndUndone() {
        Step first = open("/a")
                .tolerating(Errno.ENOENT, Errno.EACCES)
                .skippingAfterSuccess(1)
                .undoneBy(Step.call(Stage.SETUP, "remove it", Syscall.RMDIR, Argument.text("/a")));
        assertThat(Explanation.text(plan(first, open("/b"))))
                .contains("tolerates ENOENT, EACCES")
                .contains("when it succeeds, step 1 is left out")
                .contains("undone, if a later step fails, by rmdir(\"/a\")");
    }

    @Test
    void tellsAFailureAsStepReasonCallAndError() {
        assertThat(Explanation.failure(plan(open("/a")), 0, 2))
                .isEqualTo("step 0: open the root: openat(AT_FDCWD, \"/a\", O_PATH): "
                        + "ENOENT (No such file or directory)");
        assertThat(Explanation.failure(plan(), KeeperCall.LOG.id(), 28))
                .contains("go on where the log ends")
                .endsWith("ENOSPC (No space left on device)");
        assertThatThrownBy(() -> Explanation.failure(plan(), 7, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysTheSameInJson() {
        assertThat(Explanation.json(plan(open("/a\"b"))))
                .contains("{\"id\": 0, \"stage\": \"setup\", \"syscall\": \"openat\", "
                        + "\"call\": \"openat(AT_FDCWD, \\\"/a\\\\\\\"b\\\", O_PATH) = <the new root>\", "
                        + "\"why\": \"open the root\"}");
    }

    @Test
    void tellsWhatClientAndKeeperDoAroundTheSteps() {
        String text = Explanation.text(plan(open("/a")));
        for (KeeperCall call : KeeperCall.values()) {
            assertThat(text).contains(call.why());
        }
    }
}
