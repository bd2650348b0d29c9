package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.perArchitecture;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.linux.OpenFlags.O_RDONLY;

import dev.hull.launch.Stage;
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
 * The part of the table that intermediate and init alone need: most of it. While the program runs the keeper does
 * without; its file still has it for a restart.
 */
final class ChildPages {
    private static final int MADV_DONTNEED = 4;

    /** {@code ()}: gives the pages back; they read as zeros then. */
    final Function release;

    /** {@code (directory)}: reads them again, if they were given back. 0, or a negated errno. */
    final Function restore;

    private final LoadedTable table;
    private final Loader loader;
    private final Word released;
    private final Function releasePages;
    private final Function readPages;

    ChildPages(Program program, LoadedTable table, Loader loader) {
        this.table = table;
        this.loader = loader;
        released = program.word("released");
        releasePages = program.function("releasePages").is(ChildPages::releasePages);
        readPages = program.function("readPages").is(this::readPages);
        release = program.function("releaseChildPages").is(this::release);
        restore = program.function("restoreChildPages").is(this::restore);
    }

    /** The largest page that the architecture may have been configured for. */
    private static Expression pageSize() {
        return perArchitecture("page size", architecture -> architecture == Architecture.ARM64 ? 0x10000 : 0x1000);
    }

    private static Expression pageBehind(Expression address) {
        return pageOf(address.plus(pageSize()).minus(1));
    }

    private static Expression pageOf(Expression address) {
        return address.bitAnd(number(0).minus(pageSize()));
    }

    private Expression stage(Stage stage) {
        return table.step(u32(table.base, TableLayout.STAGES + 4L * stage.code()));
    }

    private Expression firstStepPage() {
        return pageBehind(stage(Stage.INTERMEDIATE));
    }

    private Expression stepPagesEnd() {
        return pageOf(stage(Stage.END));
    }

    private Expression firstDataPage() {
        return pageBehind(table.base.plus(u32(table.base, TableLayout.CHILD_DATA)));
    }

    private Expression dataPagesEnd() {
        return pageOf(table.base.plus(loader.size));
    }

    /** {@code (from, to)}. */
    private static void releasePages(Code code) {
        Local from = code.parameter("from");
        Local to = code.parameter("to");
        code.when(
                from.isBelow(to),
                () -> code.run(syscall(Syscall.MADVISE, from, to.minus(from), number(MADV_DONTNEED))));
    }

    private void release(Code code) {
        code.run(releasePages.call(firstStepPage(), stepPagesEnd()));
        code.run(releasePages.call(firstDataPage(), dataPagesEnd()));
        code.set(released, 1);
    }

    /** {@code (file, from, to)}: 1 when all of it has been read. */
    private void readPages(Code code) {
        Local file = code.parameter("file");
        Local from = code.parameter("from");
        Local to = code.parameter("to");
        code.when(from.isBelow(to).not(), () -> code.give(1));
        Local length = code.local("length", to.minus(from));
        code.give(syscall(Syscall.PREAD64, file, from, length, from.minus(table.base))
                .is(length));
    }

    private void restore(Code code) {
        Local directory = code.parameter("directory");
        code.when(released.isZero(), () -> code.give(0));
        Local file = code.local("file", Kernel.openat(directory, text("plan.run"), O_RDONLY, 0));
        code.when(file.isError(), () -> code.give(file));
        // the data first: the list of relocations is at its end
        Local isRead = code.local(
                "isRead",
                readPages
                        .call(file, firstDataPage(), dataPagesEnd())
                        .and(readPages.call(file, firstStepPage(), stepPagesEnd())));
        code.run(Kernel.close(file));
        code.when(
                isRead.and(relocate(firstStepPage(), stepPagesEnd()))
                        .and(relocate(firstDataPage(), dataPagesEnd()))
                        .and(loader.steps.call())
                        .not(),
                () -> code.give(-Errno.EINVAL.number()));
        code.set(released, 0);
    }

    private Expression relocate(Expression from, Expression to) {
        return loader.relocate.call(from.minus(table.base), to.minus(table.base));
    }
}
