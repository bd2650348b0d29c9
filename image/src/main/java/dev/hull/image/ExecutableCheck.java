package dev.hull.image;

import dev.hull.linux.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out why a command could not be executed: execve(2) says ENOENT for a program whose loader is missing, and
 * ENOEXEC for one of another machine.
 */
public final class ExecutableCheck {
    /** The kernel reads no more of a {@code #!} line (BINPRM_BUF_SIZE). */
    private static final int SCRIPT_LINE = 256;

    /** Headers and the loader's name lie at the beginning of every linker's output. */
    private static final int HEAD = 64 << 10;

    /** As many scripts may name one another as interpreters (fs/exec.c). */
    private static final int MAX_SCRIPTS = 5;

    private final RootTree tree;
    private final Architecture host;

    public ExecutableCheck(RootTree tree, Architecture host) {
        this.tree = tree;
        this.host = host;
    }

    /** Why, and what to do; the latter is empty where nothing can be said. */
    public record Cause(String reason, String advice) {}

    /**
     * What is wrong with a command in the image; empty if nothing is.
     *
     * @param command as it was given: with a slash a path, else searched in {@code searchPath}
     * @param searchPath the value of PATH
     * @param workingDirectory absolute
     */
    public Optional<Cause> check(String command, String searchPath, String workingDirectory) {
        if (command.isEmpty()) {
            return cause("the command is empty", "");
        }
        if (command.indexOf('/') >= 0) {
            return file(absolute(command, workingDirectory), 0);
        }
        List<String> refused = new ArrayList<>();
        for (String directory : split(searchPath)) {
            String candidate = absolute(directory.isEmpty() ? "." : directory, workingDirectory) + "/" + command;
            if (tree.find(candidate) instanceof RootTree.Lookup.Found found && found.isRegular()) {
                if ((found.mode() & 0111) != 0) {
                    return file(candidate, 0);
                }
                refused.add(candidate);
            }
        }
        if (!refused.isEmpty()) {
            return file(refused.getFirst(), 0);
        }
        return cause("the image has no " + command + " in its PATH (" + searchPath + ")", "give the command's path");
    }

    private static String absolute(String path, String workingDirectory) {
        return path.startsWith("/") ? path : workingDirectory + "/" + path;
    }

    private static List<String> split(String searchPath) {
        List<String> directories = new ArrayList<>();
        int start = 0;
        for (int colon = searchPath.indexOf(':'); colon >= 0; colon = searchPath.indexOf(':', start)) {
            directories.add(searchPath.substring(start, colon));
            start = colon + 1;
        }
        directories.add(searchPath.substring(start));
        return directories;
    }

    private Optional<Cause> file(String path, int scripts) {
        if (!(tree.find(path) instanceof RootTree.Lookup.Found found)) {
            return missing(path, (RootTree.Lookup.Missing) tree.find(path));
        }
        if (!found.isRegular()) {
            return cause(path + (found.isDirectory() ? " is a directory" : " is no regular file"), "");
        }
        if ((found.mode() & 0111) == 0) {
            return cause(
                    path + " is not executable, its mode is " + Integer.toOctalString(found.mode() & 07777),
                    "make it executable: chmod +x");
        }
        byte[] head = head(found);
        if (head.length >= 2 && head[0] == '#' && head[1] == '!') {
            return script(path, head, scripts);
        }
        return ElfHeader.isElf(head) ? program(path, head) : unknown(path, head);
    }

    private static Optional<Cause> missing(String path, RootTree.Lookup.Missing missing) {
        if (!missing.reason().startsWith("ENOENT")) {
            return cause(path + " leads to " + missing.path() + ": " + missing.reason(), "");
        }
        return path.equals(missing.path()) || path.startsWith(missing.path() + "/")
                ? cause("the image has no " + path, "")
                : cause(path + " leads to " + missing.path() + ", which the image does not have", "");
    }

    private static byte[] head(RootTree.Lookup.Found found) {
        try (InputStream in = Files.newInputStream(found.file(), LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new ImageException("read", found.path() + " of the image", FileError.reason(e), "", e);
        }
    }

    private Optional<Cause> script(String path, byte[] head, int scripts) {
        int length = Math.min(head.length, SCRIPT_LINE);
        String text = new String(head, 0, length, StandardCharsets.UTF_8);
        int newline = text.indexOf('\n');
        String line = newline < 0 ? text : text.substring(0, newline);
        if (line.endsWith("\r")) {
            return cause(
                    path + " has Windows line ends: the kernel looks for \""
                            + interpreter(line).replace("\r", "\\r") + "\"",
                    "remove the carriage returns: sed -i 's/\\r$//'");
        }
        String interpreter = interpreter(line);
        if (interpreter.isEmpty()) {
            return cause(path + " begins with #! but names no interpreter", "");
        }
        if (scripts >= MAX_SCRIPTS) {
            return cause(path + " is run by a script that is run by a script, more than " + MAX_SCRIPTS + " deep", "");
        }
        return file(interpreter, scripts + 1)
                .map(inner -> new Cause(
                        "the script " + path + " needs the interpreter " + interpreter + ": " + inner.reason(),
                        inner.advice()));
    }

    /** The word after {@code #!}, up to a blank or tab. */
    private static String interpreter(String line) {
        int start = 2;
        while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            start++;
        }
        int end = start;
        while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
            end++;
        }
        return line.substring(start, end);
    }

    private Optional<Cause> program(String path, byte[] head) {
        ElfHeader elf = ElfHeader.parse(head);
        if (elf == null) {
            return cause(path + " is a program that is cut", "");
        }
        if (!elf.runsOn(host)) {
            return cause(
                    path + " is a program for " + elf.machineName() + ", this machine is " + host.ociName(),
                    "use an image that was built for this machine");
        }
        String loader = elf.interpreter();
        if (loader != null && !(tree.find(loader) instanceof RootTree.Lookup.Found)) {
            return cause(
                    path + " needs the loader " + loader + ", which the image does not have",
                    "use a program that was built for this image, or a static one");
        }
        return loader == null ? Optional.empty() : file(loader, MAX_SCRIPTS);
    }

    private Optional<Cause> unknown(String path, byte[] head) {
        return head.length == 0
                ? cause(path + " is empty", "")
                : cause(
                        path + " is neither a program nor a script: it begins with neither \\x7fELF nor #!",
                        "if it is a script, begin it with #! and its interpreter");
    }

    private static Optional<Cause> cause(String reason, String advice) {
        return Optional.of(new Cause(reason, advice));
    }
}
