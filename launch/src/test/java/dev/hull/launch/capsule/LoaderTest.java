package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.Argument;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.KnownSlots;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are none are refused, whatever is wrong with them; nothing of them is performed here. */
class LoaderTest {
    private static final int REFUSED = 125;
    private static final int MUTATIONS = 1000;

    @TempDir
    private Path directory;

    private Path capsule;
    private byte[] table;

    @BeforeEach
    void assemble() throws Exception {
        Program program = new Program();
        LoadedTable loaded = new LoadedTable(program);
        Function end = program.function("end").is(code -> code.run(syscall(Syscall.EXIT_GROUP, number(0))));
        new Start(program, loaded, new Loader(program, loaded), new Roles(end, end, end));
        capsule = Running.executable(program, directory);
        table = table();
    }

    private static byte[] table() {
        KnownSlots known = new KnownSlots();
        Step undo = Step.call(Stage.SETUP, "remove", Syscall.RMDIR, Argument.text("/a"));
        Step make = Step.call(Stage.SETUP, "make", Syscall.MKDIR, Argument.text("/a"), Argument.value(0700))
                .undoneBy(undo);
        Step close = Step.call(Stage.INIT, "close", Syscall.CLOSE, new Argument.BufferValue(known.stdinPipe, 4, 4))
                .into(known.initPid);
        KeeperSettings keeper = new KeeperSettings(
                "0".repeat(64),
                "00000000-0000-0000-0000-000000000000",
                Set.of(),
                "/run",
                null,
                0,
                1,
                15,
                KeeperSettings.Restart.NO,
                0,
                null,
                List.of("hull"),
                List.of("A=b"),
                new byte[0]);
        return PlanTable.write(
                new LaunchPlan(List.of(make, make.skippingAfterSuccess(0), close), known, keeper), Architecture.X86_64);
    }

    private Running.Outcome load(byte[] content) throws Exception {
        Path file = directory.resolve("plan");
        Files.write(file, content);
        return Running.run(List.of(capsule.toString(), file.toString()));
    }

    private byte[] with(int offset, int value) {
        byte[] changed = table.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return changed;
    }

    @Test
    void loadsWhatTheWriterWrites() throws Exception {
        assertThat(load(table).status()).isZero();
    }

    @Test
    void refusesWhatIsNoTable() throws Exception {
        assertThat(Running.run(List.of(capsule.toString())).status()).isEqualTo(REFUSED);
        assertThat(Running.run(List.of(capsule.toString(), "/nonexistent")).text())
                .startsWith("hull: the plan cannot be opened");
        assertThat(Running.run(List.of(capsule.toString(), "/")).status()).isEqualTo(REFUSED);
        assertThat(load(new byte[0]).text()).startsWith("hull: this is no plan of this version");
        assertThat(load(new byte[5000]).status()).isEqualTo(REFUSED);
        assertThat(load(Arrays.copyOf(table, table.length - 1)).status()).isEqualTo(REFUSED);
        assertThat(load(Arrays.copyOf(table, table.length + 8)).status()).isEqualTo(REFUSED);
    }

    @Test
    void refusesEveryFieldThatLeadsOut() throws Exception {
        int first = TableLayout.FIRST_STEP;
        int last = first + 2 * TableLayout.STEP_SIZE;
        assertThat(List.of(
                        with(TableLayout.ARCHITECTURE, Architecture.ARM64.auditArch()),
                        with(TableLayout.RELOCATIONS, table.length + 4),
                        with(TableLayout.RELOCATIONS, -8),
                        with(TableLayout.RELOCATION_COUNT, Integer.MAX_VALUE),
                        with(TableLayout.STEP_COUNT, 4097),
                        with(TableLayout.STEP_COUNT, 400),
                        with(TableLayout.STAGES, 1),
                        with(TableLayout.STAGES + 8, 4000),
                        with(TableLayout.STAGES + 20, -1),
                        with(first, Step.Operation.values().length << 24),
                        with(first + TableLayout.S_UNDO, 100),
                        with(first + TableLayout.S_SKIP_AFTER_SUCCESS, 2),
                        with(last + TableLayout.S_SKIP_AFTER_TOLERATED, 1),
                        with(last + TableLayout.S_RESULT, table.length),
                        with(last + TableLayout.S_ARGUMENTS, table.length - 4)))
                .allSatisfy(changed -> assertThat(load(changed).status()).isEqualTo(REFUSED));
    }

    @Test
    void neverCrashes() throws Exception {
        long seed = Long.getLong("hull.test.seed", System.nanoTime());
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] changed = table.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                int at = random.nextInt(4) == 0 ? random.nextInt(changed.length) : random.nextInt(700);
                changed[at] = (byte) (random.nextBoolean() ? random.nextInt() : changed[at] ^ 1 << random.nextInt(8));
            }
            int status = load(changed).status();
            assertThat(status).as("mutation %d of seed %d", i, seed).isIn(0, REFUSED);
            refused += status == REFUSED ? 1 : 0;
        }
        assertThat(refused).as("of %d, seed %d", MUTATIONS, seed).isGreaterThan(MUTATIONS / 10);
    }
}
