package dev.hull.cli;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Closest;
import dev.hull.cli.option.Help;
import dev.hull.cli.option.Parser;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.print.TemplateException;
import dev.hull.cli.verb.Verbs;
import dev.hull.engine.HullException;
import dev.hull.engine.NeedsHeavyProfile;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the verb that was called, runs it, and turns what goes wrong into one line and an exit code. */
final class Command {
    /** Hull failed, or was not understood: what chroot(1) and docker say by 125. */
    private static final int FAILED = 125;

    private Command() {}

    static int run(Invocation invocation) {
        try {
            return dispatch(invocation);
        } catch (UsageException e) {
            return fail(invocation, e.getMessage(), FAILED, e);
        } catch (TemplateException e) {
            return fail(invocation, "--format: " + e.getMessage(), FAILED, e);
        } catch (HullException e) {
            return fail(invocation, e.getMessage(), e.kind().exitCode(), e);
        } catch (NeedsHeavyProfile e) {
            if (!invocation.isHeavy()) {
                return invocation.again();
            }
            return fail(invocation, "internal error: asked twice for the heavy profile: " + e.getMessage(), FAILED, e);
        } catch (InterruptedException e) {
            return fail(invocation, "interrupted", FAILED, e);
        } catch (IOException e) {
            return fail(invocation, "standard streams: " + e.getMessage(), FAILED, e);
        } catch (RuntimeException | StackOverflowError e) {
            return fail(invocation, "internal error: " + e + "; HULL_DEBUG=1 shows where", FAILED, e);
        }
    }

    private static int dispatch(Invocation invocation) throws IOException, InterruptedException {
        List<String> words = invocation.words();
        if (words.isEmpty()) {
            return run(Verbs.find("help"), List.of(), invocation);
        }
        String first = words.getFirst();
        switch (first) {
            case "--help", "-h" -> {
                return run(Verbs.find("help"), words.subList(1, words.size()), invocation);
            }
            case "--version", "-v" -> {
                return run(Verbs.find("version"), words.subList(1, words.size()), invocation);
            }
            default -> {}
        }
        if (first.startsWith("-")) {
            throw new UsageException("unknown option " + first + " before the verb; hull help lists the verbs");
        }
        if (Verbs.isGroup(first)) {
            return group(first, words, invocation);
        }
        Verb verb = Verbs.find(first);
        if (verb == null) {
            throw new UsageException("unknown verb " + Closest.quote(first) + suggestion(first));
        }
        return run(verb, words.subList(1, words.size()), invocation);
    }

    /** {@code hull volume ls}, {@code hull container prune}. */
    private static int group(String group, List<String> words, Invocation invocation)
            throws IOException, InterruptedException {
        String second = words.size() > 1 ? words.get(1) : "";
        Verb verb = second.isEmpty() ? null : Verbs.find(Verbs.canonical(group, second));
        if (verb == null) {
            throw new UsageException("hull " + group + " needs one of: " + String.join(", ", Verbs.ofGroup(group))
                    + (second.isEmpty() ? "" : "; there is no " + Closest.quote(second)));
        }
        return run(verb, words.subList(2, words.size()), invocation);
    }

    private static int run(@Nullable Verb verb, List<String> words, Invocation invocation)
            throws IOException, InterruptedException {
        if (verb == null) {
            throw new IllegalStateException("no such verb");
        }
        Arguments arguments;
        try {
            arguments = Parser.parse(verb.options(), words);
        } catch (UsageException e) {
            throw new UsageException(verb.options().verb() + ": " + e.getMessage());
        }
        if (arguments.flag("help")) {
            invocation.out().print(Help.page(verb.options(), verb.manual(), invocation.columns()));
            return 0;
        }
        return verb.run(arguments, invocation);
    }

    private static String suggestion(String word) {
        String closest = Closest.to(word, Verbs.names());
        return closest == null ? "; hull help lists them" : "; did you mean " + closest + "?";
    }

    private static int fail(Invocation invocation, @Nullable String message, int status, Throwable cause) {
        invocation.out().flush();
        invocation.err().println("hull: " + message);
        if (!invocation.variable("HULL_DEBUG").isEmpty()) {
            cause.printStackTrace(invocation.err());
        }
        invocation.err().flush();
        return status;
    }
}
