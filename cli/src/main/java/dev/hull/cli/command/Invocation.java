package dev.hull.cli.command;

import dev.hull.engine.Caller;
import dev.hull.engine.Directories;
import dev.hull.engine.Hull;
import dev.hull.engine.Profile;
import dev.hull.linux.KernelText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of hull: who called, with which words, and where answers go.
 *
 * <p>The wrapper says by system properties: {@code hull.pid} its pid P, which is the job's pid to the end; {@code
 * hull.terminal} a digit 1 for each of descriptors 0, 1 and 2 that is a terminal; {@code hull.product} the folder of the
 * built product; {@code hull.command} its own path; {@code hull.profile} short or heavy. Descriptor 3 takes the answer
 * to it. Words and environment are P's, read as bytes from /proc where Java's strings would lose some.
 */
public final class Invocation {
    private final long wrapper;
    private final String terminal;
    private final List<String> words;
    private final PrintStream out;
    private final PrintStream err;
    private @Nullable Map<String, String> environment;

    /** What the wrapper shall do next, or null. */
    private @Nullable String answer;

    public Invocation(long wrapper, String terminal, List<String> words, PrintStream out, PrintStream err) {
        this.wrapper = wrapper;
        this.terminal = terminal;
        this.words = words;
        this.out = out;
        this.err = err;
    }

    /** This process's call. */
    public static Invocation ofProcess(String[] arguments) {
        long wrapper = Long.getLong("hull.pid", 0);
        return new Invocation(
                wrapper,
                System.getProperty("hull.terminal", "000"),
                exact(wrapper, arguments),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err));
    }

    /** A call of the training run: as from a wrapper that is this process, with output that nobody sees. */
    public static Invocation ofTraining(List<String> words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Invocation(self(), "000", words, nowhere, stream(FileDescriptor.err));
    }

    /** This process's pid. ProcessHandle would cost a cold start its classes. */
    private static long self() {
        try {
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
        } catch (IOException e) {
            throw new IllegalStateException("read /proc/self: " + e.getMessage(), e);
        }
    }

    /** Java's words, unless one is not plain ASCII: then those of P's command line, byte for byte. */
    private static List<String> exact(long wrapper, String[] arguments) {
        if (wrapper == 0 || isAscii(arguments)) {
            return List.of(arguments);
        }
        List<String> all = strings("/proc/" + wrapper + "/cmdline");
        return all.subList(all.size() - arguments.length, all.size());
    }

    private static boolean isAscii(String[] arguments) {
        for (String argument : arguments) {
            for (int i = 0; i < argument.length(); i++) {
                if (argument.charAt(i) > 0x7f) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The NUL-terminated strings of a file in /proc. */
    private static List<String> strings(String path) {
        byte[] bytes;
        try (FileInputStream file = new FileInputStream(path)) {
            bytes = file.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("read " + path + ": " + e.getMessage(), e);
        }
        List<String> strings = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                strings.add(KernelText.decode(Arrays.copyOfRange(bytes, from, i)));
                from = i + 1;
            }
        }
        return strings;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192), false, StandardCharsets.UTF_8);
    }

    /** The command line after {@code hull}. */
    public List<String> words() {
        return words;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** The pid that owns what is being made: P's, or this JVM's where there is no wrapper. */
    public long owner() {
        return wrapper == 0 ? self() : wrapper;
    }

    /** True if P's descriptor 0, 1 or 2 is a terminal. */
    public boolean isTerminal(int descriptor) {
        return terminal.length() > descriptor && terminal.charAt(descriptor) == '1';
    }

    /** True if colour may be used on stdout: a terminal that knows it, and nobody said no (no-color.org). */
    public boolean isColoured() {
        return isTerminal(1)
                && variable("NO_COLOR").isEmpty()
                && !variable("TERM").equals("dumb");
    }

    /** A variable of the caller's environment, empty if it is not set. */
    public String variable(String name) {
        return environment().getOrDefault(name, "");
    }

    /** The caller's environment, byte for byte, in its order of first appearance where that matters to nobody. */
    public Map<String, String> environment() {
        Map<String, String> known = environment;
        if (known == null) {
            known = new HashMap<>();
            for (String variable : strings("/proc/" + (wrapper == 0 ? "self" : wrapper) + "/environ")) {
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    known.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
            environment = known;
        }
        return known;
    }

    /** Columns of the terminal, as the shell tells them, or 80. */
    public int columns() {
        String columns = variable("COLUMNS");
        try {
            return columns.isEmpty() ? 80 : Integer.parseInt(columns);
        } catch (NumberFormatException _) {
            return 80;
        }
    }

    /** True in the profile that has the optimising compiler and may use FFM. */
    public boolean isHeavy() {
        return System.getProperty("hull.profile", "heavy").equals("heavy");
    }

    /** argv of the hull command, for whoever calls it again. */
    public List<String> command() {
        return List.of(System.getProperty("hull.command", "hull"));
    }

    /** The engine on the caller's state directories, working for P. */
    public Hull hull() {
        List<String> variables = new ArrayList<>();
        environment().forEach((name, value) -> variables.add(name + "=" + value));
        return Hull.open(
                Directories.of(environment(), Directories.uid()),
                isHeavy() ? Profile.HEAVY : Profile.COLD,
                new Caller(
                        (int) owner(),
                        Path.of(System.getProperty("user.dir")),
                        command(),
                        variables,
                        Path.of(product("capsule"))));
    }

    /** A file of the built product. */
    public String product(String file) {
        String folder = System.getProperty("hull.product");
        if (folder == null) {
            throw new IllegalStateException("hull.product is not set: start Hull by the hull command");
        }
        return folder + "/" + file;
    }

    /** Leaves the rest to P: it becomes the capsule's client of this plan. */
    public int perform(String plan) {
        answer = "plan " + plan;
        return 0;
    }

    /** Asks P to run the same command in the heavy profile. */
    public int again() {
        answer = "again heavy";
        return 0;
    }

    /** Ends the call: what was printed is written, P gets its answer. Returns the exit status. */
    public int finish(int status) {
        boolean lost = out.checkError();
        if (lost) {
            err.println("hull: write to standard output: failed; the output is incomplete");
        }
        err.flush();
        int result = lost && status == 0 ? 125 : status;
        if (answer != null && result == 0) {
            if (wrapper == 0) {
                throw new IllegalStateException("no wrapper to tell: " + answer);
            }
            Path descriptor = Path.of("/proc/self/fd/3");
            try {
                // Without a wrapper descriptor 3 is whatever the JVM opened first: its own image of modules.
                if (!Files.readSymbolicLink(descriptor).toString().startsWith("pipe:")) {
                    throw new IllegalStateException("descriptor 3 is no pipe: start Hull by the hull command");
                }
                write(descriptor.toString(), answer);
            } catch (IOException e) {
                throw new IllegalStateException("tell the wrapper: " + e.getMessage(), e);
            }
        }
        return result;
    }

    private static void write(String pipe, String line) throws IOException {
        try (FileOutputStream out = new FileOutputStream(pipe)) {
            out.write(KernelText.encode(line + "\n"));
        }
    }
}
