package dev.hull.launch.capsule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.Argument;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.Stage;
import dev.hull.launch.StatusRecord;
import dev.hull.launch.StatusRecord.State;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How it ends: statuses, failed steps, lost keepers. */
class ExitTest {
    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 125, 255})
    void givesTheProgramsExitStatus(int status) throws Exception {
        assertThat(kept.run(kept.shell("exit " + status)).status()).isEqualTo(status);
        kept.awaitEnd();
        assertThat(kept.status().end().exitStatus()).isEqualTo(status);
        assertThat(kept.status().end().clean()).isTrue();
        assertThat(kept.status().started().state()).isEqualTo(State.ENDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9, 11, 15})
    void gives128AndTheSignalThatKilledIt(int signal) throws Exception {
        assertThat(kept.run(kept.shell("kill -" + signal + " $$")).status()).isEqualTo(128 + signal);
        assertThat(kept.status().end().exitStatus()).isEqualTo(128 + signal);
    }

    @Test
    void recordsWhoStartedWhen() throws Exception {
        long before = System.currentTimeMillis();
        kept.run(kept.shell("echo $PPID; exec cat /proc/$PPID/stat").log(kept.log));
        StatusRecord status = kept.status();
        String[] said = new String(kept.loggedOutput(1), UTF_8).split("[ \n]");
        assertThat(status.started().keeperPid()).isEqualTo(Long.parseLong(said[0]));
        assertThat(status.started().keeperStartTime()).isEqualTo(Long.parseLong(said[22]));
        assertThat(status.started().startedAt() / 1_000_000).isBetween(before, System.currentTimeMillis());
        assertThat(status.end().finishedAt())
                .isGreaterThanOrEqualTo(status.started().startedAt());
        assertThat(status.end().failedStep()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "low 0\nhigh 0\nmax 12\noom 4\noom_kill 3\noom_group_kill 0\n",
                "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n"
            })
    void countsWhatTheKernelKilledForMemory(String events) throws Exception {
        Path file = Files.writeString(kept.directory.resolve("events"), events);
        kept.run(kept.shell("exit 0").oomEvents(file));
        assertThat(kept.status().end().oomKills()).isEqualTo(3);
    }

    @Test
    void becomesTheCommandThatTellsWhyAStepFailed() throws Exception {
        Kept.Outcome outcome = kept.run(kept.plan("/nonexistent/program"));
        String[] words = outcome.text().strip().split(" ");
        assertThat(words).startsWith("_why", HostPlan.ID).hasSize(4);
        assertThat(Integer.parseInt(words[3])).isEqualTo(Errno.ENOENT.number());
        assertThat(kept.status().end().exitStatus()).isEqualTo(127);
        assertThat(kept.status().end().failedStep()).isEqualTo(Integer.parseInt(words[2]));
        kept.awaitEnd();
        assertThat(kept.run.resolve("ctl")).doesNotExist();
    }

    @Test
    void distinguishesWhatCannotBeExecutedFromAFailedStep() throws Exception {
        kept.run(kept.plan("/etc/passwd"));
        assertThat(kept.status().end().exitStatus()).isEqualTo(126);
        kept.run(kept.shell("true").step(missing(Stage.INIT)));
        assertThat(kept.status().end().exitStatus()).isEqualTo(125);
    }

    private Step missing(Stage stage) {
        return Step.call(stage, "go nowhere", Syscall.CHDIR, Argument.text("/nonexistent"));
    }

    @Test
    void undoesWhatWasDoneWhenAStepFails() throws Exception {
        Path made = kept.directory.resolve("made");
        Step make =
                Step.call(Stage.SETUP, "make it", Syscall.MKDIR, Argument.text(made.toString()), Argument.value(0700));
        Step undo = Step.call(Stage.SETUP, "remove it", Syscall.RMDIR, Argument.text(made.toString()));
        kept.run(kept.shell("true").step(make.undoneBy(undo)).step(missing(Stage.INIT)));
        assertThat(made).doesNotExist();
        kept.run(kept.shell("true").step(make.undoneBy(undo)).step(missing(Stage.START)));
        assertThat(made).doesNotExist();
        assertThat(kept.run(kept.shell("true").step(make.undoneBy(undo))).status())
                .isZero();
        assertThat(made).exists();
    }

    @Test
    void performsTheEndAndTellsAnUncleanOne() throws Exception {
        Path made = Files.createDirectory(kept.directory.resolve("made"));
        Step remove = Step.call(Stage.END, "remove it", Syscall.RMDIR, Argument.text(made.toString()));
        kept.run(kept.shell("exit 3").step(missing(Stage.END)).step(remove));
        assertThat(made).doesNotExist();
        assertThat(kept.status().end().exitStatus()).isEqualTo(3);
        assertThat(kept.status().end().clean()).isFalse();
        assertThat(kept.status().end().failedErrno()).isEqualTo(Errno.ENOENT.number());
    }

    @Test
    void runsTheReaperWhereThePlanWantsIt() throws Exception {
        Path said = kept.directory.resolve("said");
        Path script = kept.directory.resolve("hull");
        Files.writeString(script, "#!/bin/sh\necho \"$@\" > " + said + ".new; mv " + said + ".new " + said + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        kept.run(kept.shell("exit 4").with(Flag.REAP).hull(script.toString()));
        Kept.await("the reaper", () -> Files.exists(said));
        assertThat(said).hasContent("_reap " + HostPlan.ID);
    }

    @Test
    void is255WhenTheKeeperIsKilledAndTheProgramDiesWithIt() throws Exception {
        Process client = kept.start(kept.shell("exec sleep 1000"));
        kept.awaitState(State.RUNNING);
        long init = kept.status().started().initPid();
        ProcessHandle.of(kept.status().started().keeperPid()).orElseThrow().destroyForcibly();
        Kept.Outcome outcome = kept.outcome(client);
        assertThat(outcome.status()).isEqualTo(255);
        assertThat(outcome.errorText()).contains(HostPlan.ID).contains("keeper was killed");
        Kept.await("init's death", () -> ProcessHandle.of(init).isEmpty());
        assertThat(kept.status().end()).isNull();
    }

    @Test
    void leavesAContainerThatAnotherProcessTook() throws Exception {
        Process first = kept.start(kept.shell("cat").with(Flag.STDIN, Flag.STDIN_ONCE, Flag.ATTACH_STDIN));
        kept.awaitState(State.RUNNING);
        Kept.Outcome second = kept.run(kept.shell("echo no"));
        assertThat(second.status()).isEqualTo(125);
        assertThat(second.errorText()).contains(HostPlan.ID).contains("another process");
        assertThat(second.output()).isEmpty();
        first.getOutputStream().close();
        assertThat(kept.outcome(first).status()).isZero();
    }

    @Test
    void leavesAPlanThatAReaperClaimed() throws Exception {
        List<String> command = kept.command(kept.shell("echo no"));
        Path plan = kept.run.resolve("plan");
        Files.copy(plan, kept.directory.resolve("copy"));
        Files.move(plan, kept.run.resolve("plan.dead"));
        Kept.Outcome outcome = kept.outcome(kept.start(
                List.of(command.getFirst(), kept.directory.resolve("copy").toString())));
        assertThat(outcome.status()).isEqualTo(125);
        assertThat(kept.run.resolve("status")).doesNotExist();
    }
}
