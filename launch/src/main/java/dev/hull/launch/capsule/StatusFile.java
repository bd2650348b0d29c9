package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_CREAT;
import static dev.hull.linux.OpenFlags.O_RDONLY;
import static dev.hull.linux.OpenFlags.O_RDWR;
import static dev.hull.linux.OpenFlags.O_TRUNC;

import dev.hull.launch.StatusRecord;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Syscall;

/** The keeper's {@link StatusRecord}: made once, then only overwritten. */
final class StatusFile {
    private final LoadedTable table;
    private final Texts texts;
    private final Word file;

    /** {@code open(directory)}: makes the file in state STARTING; 0 or a negated errno. */
    final Function open;

    /** {@code state(state)}: writes how it is going. */
    final Function state;

    /** {@code end(oomKills, clean, failure)}: writes how it ended; failure as in {@link PerformerCalls}, 0 for none. */
    final Function end;

    /** {@code startTime()}: the keeper's own, in clock ticks since boot. */
    private final Function startTime;

    StatusFile(Program program, LoadedTable table, Texts texts) {
        this.table = table;
        this.texts = texts;
        file = program.word("status");
        startTime = program.function("startTime").is(this::startTime);
        state = program.function("statusState").is(this::state);
        end = program.function("statusEnd").is(this::end);
        open = program.function("statusOpen").is(this::open);
    }

    /** How many log records could not be written: told with the next state. */
    Place logErrors() {
        return started(StatusRecord.S_LOG_ERRORS);
    }

    private Place started(int field) {
        return u64(table.keeper(TableLayout.K_STATUS_TEMPLATE), StatusRecord.STARTED + (long) field);
    }

    private Place ended(int field) {
        return u64(table.keeper(TableLayout.K_STATUS_TEMPLATE), StatusRecord.END + (long) field);
    }

    private void open(Code code) {
        Local directory = code.parameter("directory");
        code.set(file, Kernel.openat(directory, text("status"), O_CREAT | O_RDWR | O_TRUNC, 0600));
        code.when(file.isError(), () -> code.give(file));
        code.set(started(StatusRecord.S_SEQUENCE), 1);
        code.set(started(StatusRecord.S_SEQUENCE_AGAIN), 1);
        code.set(started(StatusRecord.S_KEEPER_PID), table.known(TableLayout.W_KEEPER_PID));
        Local written = code.local(
                "written", Kernel.write(file, table.keeper(TableLayout.K_STATUS_TEMPLATE), number(StatusRecord.SIZE)));
        code.when(written.isError(), () -> code.give(written));
    }

    private void state(Code code) {
        Local state = code.parameter("state");
        code.when(
                started(StatusRecord.S_KEEPER_START_TIME).isZero(),
                () -> code.set(started(StatusRecord.S_KEEPER_START_TIME), startTime.call()));
        code.set(started(StatusRecord.S_STATE), state);
        code.set(started(StatusRecord.S_INIT_PID), table.known(TableLayout.W_INIT_PID));
        code.set(started(StatusRecord.S_STARTED_AT), table.known(TableLayout.W_STARTED_AT));
        code.set(started(StatusRecord.S_RESTART_COUNT), table.known(TableLayout.W_RESTART_COUNT));
        next(code, started(StatusRecord.S_SEQUENCE), started(StatusRecord.S_SEQUENCE_AGAIN));
        write(code, StatusRecord.STARTED, StatusRecord.STARTED_SIZE);
    }

    private void end(Code code) {
        Local oomKills = code.parameter("oomKills");
        Local clean = code.parameter("clean");
        Local failure = code.parameter("failure");
        code.set(ended(StatusRecord.E_EXIT_STATUS), table.known(TableLayout.W_EXIT_STATUS));
        code.set(ended(StatusRecord.E_FINISHED_AT), table.known(TableLayout.W_FINISHED_AT));
        code.set(ended(StatusRecord.E_OOM_KILLS), oomKills);
        code.set(ended(StatusRecord.E_CLEAN), clean);
        code.when(failure.isNot(0), () -> {
            code.set(ended(StatusRecord.E_FAILED_STEP), failure.shiftRight(PerformerCalls.STEP_SHIFT));
            code.set(ended(StatusRecord.E_FAILED_ERRNO), failure.bitAnd(PerformerCalls.ERRNO_MASK));
        });
        next(code, ended(StatusRecord.E_SEQUENCE), ended(StatusRecord.E_SEQUENCE_AGAIN));
        write(code, StatusRecord.END, StatusRecord.END_SIZE);
    }

    private static void next(Code code, Place sequence, Place again) {
        code.set(again, sequence.plus(1));
        code.set(sequence, again);
    }

    private void write(Code code, int offset, int size) {
        Expression section = table.keeper(TableLayout.K_STATUS_TEMPLATE).plus(offset);
        code.run(syscall(Syscall.PWRITE64, file, section, number(size), number(offset)));
    }

    /** Field 22 of /proc/self/stat; fields are counted behind the last ')', as the name before it may hold anything. */
    private void startTime(Code code) {
        Buffer stat = code.buffer("stat", 1024);
        Local descriptor =
                code.local("descriptor", Kernel.openat(number(AT_FDCWD), text("/proc/self/stat"), O_RDONLY, 0));
        code.when(descriptor.isError(), () -> code.give(0));
        Local end = code.local("end", stat.plus(Kernel.read(descriptor, stat, number(stat.size()))));
        code.run(Kernel.close(descriptor));
        Local at = code.local("at", end);
        code.loopWhile(at.isAbove(stat).and(u8(at).isNot(')')), () -> code.set(at, at.minus(1)));
        Local spaces = code.local("spaces", 0);
        code.loopWhile(at.isBelow(end).and(spaces.isLess(20)), () -> {
            code.when(u8(at).is(' '), () -> code.set(spaces, spaces.plus(1)));
            code.set(at, at.plus(1));
        });
        code.give(texts.number.call(at, end));
    }
}
