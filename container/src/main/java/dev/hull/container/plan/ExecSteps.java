package dev.hull.container.plan;

import static dev.hull.launch.Argument.nothing;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.container.ProcessSpec;
import dev.hull.launch.Argument;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.Syscall;
import java.util.ArrayList;
import java.util.List;

/** The last of init: working directory, descriptors, and the execve of the program. */
final class ExecSteps {
    private static final int UMASK = 022;

    private final StepList steps;
    private final ProcessSpec process;

    ExecSteps(StepList steps, ProcessSpec process) {
        this.steps = steps;
        this.process = process;
    }

    /** In a root that others may write to, a path may lead anywhere: what counts is where one has arrived. */
    void changeDirectory(boolean create) {
        String path = process.cwd();
        Argument name = text(path);
        Step change = Step.call(Stage.INIT, "go to " + path, Syscall.CHDIR, name);
        if (create && !path.equals("/")) {
            List<Step> making = makeDirectories(path);
            steps.add(change.tolerating(Errno.ENOENT).skippingAfterSuccess(making.size() + 1));
            steps.addAll(making);
        }
        steps.add(change);
        Argument.Buffer arrived = new Argument.Buffer(4096);
        steps.call(Stage.INIT, "look where that is", Syscall.GETCWD, arrived, value(arrived.size()));
        // outside the root the kernel says "(unreachable)/..." (CVE-2024-21626)
        steps.compare(Stage.INIT, arrived, new byte[] {'/'}, Errno.EXDEV, "check that it is inside the root");
    }

    /** docker makes a missing working directory. */
    private static List<Step> makeDirectories(String path) {
        List<Step> making = new ArrayList<>();
        for (int slash = path.indexOf('/', 1); ; slash = path.indexOf('/', slash + 1)) {
            String directory = slash < 0 ? path : path.substring(0, slash);
            making.add(Step.call(
                            Stage.INIT,
                            "make the working directory " + directory,
                            Syscall.MKDIR,
                            text(directory),
                            value(0755, "0755"))
                    .tolerating(Errno.EEXIST, Errno.EROFS, Errno.EACCES));
            if (slash < 0) {
                return making;
            }
        }
    }

    /** Nothing was allowed to be made with fewer bits so far. */
    void umask() {
        Integer mask = process.user().umask();
        int bits = mask == null ? UMASK : mask;
        steps.call(Stage.INIT, "set the umask", Syscall.UMASK, value(bits, "0" + Integer.toOctalString(bits)));
    }

    /** Every descriptor of a plan is close-on-exec; so is, whatever a caller may have left behind. */
    void closeDescriptors() {
        steps.call(
                Stage.INIT,
                "close every other descriptor at the execve",
                Syscall.CLOSE_RANGE,
                value(3),
                value(0xFFFF_FFFFL, "~0U"),
                value(FcntlConstants.CLOSE_RANGE_CLOEXEC, "CLOSE_RANGE_CLOEXEC"));
    }

    /** One step for each place where the program may be, as execvp(3) looks for it. */
    void execute() {
        String program = process.args().getFirst();
        Argument arguments = vector(process.args());
        Argument environment = vector(process.env());
        for (String candidate : candidates(program)) {
            steps.add(Step.of(
                    Stage.INIT,
                    Step.Operation.EXEC,
                    "execute " + candidate,
                    Syscall.EXECVE,
                    text(candidate),
                    arguments,
                    environment));
        }
    }

    private List<String> candidates(String program) {
        if (program.contains("/")) {
            return List.of(program);
        }
        List<String> candidates = new ArrayList<>();
        for (String directory : path().split(":", -1)) {
            // an empty element is the working directory
            candidates.add(directory.isEmpty() ? "./" + program : directory + "/" + program);
        }
        return candidates;
    }

    private String path() {
        for (String variable : process.env()) {
            if (variable.startsWith("PATH=")) {
                return variable.substring(5);
            }
        }
        // what execvp(3) has without PATH
        return "/bin:/usr/bin";
    }

    private static Argument vector(List<String> texts) {
        List<Argument> words = new ArrayList<>(texts.size() + 1);
        for (String text : texts) {
            words.add(text(text));
        }
        words.add(nothing());
        return new Argument.Struct(words);
    }
}
