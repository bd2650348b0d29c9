package dev.hull.container.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.container.MountRequest;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import dev.hull.container.Preset;
import dev.hull.container.RunRequest;
import dev.hull.container.SpecReader;
import dev.hull.container.SpecWriter;
import dev.hull.launch.Argument;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.CloneFlags;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import dev.hull.linux.Syscall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every plan keeps to, read off its steps. */
class PlannerTest {
    private static final Set<Syscall> MOUNTING = Set.of(
            Syscall.FSOPEN,
            Syscall.FSCONFIG,
            Syscall.FSMOUNT,
            Syscall.OPEN_TREE,
            Syscall.MOVE_MOUNT,
            Syscall.MOUNT_SETATTR,
            Syscall.MOUNT,
            Syscall.UMOUNT2,
            Syscall.PIVOT_ROOT);

    @TempDir
    Path directory;

    private RunRequest.Builder request() {
        return RunRequest.of(Preset.CONTAINER, "host")
                .command(List.of("sh"))
                .mount(MountRequest.bind("/etc", "/data", true))
                .sysctl("net.ipv4.ip_forward", "1");
    }

    private LaunchPlan plan(RunRequest.Builder request) throws IOException {
        return new Plans(directory).withSeccomp().plan(request.build());
    }

    private static int place(List<Step> steps, Syscall call, String why) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).syscall() == call && steps.get(i).why().contains(why)) {
                return i;
            }
        }
        throw new AssertionError("no " + call + " '" + why + "'");
    }

    private static int last(List<Step> steps, Syscall call) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).syscall() == call) {
                return i;
            }
        }
        throw new AssertionError("no " + call);
    }

    private static long value(Step step, int argument) {
        return ((Argument.Value) step.arguments().get(argument)).value();
    }

    private static String text(Step step, int argument) {
        byte[] bytes = ((Argument.Bytes) step.arguments().get(argument)).bytes();
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }

    @Test
    void mountsInTheNewMountNamespaceAlone() throws IOException {
        LaunchPlan plan = plan(request());
        for (Step step : plan.steps()) {
            if (MOUNTING.contains(step.syscall())) {
                assertThat(step.stage()).as(step.why()).isEqualTo(Stage.INIT);
            }
        }
        Step clone = plan.stage(Stage.START).stream()
                .filter(step -> step.operation() == Step.Operation.SPAWN)
                .findFirst()
                .orElseThrow();
        Argument.Struct arguments = (Argument.Struct) clone.arguments().getFirst();
        long flags = ((Argument.Value) arguments.words().getFirst()).value();
        assertThat(flags & CloneFlags.CLONE_NEWNS).isNotZero();
        List<Step> init = plan.stage(Stage.INIT);
        int isolated = place(init, Syscall.MOUNT_SETATTR, "cut this mount namespace off");
        assertThat(isolated).isLessThan(place(init, Syscall.MOVE_MOUNT, "attach"));
    }

    @Test
    void opensNothingThatAnExecveWouldKeep() throws IOException {
        for (Step step : plan(request().tty(true)).steps()) {
            String why = step.syscall() + " " + step.why();
            switch (step.syscall()) {
                case OPENAT ->
                    assertThat(value(step, 2) & OpenFlags.O_CLOEXEC).as(why).isNotZero();
                case OPENAT2 -> {
                    Argument flags =
                            ((Argument.Struct) step.arguments().get(2)).words().getFirst();
                    assertThat(((Argument.Value) flags).value() & OpenFlags.O_CLOEXEC)
                            .as(why)
                            .isNotZero();
                }
                case PIPE2, FSOPEN, FSMOUNT -> {
                    long flags = value(step, 1);
                    assertThat(flags).as(why).isIn(1L, (long) OpenFlags.O_CLOEXEC);
                }
                case OPEN_TREE, SOCKET -> {
                    long flags = value(step, step.syscall() == Syscall.SOCKET ? 1 : 2);
                    assertThat(flags & OpenFlags.O_CLOEXEC).as(why).isNotZero();
                }
                case OPEN, PIPE, DUP, DUP2, CREAT -> throw new AssertionError(why);
                default -> {}
            }
        }
    }

    @Test
    void keepsTheKernelsOrder() throws IOException {
        List<Step> init = plan(request()).stage(Stage.INIT);
        int filter = last(init, Syscall.SECCOMP);
        int namespace = place(init, Syscall.UNSHARE, "cgroup");
        assertThat(init.subList(0, namespace))
                .allSatisfy(step -> assertThat(step.why()).startsWith("join the cgroup"));
        assertThat(init.subList(namespace, init.size()))
                .noneSatisfy(step -> assertThat(step.why()).startsWith("join the cgroup"));
        assertThat(last(init, Syscall.MOUNT_SETATTR)).isLessThan(last(init, Syscall.PIVOT_ROOT));
        assertThat(last(init, Syscall.PIVOT_ROOT)).isLessThan(last(init, Syscall.UMOUNT2));
        assertThat(filter).isBetween(last(init, Syscall.KEYCTL), last(init, Syscall.SETRESUID));
        assertThat(last(init, Syscall.SETGROUPS)).isLessThan(last(init, Syscall.SETRESUID));
        assertThat(last(init, Syscall.SETRESUID)).isLessThan(last(init, Syscall.CAPSET));
        assertThat(place(init, Syscall.PRCTL, "die when the keeper dies")).isGreaterThan(last(init, Syscall.CAPSET));
        assertThat(init.getLast().operation()).isEqualTo(Step.Operation.EXEC);
    }

    @Test
    void loadsTheFilterLastWithoutNewPrivileges() throws IOException {
        List<Step> init = plan(request().noNewPrivileges(true)).stage(Stage.INIT);
        assertThat(last(init, Syscall.SECCOMP)).isGreaterThan(last(init, Syscall.CAPSET));
    }

    @Test
    void resolvesTargetsInsideTheRootAndAttachesByDescriptor() throws IOException {
        for (Step step : plan(request()).stage(Stage.INIT)) {
            if (step.syscall() == Syscall.OPENAT2) {
                long resolve = ((Argument.Value)
                                ((Argument.Struct) step.arguments().get(2))
                                        .words()
                                        .get(2))
                        .value();
                assertThat(resolve & ResolveFlags.RESOLVE_IN_ROOT)
                        .as(step.why())
                        .isNotZero();
            }
            if (step.syscall() == Syscall.MOVE_MOUNT && !step.why().contains("cgroup")) {
                assertThat(text(step, 3)).as(step.why()).isIn("", "/", "/proc");
            }
        }
    }

    @Test
    void undoesWhatTheKeeperMakesAndRemovesItAtTheEnd() throws IOException {
        LaunchPlan plan = plan(request());
        for (Step step : plan.stage(Stage.SETUP)) {
            boolean own = step.syscall() == Syscall.MKDIR && !step.tolerated().contains(Errno.EEXIST);
            if (own) {
                assertThat(step.undo()).as(step.why()).isNotNull();
                assertThat(plan.stage(Stage.END).stream()
                                .anyMatch(end -> end.why().endsWith(text(step, 0))))
                        .as(step.why())
                        .isTrue();
            }
        }
    }

    @Test
    void triesEachElementOfThePath() throws IOException {
        List<String> tried = plan(request().environmentVariable("PATH=/a::/b")).stage(Stage.INIT).stream()
                .filter(step -> step.operation() == Step.Operation.EXEC)
                .map(step -> text(step, 0))
                .toList();
        assertThat(tried).containsExactly("/a/sh", "./sh", "/b/sh");
    }

    @Test
    void takesASharedTreeBeforeTheNamespaceIsCutOff() throws IOException {
        MountRequest shared = new MountRequest(
                MountRequest.Type.BIND,
                "/etc",
                "/shared",
                false,
                false,
                "rshared",
                MountRequest.Recursion.ENABLED,
                false,
                null,
                null,
                Map.of(),
                Map.of(),
                null,
                null,
                "");
        List<Step> init = plan(request().mount(shared)).stage(Stage.INIT);
        assertThat(place(init, Syscall.OPEN_TREE, "take /etc"))
                .isLessThan(place(init, Syscall.MOUNT_SETATTR, "cut this mount namespace off"));
    }

    @Test
    void staysSmallEnoughForOneTable() throws IOException {
        RunRequest.Builder request = request();
        for (int i = 0; i < 10_000; i++) {
            request.environmentVariable("V" + i + "=" + i);
        }
        byte[] table = PlanTable.write(plan(request), Plans.architecture());
        assertThat(table.length).isLessThan(16 << 20);
    }

    @Test
    void refusesASpecificationThatItWouldNotCarryOut() throws IOException {
        Plans plans = new Plans(directory);
        RunRequest request = request().build();
        String json = SpecWriter.write(plans.spec(request));
        assertThatThrownBy(() -> plans.plan(
                        SpecReader.read(json.replace("\"sysctl\"", "\"rootfsPropagation\": \"shared\", \"sysctl\"")),
                        request))
                .hasMessageContaining("rootfsPropagation shared");
        assertThatThrownBy(() -> plans.plan(
                        SpecReader.read(json.replace("\"sysctl\"", "\"mountLabel\": \"x\", \"sysctl\"")), request))
                .hasMessageContaining("SELinux");
    }

    @Test
    void refusesATooLongOptionAndMountsOverProc() {
        assertThatThrownBy(() -> plan(request().mount(MountRequest.tmpfs("/x", "context=" + "y".repeat(300)))))
                .hasMessageContaining("255 bytes");
        assertThatThrownBy(() -> plan(request().mount(MountRequest.bind("/etc", "/proc/sys", false))))
                .hasMessageContaining("/proc/sys");
        assertThatThrownBy(() -> plan(request().namespace(Namespace.MOUNT, NamespaceMode.HOST)))
                .hasMessageContaining("mount namespace");
    }
}
