package dev.hull.launch;

import static dev.hull.launch.TableLayout.keeperWord;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the words that client and keeper need: paths, argument vectors and sentences ready for use. */
final class KeeperBlock {
    private final TableImage image;

    KeeperBlock(TableImage image) {
        this.image = image;
    }

    void write(KeeperSettings settings) {
        word(TableLayout.K_ROLE, TableLayout.ROLE_RUN);
        common(settings.id(), settings.flags(), settings.runDirectory(), settings.detachKeys());
        path(TableLayout.K_LOG_DIRECTORY, settings.logDirectory());
        word(TableLayout.K_LOG_MAX_BYTES, settings.logMaxBytes());
        word(TableLayout.K_LOG_MAX_SEGMENTS, settings.logMaxSegments());
        word(TableLayout.K_STOP_SIGNAL, settings.stopSignal());
        word(TableLayout.K_RESTART, settings.restart().code());
        word(TableLayout.K_RESTART_MAX, settings.restartMax());
        path(TableLayout.K_OOM_EVENTS, settings.oomEvents());
        address(TableLayout.K_STATUS_TEMPLATE, image.append(StatusRecord.template(settings.bootId())));
        commands(settings);
        sentence(
                TableLayout.K_REFUSAL,
                "hull: container " + settings.id() + " was started or removed by another process meanwhile");
    }

    void write(AttachPlan plan) {
        word(TableLayout.K_ROLE, TableLayout.ROLE_ATTACH);
        common(plan.id(), plan.flags(), plan.runDirectory(), plan.detachKeys());
        sentence(
                TableLayout.K_REFUSAL,
                "hull: container " + plan.id()
                        + " is not running: it has no keeper to attach to; hull start starts it");
    }

    private void common(String id, Set<KeeperSettings.Flag> flags, String runDirectory, byte[] detachKeys) {
        long bits = 0;
        for (KeeperSettings.Flag flag : flags) {
            bits |= flag.bit();
        }
        word(TableLayout.K_FLAGS, bits);
        text(TableLayout.K_ID_LINE, id + '\n');
        path(TableLayout.K_RUN_DIRECTORY, runDirectory);
        if (detachKeys.length > TableLayout.MAX_DETACH_KEYS) {
            throw new IllegalArgumentException("more than " + TableLayout.MAX_DETACH_KEYS + " detach keys");
        }
        address(TableLayout.K_DETACH_KEYS, image.append(detachKeys));
        word(TableLayout.K_DETACH_KEYS_LENGTH, detachKeys.length);
        sentence(
                TableLayout.K_WRITE_FAILED,
                "hull: container " + id + ": output was lost: it could not be written to the standard output or error");
        sentence(
                TableLayout.K_KEEPER_LOST,
                "hull: container " + id + ": its keeper was killed; what the program's exit status was is not known");
    }

    /** argv and environment of {@code hull _why} and {@code hull _reap}. */
    private void commands(KeeperSettings settings) {
        byte[] digits = " ".repeat(TableLayout.WHY_DIGITS).concat("\0").getBytes(StandardCharsets.US_ASCII);
        int step = image.append(digits);
        int errno = image.append(digits);
        int verb = image.append("_why");
        int id = image.append(settings.id());
        address(TableLayout.K_WHY_STEP, step);
        address(TableLayout.K_WHY_ERRNO, errno);
        address(TableLayout.K_WHY_ARGV, vector(settings.hull(), verb, id, step, errno));
        address(TableLayout.K_REAP_ARGV, vector(settings.hull(), image.append("_reap"), id));
        address(TableLayout.K_ENVIRONMENT, vector(settings.environment()));
    }

    /** A null-terminated array of pointers: to texts, then to places that hold text already. */
    private int vector(List<String> texts, int... places) {
        int vector = image.reserve(8 * (texts.size() + places.length + 1));
        int word = vector;
        for (String text : texts) {
            image.putAddress(word, image.append(text));
            word += 8;
        }
        for (int place : places) {
            image.putAddress(word, place);
            word += 8;
        }
        return vector;
    }

    private void path(int number, @Nullable String path) {
        if (path != null) {
            address(number, image.append(path));
        }
    }

    private void sentence(int number, String sentence) {
        text(number, sentence + '\n');
    }

    /** A text without NUL in one word, its length in the next. */
    private void text(int number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        address(number, image.append(bytes));
        word(number + 1, bytes.length);
    }

    private void address(int number, int target) {
        image.putAddress(keeperWord(number), target);
    }

    private void word(int number, long value) {
        image.putLong(keeperWord(number), value);
    }
}
