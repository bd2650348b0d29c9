package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.u8;

import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;

/** The keys that detach the client, looked for in what is typed. What might be their beginning is held back. */
final class DetachKeys {
    private static final int PIECE_SIZE = 4096;

    private final LoadedTable table;
    private final Word matched;

    /**
     * {@code filter(piece, length)}: takes the keys out of what was read, in place (up to {@link
     * TableLayout#MAX_DETACH_KEYS} bytes more may come back than went in); the new length, or -1 if all keys were there.
     */
    final Function filter;

    DetachKeys(Program program, LoadedTable table) {
        this.table = table;
        matched = program.word("matched");
        filter = program.function("filterKeys").is(this::filter);
    }

    private void filter(Code code) {
        Local piece = code.parameter("piece");
        Local length = code.parameter("length");
        Buffer typed = code.buffer("typed", PIECE_SIZE);
        Expression keys = table.keeper(TableLayout.K_DETACH_KEYS);
        Expression count = table.keeper(TableLayout.K_DETACH_KEYS_LENGTH);
        code.when(count.isZero(), () -> code.give(length));
        Local index = code.local("index", 0);
        code.loopWhile(index.isLess(length), () -> {
            code.set(u8(typed.plus(index)), u8(piece.plus(index)));
            code.set(index, index.plus(1));
        });
        code.set(index, 0);
        Local out = code.local("out", 0);
        code.loopWhile(index.isLess(length), () -> {
            Local key = code.local("key", u8(typed.plus(index)));
            code.set(index, index.plus(1));
            // not the next key: what was held back is text after all
            code.when(key.isNot(u8(keys.plus(matched))), () -> {
                Local held = code.local("held", 0);
                code.loopWhile(held.isLess(matched), () -> {
                    code.set(u8(piece.plus(out)), u8(keys.plus(held)));
                    code.set(out, out.plus(1));
                    code.set(held, held.plus(1));
                });
                code.set(matched, 0);
            });
            code.when(key.is(u8(keys.plus(matched))), () -> code.set(matched, matched.plus(1)), () -> {
                code.set(u8(piece.plus(out)), key);
                code.set(out, out.plus(1));
            });
            code.when(matched.is(count), () -> code.give(-1));
        });
        code.give(out);
    }
}
