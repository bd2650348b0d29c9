package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.KeeperSettings;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;

/** The plan table in memory, relocated, as the roles of the capsule read it. One a process. */
final class LoadedTable {
    /** The image's address. Set by the start, before any role begins. */
    final Word base;

    /**
     * The keeper's descriptor of the connection to its client (the process it was forked from, the engine that spawned
     * it), -1 once that has gone. The performer's NOTIFY speaks on it.
     */
    final Word client;

    LoadedTable(Program program) {
        base = program.word("table");
        client = program.word("client");
    }

    /** The record of a step. */
    Expression step(Expression index) {
        return base.plus(index.times(TableLayout.STEP_SIZE)).plus(TableLayout.FIRST_STEP);
    }

    /** A word of the keeper block, one of {@link TableLayout}'s {@code K_}. */
    Place keeper(int number) {
        return u64(base, TableLayout.keeperWord(number));
    }

    /** A known word, one of {@link TableLayout}'s {@code W_}. */
    Place known(int number) {
        return u64(base, TableLayout.knownWord(number));
    }

    /** The read end of a known pipe. */
    Place readEnd(int number) {
        return i32(base, TableLayout.knownWord(number));
    }

    /** The write end of a known pipe. */
    Place writeEnd(int number) {
        return i32(base, TableLayout.knownWord(number) + 4L);
    }

    /** Whether a flag is set. */
    Expression has(KeeperSettings.Flag flag) {
        return keeper(TableLayout.K_FLAGS).bitAnd(flag.bit());
    }
}
