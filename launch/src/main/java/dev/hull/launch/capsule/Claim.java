package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.linux.FcntlConstants.F_OFD_SETLK;
import static dev.hull.linux.FcntlConstants.F_WRLCK;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_CREAT;
import static dev.hull.linux.OpenFlags.O_PATH;
import static dev.hull.linux.OpenFlags.O_RDWR;

import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Syscall;

/**
 * Taking the container: {@code keeper.lock} for as long as the keeper lives, and the plan's name, which a reaper wants to
 * change too. Whoever renames it has it.
 *
 * <p>The lock is an open file description's (OFD): it is inherited by fork and goes with the last descriptor.
 */
final class Claim {
    private static final int FLOCK_SIZE = 32; // struct flock {i16 type, i16 whence, i64 start, i64 len, i32 pid}

    private final LoadedTable table;

    /** {@code c/ID}, opened by path once. */
    final Word directory;

    /** The locked file. */
    final Word lock;

    /** {@code claim()}: 0, or a negated errno. */
    final Function claim;

    Claim(Program program, LoadedTable table) {
        this.table = table;
        directory = program.word("directory");
        lock = program.word("lock");
        claim = program.function("claim").is(this::claim);
    }

    /** Opens {@code c/ID}: a descriptor or a negated errno. */
    Expression open() {
        return Kernel.openat(number(AT_FDCWD), table.keeper(TableLayout.K_RUN_DIRECTORY), O_PATH, 0);
    }

    private void claim(Code code) {
        Buffer flock = code.buffer("flock", FLOCK_SIZE);
        code.set(directory, open());
        code.when(directory.isError(), () -> code.give(directory));
        code.set(lock, Kernel.openat(directory, text("keeper.lock"), O_RDWR | O_CREAT, 0600));
        code.when(lock.isError(), () -> code.give(lock));
        code.clear(flock);
        code.set(u16(flock), F_WRLCK);
        Local result = code.local("result", Kernel.fcntl(lock, F_OFD_SETLK, flock));
        code.when(result.isError(), () -> code.give(result));
        code.give(syscall(Syscall.RENAMEAT, directory, text("plan"), directory, text("plan.run")));
    }
}
