package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.perArchitecture;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;
import static dev.hull.linux.OpenFlags.SEEK_END;

import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;

/**
 * Brings a plan table into memory and makes its offsets addresses. A table that is not well-formed is refused: nothing
 * in it is read beyond its end, and no step of it points out of the image where the capsule itself would follow.
 */
final class Loader {
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS_POPULATE = 0x2 | 0x20 | 0x8000;

    /** {@code (descriptor)}: 0, or a negated errno; EINVAL for what is no table of this capsule. */
    final Function load;

    /** {@code (address, length)}: whether the bytes lie in the image. */
    final Function inside;

    /** {@code (from, to)}: makes the offsets in that part of the image addresses; 1, or 0 for a broken table. */
    final Function relocate;

    /** {@code ()}: whether every step is well-formed. */
    final Function steps;

    /** The image's size in bytes. */
    final Word size;

    private final LoadedTable table;

    Loader(Program program, LoadedTable table) {
        this.table = table;
        this.size = program.word("size of the table");
        inside = program.function("inside").is(this::inside);
        relocate = program.function("relocate").is(this::relocate);
        Function step = program.function("isStepValid").is(this::isStepValid);
        steps = program.function("areStepsValid").is(code -> areStepsValid(code, step));
        load = program.function("load").is(this::load);
    }

    private void inside(Code code) {
        Local address = code.parameter("address");
        Local length = code.parameter("length");
        Local offset = code.local("offset", address.minus(table.base));
        code.give(offset.isBelow(size).and(length.isAbove(size.minus(offset)).not()));
    }

    /** Read, not mapped: what happens to the file afterwards is nothing to the capsule. */
    private void load(Code code) {
        Local descriptor = code.parameter("descriptor");
        code.set(size, syscall(Syscall.LSEEK, descriptor, number(0), number(SEEK_END)));
        refuse(code, size.isError(), size);
        refuse(
                code,
                size.isBelow(TableLayout.FIRST_STEP).or(size.isAbove(TableLayout.MAX_SIZE)),
                number(-Errno.EINVAL.number()));
        code.set(
                table.base,
                syscall(
                        Syscall.MMAP,
                        number(0),
                        size,
                        number(PROT_READ_WRITE),
                        number(MAP_PRIVATE_ANONYMOUS_POPULATE),
                        number(-1),
                        number(0)));
        refuse(code, table.base.isError(), table.base);
        Local read = code.local("read", syscall(Syscall.PREAD64, descriptor, table.base, size, number(0)));
        refuse(code, read.isError(), read);
        code.run(Kernel.close(descriptor));
        code.when(
                read.is(size)
                        .and(u64(table.base, TableLayout.MAGIC).is(number(TableLayout.MAGIC_VALUE)))
                        .and(u64(table.base, TableLayout.SIZE).is(size))
                        .and(u32(table.base, TableLayout.ARCHITECTURE)
                                .is(perArchitecture("AUDIT_ARCH", Loader::auditArchitecture)))
                        .and(relocate.call(number(0), size))
                        .and(steps.call()),
                () -> code.give(0));
        code.give(-Errno.EINVAL.number());
    }

    private static long auditArchitecture(Architecture architecture) {
        return Integer.toUnsignedLong(architecture.auditArch());
    }

    private static void refuse(Code code, Expression condition, Expression error) {
        code.when(condition, () -> code.give(error));
    }

    /**
     * {@code (from, to)}: adds the image's address to every word of the list between these offsets; to each at most once,
     * to none of the list itself. Gives 1, or 0 if one points out of the image.
     */
    private void relocate(Code code) {
        Local from = code.parameter("from");
        Local to = code.parameter("to");
        Local list = code.local("list", u32(table.base, TableLayout.RELOCATIONS));
        Local end = code.local(
                "end", list.plus(u32(table.base, TableLayout.RELOCATION_COUNT).shiftLeft(2)));
        code.when(end.isAbove(size), () -> code.give(0));
        Local entry = code.local("entry", table.base.plus(list));
        code.set(end, end.plus(table.base));
        code.loopWhile(entry.isBelow(end), () -> {
            Local offset = code.local("offset", u32(entry));
            code.set(entry, entry.plus(4));
            code.when(offset.isBelow(from).or(offset.isBelow(to).not()), code::continueLoop);
            code.when(offset.plus(8).isAbove(list), () -> code.give(0));
            Local word = code.local("word", table.base.plus(offset));
            code.when(u64(word).isBelow(size).not(), () -> code.give(0));
            code.set(u64(word), u64(word).plus(table.base));
        });
        code.give(1);
    }

    /** Stages follow one another and their steps lie where the layout says, before the list of relocations. */
    private void areStepsValid(Code code, Function isStepValid) {
        Local count = code.local("count", u32(table.base, TableLayout.STEP_COUNT));
        Local first = code.local("first", table.base.plus(TableLayout.FIRST_STEP));
        Local end = code.local("end", first.plus(count.times(TableLayout.STEP_SIZE)));
        Local list = code.local("list", table.base.plus(u32(table.base, TableLayout.RELOCATIONS)));
        code.when(
                count.isAbove(TableLayout.MAX_STEPS)
                        .or(end.isAbove(list))
                        .or(list.isBelow(table.base.plus(size).minus(8)).not()),
                () -> code.give(0));
        Local stage = code.local("stage", table.base.plus(TableLayout.STAGES));
        Local last = code.local("last", stage.plus(4L * Stage.values().length));
        Local index = code.local("index", 0);
        code.loopWhile(stage.isBelow(last), () -> {
            Local behind = code.local("behind", u32(stage, 4));
            code.when(u32(stage).isNot(index).or(behind.isBelow(index)).or(behind.isAbove(count)), () -> code.give(0));
            code.loopWhile(index.isBelow(behind), () -> {
                code.when(isStepValid.call(first, behind.minus(index), count).isZero(), () -> code.give(0));
                code.set(first, first.plus(TableLayout.STEP_SIZE));
                code.set(index, index.plus(1));
            });
            code.set(stage, stage.plus(4));
        });
        code.loopWhile(first.isBelow(end), () -> {
            code.when(isStepValid.call(first, number(1), number(0)).isZero(), () -> code.give(0));
            code.set(first, first.plus(TableLayout.STEP_SIZE));
        });
        code.give(1);
    }

    /** @param code {@code (step, how many steps the stage has from this one on, records there are to undo it)} */
    private void isStepValid(Code code) {
        Local step = code.parameter("step");
        Local left = code.parameter("left");
        Local records = code.parameter("records");
        Local result = code.local("result", StepRecord.result(step));
        code.when(
                u8(step, TableLayout.S_OPERATION)
                        .isAbove(Step.Operation.values().length - 1)
                        .or(StepRecord.skipAfterSuccess(step).isBelow(left).not())
                        .or(StepRecord.skipAfterTolerated(step).isBelow(left).not())
                        .or(StepRecord.undo(step).isAbove(records))
                        .or(result.and(inside.call(result, number(8)).not())),
                () -> code.give(0));
        // a kind is a byte, 0 for a plain word: six of them at once are mostly nothing
        code.when(u64(step, TableLayout.S_KINDS).shiftLeft(16).isZero(), () -> code.give(1));
        Local i = code.local("i", 0);
        code.loopWhile(i.isBelow(6), () -> {
            code.when(
                    StepRecord.kind(step, i)
                            .and(inside.call(StepRecord.word(step, i), number(8))
                                    .not()),
                    () -> code.give(0));
            code.set(i, i.plus(1));
        });
        code.give(1);
    }
}
