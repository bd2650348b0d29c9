package dev.hull.engine;

import dev.hull.launch.KeeperSettings.Flag;
import java.util.EnumSet;
import java.util.Set;

/** What a client and its keeper are told about streams. */
final class KeeperFlags {
    private KeeperFlags() {}

    /** Of {@code run}. */
    static Set<Flag> run(ContainerRecord record, boolean detach) {
        ContainerRecord.Streams streams = record.streams();
        return of(
                record,
                detach
                        ? AttachOptions.none()
                        : new AttachOptions(
                                streams.stdin(),
                                streams.stdout(),
                                streams.stderr(),
                                streams.signalProxy(),
                                new byte[0]));
    }

    /** Of {@code start}. */
    static Set<Flag> of(ContainerRecord record, AttachOptions client) {
        ContainerRecord.Streams streams = record.streams();
        Set<Flag> flags = client(streams.tty(), client);
        if (streams.interactive()) {
            flags.add(Flag.STDIN);
            if (streams.stdin()) {
                flags.add(Flag.STDIN_ONCE);
            }
        }
        return flags;
    }

    /** Of an exec. */
    static Set<Flag> of(ExecRequest request) {
        AttachOptions client = request.detach()
                ? AttachOptions.none()
                : new AttachOptions(request.interactive(), true, !request.tty(), true, request.detachKeys());
        Set<Flag> flags = client(request.tty(), client);
        if (request.interactive()) {
            flags.add(Flag.STDIN);
            flags.add(Flag.STDIN_ONCE);
        }
        return flags;
    }

    /** Of a client alone: without any stream it ends once the program runs. */
    static Set<Flag> client(boolean tty, AttachOptions client) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (tty) {
            flags.add(Flag.TTY);
        }
        if (client.stdin()) {
            flags.add(Flag.ATTACH_STDIN);
        }
        if (client.stdout()) {
            flags.add(Flag.ATTACH_STDOUT);
        }
        if (client.stderr()) {
            flags.add(Flag.ATTACH_STDERR);
        }
        if (!client.stdin() && !client.stdout() && !client.stderr()) {
            flags.add(Flag.DETACH);
        } else if (client.signalProxy()) {
            flags.add(Flag.SIG_PROXY);
        }
        return flags;
    }
}
