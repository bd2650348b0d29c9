package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.run.RequestReader;
import dev.hull.cli.run.RunOptions;
import dev.hull.container.RunRequest;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull run}: makes a container and leaves its start to the wrapper, which becomes its client. */
public final class RunVerb implements Verb {
    static final List<String> EXITS = List.of(
            "125", "Hull itself failed; the line on stderr says why.",
            "126", "The command was found but cannot be executed.",
            "127", "The command was not found.",
            "128+N", "The program was ended by signal N.",
            "255", "The program's keeper was lost.",
            "any other", "The program's own.");

    @Override
    public OptionTable options() {
        return new OptionTable(
                "run",
                "IMAGE [COMMAND [ARG...]]",
                "run a program isolated",
                1,
                OptionTable.MANY,
                OptionTable.Order.BEFORE_OPERANDS,
                Completes.IMAGE,
                RunOptions.run());
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Makes a container of the image and runs the command in it, or the image's own command if there is none. \
                The caller sees the program's output, its signals go to the program, and hull ends with the program's \
                exit status.

                IMAGE is host (this machine's files, written to an overlay that is thrown away), scratch (nothing), a \
                directory, a tar archive or an OCI layout. A path begins with /, ./ or ../. One -- right after the \
                image is dropped.

                The container outlives this command: if the caller is killed, the program goes on, and hull attach, \
                logs and stop find it.\
                """,
                List.of(
                        "hull run host -- id",
                        "Run id on this machine's files, in a container of its own.",
                        "hull run -it --rm ./rootfs sh",
                        "A shell on a terminal in a directory's files; the container goes when it ends.",
                        "hull run -d --name web -m 256m --cpus 0.5 ./image.tar",
                        "An image's own command in the background, with limits.",
                        "hull run --in chroot --userspec nobody / ls",
                        "Only another root directory and user, as chroot(8).",
                        "hull run --in namespaces --unshare net host ip addr",
                        "A network namespace of its own and nothing else."),
                EXITS);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        RunRequest request = RequestReader.read(arguments, invocation);
        checkTerminal(
                request.streams().tty()
                        && request.streams().interactive()
                        && !request.streams().detach(),
                invocation);
        try (Hull hull = invocation.hull()) {
            return invocation.perform(hull.prepareRun(request).plan().toString());
        }
    }

    /** A client with a terminal puts its own into raw mode: it must have one. */
    static void checkTerminal(boolean needed, Invocation invocation) {
        if (needed && !invocation.isTerminal(0)) {
            throw new UsageException("--tty with --interactive: stdin is no terminal; leave out -t");
        }
    }
}
