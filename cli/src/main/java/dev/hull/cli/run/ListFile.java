package dev.hull.cli.run;

import dev.hull.cli.option.UsageException;
import dev.hull.linux.KernelText;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of {@code NAME=VALUE} lines: {@code --env-file}, {@code --label-file}. Lines that are empty or begin with
 * {@code #} say nothing; a value is taken as it is, quotes included.
 */
final class ListFile {
    private ListFile() {}

    static List<String> lines(String option, String path) {
        String text;
        try (FileInputStream file = new FileInputStream(path)) {
            text = KernelText.decode(file.readAllBytes());
        } catch (IOException e) {
            throw new UsageException("--" + option + ": " + e.getMessage());
        }
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String entry = (line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).stripLeading();
            if (!entry.isEmpty() && entry.charAt(0) != '#') {
                check(option, path, number, entry);
                lines.add(entry);
            }
        }
        return lines;
    }

    private static void check(String option, String path, int number, String entry) {
        int equals = entry.indexOf('=');
        String name = equals < 0 ? entry : entry.substring(0, equals);
        String where = "--" + option + " " + path + ":" + number + ": ";
        if (name.isEmpty()) {
            throw new UsageException(where + "there is no name before the =");
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isWhitespace(name.charAt(i))) {
                throw new UsageException(where + "the name \"" + name + "\" contains white space");
            }
        }
        if (entry.indexOf('\0') >= 0) {
            throw new UsageException(where + "the value contains a NUL byte");
        }
    }
}
