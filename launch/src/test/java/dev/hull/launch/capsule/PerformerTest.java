package dev.hull.launch.capsule;

import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;
import static dev.hull.launch.Stage.END;
import static dev.hull.launch.Stage.INIT;
import static dev.hull.launch.Stage.INTERMEDIATE;
import static dev.hull.launch.Stage.SETUP;
import static dev.hull.launch.Stage.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.Argument;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.KnownSlots;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.launch.Step.Operation;
import dev.hull.linux.Architecture;
import dev.hull.linux.CloneFlags;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans performed for real under strace: the calls are the plan's, in number and order. */
class PerformerTest {
    private static final List<String> LOADING = List.of("execve", "openat", "lseek", "mmap", "pread64", "close");

    @TempDir
    private Path directory;

    private final KnownSlots known = new KnownSlots();

    private Trace perform(Step... steps) throws IOException, InterruptedException {
        List<Step> ordered = new ArrayList<>(List.of(steps));
        ordered.sort(Comparator.comparing(Step::stage));
        KeeperSettings keeper = new KeeperSettings(
                "0".repeat(64),
                "00000000-0000-0000-0000-000000000000",
                Set.of(),
                directory.toString(),
                null,
                0,
                1,
                Signal.SIGTERM.number(),
                KeeperSettings.Restart.NO,
                0,
                null,
                List.of("hull"),
                List.of(),
                new byte[0]);
        Path plan = Files.createTempFile(directory, "plan", "");
        Files.write(plan, PlanTable.write(new LaunchPlan(ordered, known, keeper), Architecture.X86_64));
        Path capsule = Running.executable(TestKeeper.program(), directory);
        return Trace.of(directory, List.of(capsule.toString(), plan.toString()));
    }

    /** The calls of a process beyond those that load the plan and end it. */
    private static List<String> performed(Trace trace, int process) {
        List<String> names = trace.names(process);
        int from = process == 0 ? LOADING.size() : 0;
        if (process == 0) {
            assertThat(names).startsWith(LOADING.toArray(String[]::new));
        }
        int to = names.getLast().equals("exit_group") ? names.size() - 1 : names.size();
        return names.subList(from, to);
    }

    /** Failures {@code id << 16 | errno} and reports {@code {u16 kind, u16 step, u32 value}}. */
    private static List<Long> told(Trace trace) {
        ByteBuffer output = ByteBuffer.wrap(trace.outcome().output()).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> told = new ArrayList<>();
        while (output.remaining() >= 8) {
            told.add(output.getLong());
        }
        return told;
    }

    private static long failure(int step, Errno errno) {
        return (long) step << 16 | errno.number();
    }

    private static long report(int kind, int step, long value) {
        return kind | (long) step << 16 | value << 32;
    }

    private static Step mkdir(Stage stage, Path path) {
        return Step.call(stage, "make " + path, Syscall.MKDIR, text(path.toString()), value(0700));
    }

    private static Step rmdir(Stage stage, Path path) {
        return Step.call(stage, "remove " + path, Syscall.RMDIR, text(path.toString()));
    }

    private Step pipe() {
        return Step.call(
                START, "the report pipe", Syscall.PIPE2, known.reportPipe, value(OpenFlags.O_CLOEXEC, "O_CLOEXEC"));
    }

    private Step spawn(Stage stage, long flags, int exitSignal) {
        Argument zero = value(0);
        return Step.of(
                        stage,
                        Operation.SPAWN,
                        "spawn",
                        Syscall.CLONE3,
                        new Argument.Struct(
                                List.of(value(flags), zero, zero, zero, value(exitSignal), zero, zero, zero)),
                        value(CloneFlags.CLONE_ARGS_SIZE_VER0))
                .into(known.spawnedPid);
    }

    private static Step exec(String path, String... words) {
        List<Argument> argv =
                new ArrayList<>(List.of(words).stream().map(Argument::text).toList());
        argv.add(Argument.nothing());
        return Step.of(
                INIT,
                Operation.EXEC,
                "execute " + path,
                Syscall.EXECVE,
                text(path),
                new Argument.Struct(argv),
                new Argument.Struct(List.of(Argument.nothing())));
    }

    @Test
    void makesThePlansCallsAndNoOther() throws Exception {
        Path made = directory.resolve("made");
        Slot file = new Slot("the file");
        Trace trace = perform(
                mkdir(SETUP, made),
                Step.call(
                                SETUP,
                                "open a file",
                                Syscall.OPENAT,
                                value(OpenFlags.AT_FDCWD),
                                text(made + "/file"),
                                value(OpenFlags.O_CREAT | OpenFlags.O_RDWR),
                                value(0600))
                        .into(file),
                Step.call(SETUP, "write", Syscall.WRITE, new Argument.SlotValue(file), text("four"), value(4))
                        .with(Step.Flag.EXACT),
                Step.call(SETUP, "close", Syscall.CLOSE, new Argument.SlotValue(file)),
                rmdir(END, made).tolerating(Errno.ENOTEMPTY));
        assertThat(trace.outcome().status()).isZero();
        assertThat(told(trace)).isEmpty();
        assertThat(performed(trace, 0)).containsExactly("mkdir", "openat", "write", "close", "rmdir");
        assertThat(Files.readString(made.resolve("file"))).isEqualTo("four");
    }

    @Test
    void skipsTheFallbackAfterASuccessAndTheRestAfterATolerableError() throws Exception {
        Path one = directory.resolve("one");
        Path other = directory.resolve("other");
        Trace trace = perform(
                mkdir(SETUP, one).skippingAfterSuccess(1),
                mkdir(SETUP, other),
                mkdir(SETUP, one).tolerating(Errno.ENOENT, Errno.EEXIST).skippingAfterTolerated(2),
                mkdir(SETUP, other),
                mkdir(SETUP, other),
                rmdir(SETUP, other).with(Step.Flag.TOLERATE_ALL),
                rmdir(SETUP, one));
        assertThat(told(trace)).isEmpty();
        assertThat(performed(trace, 0)).containsExactly("mkdir", "mkdir", "rmdir", "rmdir");
        assertThat(trace.calls().getFirst().get(LOADING.size() + 1)).contains("EEXIST");
    }

    @Test
    void undoesInReverseWhatSucceededAndNothingElse() throws Exception {
        Path one = directory.resolve("one");
        Path two = one.resolve("two");
        Path three = directory.resolve("three");
        Files.createDirectory(three);
        Trace trace = perform(
                mkdir(SETUP, one).undoneBy(rmdir(SETUP, one)),
                mkdir(SETUP, three).tolerating(Errno.EEXIST).undoneBy(rmdir(SETUP, three)),
                mkdir(START, two).undoneBy(rmdir(START, two)),
                mkdir(START, directory.resolve("missing/four")));
        assertThat(trace.outcome().status()).isEqualTo(1);
        assertThat(told(trace)).containsExactly(failure(3, Errno.ENOENT));
        assertThat(performed(trace, 0)).containsExactly("mkdir", "mkdir", "mkdir", "mkdir", "write", "rmdir", "rmdir");
        assertThat(trace.calls().getFirst()).anyMatch(call -> call.startsWith("rmdir(\"" + two));
        assertThat(one).doesNotExist();
        assertThat(three).exists();
    }

    @Test
    void spawnsInitWhichExecutesAlongPath() throws Exception {
        Trace trace = perform(
                pipe(),
                spawn(START, 0, Signal.SIGCHLD.number()),
                Step.call(INIT, "a session", Syscall.SETSID),
                exec("/nonexistent/sh", "sh", "-c", "exit 3"),
                exec("/etc/passwd/sh", "sh", "-c", "exit 3"),
                exec("/bin/sh", "sh", "-c", "exit 3"),
                exec("/never/sh", "sh"));
        assertThat(told(trace)).isEmpty();
        assertThat(performed(trace, 0)).containsExactly("pipe2", "clone3", "close", "read", "wait4", "wait4");
        assertThat(performed(trace, 1)).startsWith("rt_sigprocmask", "setsid", "execve", "execve", "execve");
        assertThat(trace.calls().get(1).get(4)).startsWith("execve(\"/bin/sh\"").endsWith("= 0");
    }

    @Test
    void reportsThatNothingCouldBeExecuted() throws Exception {
        Path secret = directory.resolve("secret");
        Files.createFile(secret);
        Trace missing = perform(pipe(), spawn(START, 0, Signal.SIGCHLD.number()), exec("/a", "a"), exec("/b", "b"));
        assertThat(told(missing)).containsExactly(report(1, 3, Errno.ENOENT.number()));
        Trace denied = perform(
                pipe(), spawn(START, 0, Signal.SIGCHLD.number()), exec(secret.toString(), "a"), exec("/b", "b"));
        assertThat(told(denied)).containsExactly(report(1, 3, Errno.EACCES.number()));
        Path text = directory.resolve("text");
        Files.writeString(text, "no program");
        assertThat(text.toFile().setExecutable(true)).isTrue();
        Trace broken =
                perform(pipe(), spawn(START, 0, Signal.SIGCHLD.number()), exec(text.toString(), "a"), exec("/b", "b"));
        assertThat(told(broken)).containsExactly(report(1, 2, Errno.ENOEXEC.number()));
    }

    @Test
    void reportsWhichStepOfInitFailed() throws Exception {
        Trace trace = perform(
                pipe(),
                spawn(START, 0, Signal.SIGCHLD.number()),
                Step.call(INIT, "a session", Syscall.SETSID),
                Step.call(INIT, "close nothing", Syscall.CLOSE, value(99)),
                exec("/bin/true", "true"));
        assertThat(told(trace)).containsExactly(report(1, 3, Errno.EBADF.number()));
        assertThat(performed(trace, 1)).containsExactly("rt_sigprocmask", "setsid", "close", "write");
        assertThat(trace.calls().get(1).getLast()).startsWith("exit_group(125)");
    }

    @Test
    void makesInitThroughAnIntermediate() throws Exception {
        Trace trace = perform(
                pipe(),
                spawn(START, 0, Signal.SIGCHLD.number()),
                Step.call(INTERMEDIATE, "a session", Syscall.SETSID),
                spawn(INTERMEDIATE, CloneFlags.CLONE_PARENT, 0),
                Step.call(INIT, "a mask", Syscall.UMASK, value(022)),
                exec("/bin/true", "true"));
        assertThat(told(trace)).hasSize(1);
        assertThat(told(trace).getFirst() & 0xFFFFFFFFL).isEqualTo(report(2, 3, 0));
        assertThat(performed(trace, 0))
                .containsExactly("pipe2", "clone3", "close", "read", "write", "read", "wait4", "wait4", "wait4");
        assertThat(trace.names(1)).containsExactly("rt_sigprocmask", "setsid", "clone3", "write", "exit_group");
        assertThat(trace.names(2)).startsWith("umask", "execve");
    }

    @Test
    void writesDecimalNumbersAndComparesBytes() throws Exception {
        Slot number = new Slot("the number");
        Argument.Buffer digits = new Argument.Buffer(8);
        Trace trace = perform(
                Step.of(SETUP, Operation.DECIMAL, "digits", Syscall.WRITE, value(4096), digits, value(8), value('/')),
                Step.of(SETUP, Operation.COMPARE, "alike", Syscall.READ, digits, text("////4096"), value(8), value(5)),
                Step.call(SETUP, "the mask", Syscall.UMASK, value(0)).into(number),
                Step.of(
                        SETUP,
                        Operation.DECIMAL,
                        "digits",
                        Syscall.WRITE,
                        new Argument.SlotValue(number),
                        new Argument.BufferAddress(digits, 4),
                        value(4),
                        value(' ')),
                Step.of(SETUP, Operation.COMPARE, "alike", Syscall.READ, digits, text("////  18"), value(8), value(5)),
                Step.of(SETUP, Operation.DECIMAL, "too wide", Syscall.WRITE, value(100), digits, value(2), value(' '))
                        .tolerating(Errno.EOVERFLOW),
                Step.of(
                        SETUP,
                        Operation.COMPARE,
                        "differ",
                        Syscall.READ,
                        digits,
                        text("////4096"),
                        value(8),
                        value(116)));
        assertThat(told(trace)).containsExactly(failure(6, Errno.ESTALE));
        assertThat(performed(trace, 0)).containsExactly("umask", "write");
    }

    @Test
    void triesAgainWhatIsBusyForASecondAndJudgesShortTransfers() throws Exception {
        Path plan = directory.resolve("file");
        Files.writeString(plan, "abc");
        Slot file = new Slot("the file");
        Argument.Buffer buffer = new Argument.Buffer(16);
        Step open = Step.call(
                        SETUP,
                        "open",
                        Syscall.OPENAT,
                        value(OpenFlags.AT_FDCWD),
                        text(plan.toString()),
                        value(OpenFlags.O_RDONLY),
                        value(0))
                .into(file);
        Step read = Step.call(SETUP, "read", Syscall.READ, new Argument.SlotValue(file), buffer, value(8))
                .with(Step.Flag.EXACT);
        assertThat(told(perform(open, read))).containsExactly(failure(1, Errno.EIO));
        assertThat(told(perform(
                        open,
                        Step.call(SETUP, "end", Syscall.LSEEK, new Argument.SlotValue(file), value(0), value(2)),
                        read)))
                .containsExactly(failure(2, Errno.EPIPE));
        Trace busy = perform(
                Step.call(SETUP, "pipe", Syscall.PIPE2, buffer, value(OpenFlags.O_NONBLOCK)),
                Step.call(
                                SETUP,
                                "read",
                                Syscall.READ,
                                new Argument.BufferValue(buffer, 0, 4),
                                new Argument.BufferAddress(buffer, 8),
                                value(1))
                        .with(Step.Flag.RETRY_BUSY));
        assertThat(told(busy)).containsExactly(failure(1, Errno.EAGAIN));
        assertThat(busy.names(0).stream().filter("read"::equals)).hasSize(1001);
    }

    @Test
    void runsHostProgramsAndJudgesTheirExitStatus() throws Exception {
        Path ran = directory.resolve("ran");
        assertThat(told(perform(host("touch " + ran, 0)))).isEmpty();
        assertThat(ran).exists();
        assertThat(told(perform(host("exit 7", 0)))).containsExactly(failure(0, Errno.ECANCELED));
        assertThat(told(perform(host("exec sleep 600", 50)))).containsExactly(failure(0, Errno.ECANCELED));
        assertThat(told(perform(host("kill -9 $$", 0)))).containsExactly(failure(0, Errno.ECANCELED));
    }

    private static Step host(String script, int limit) {
        return Step.of(
                SETUP,
                Operation.RUN,
                "run " + script,
                Syscall.EXECVE,
                text("/bin/sh"),
                new Argument.Struct(List.of(text("sh"), text("-c"), text(script), Argument.nothing())),
                new Argument.Struct(List.of(text("PATH=/bin:/usr/bin"), Argument.nothing())),
                value(limit));
    }
}
