package dev.hull.engine;

import dev.hull.launch.KeeperMessage;
import dev.hull.linux.Errno;
import dev.hull.linux.SocketConstants;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Memfd;
import dev.hull.linux.call.Pathname;
import dev.hull.linux.call.Pidfd;
import dev.hull.linux.call.Spawn;
import dev.hull.linux.call.UnixSocket;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A program whose keeper this process has spawned: the capsule as {@code capsule -}, with the table in a sealed memfd as
 * descriptor 3 and this end of a socket pair as descriptor 4.
 */
final class ResidentStart implements Running, KeeperWatch.Listener {
    private static final int TABLE = 3;
    private static final int SOCKET = 4;

    private final Hull hull;
    private final Container container;
    /** {@code ID}, or {@code ID/exec/EID}: what {@link Hull#why} takes. */
    private final String id;

    private final RunDirectory run;
    private final Pidfd keeper;
    private final CompletableFuture<Instant> started = new CompletableFuture<>();
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private final ResidentStreams streams;

    /** Whether the keeper has said how it ended: written and read by the watching thread, in order. */
    private volatile boolean told;

    private ResidentStart(
            Hull hull, Container container, String id, RunDirectory run, Pidfd keeper, ResidentStreams streams) {
        this.hull = hull;
        this.container = container;
        this.id = id;
        this.run = run;
        this.keeper = keeper;
        this.streams = streams;
    }

    /** Spawns the keeper of a prepared start. */
    static ResidentStart spawn(
            Hull hull, Container container, String id, RunDirectory run, byte[] table, ResidentStreams streams) {
        Pathname capsule = Pathname.of(hull.caller().capsule());
        try (var memory = Memfd.sealed("hull-plan", table);
                UnixSocket.Pair pair = UnixSocket.pair(SocketConstants.SOCK_STREAM)) {
            Pidfd keeper = new Spawn(capsule, List.of(capsule, Pathname.of("-")), List.of())
                    .descriptor(TABLE, memory)
                    .descriptor(SOCKET, pair.right().descriptor())
                    .newSession()
                    .start();
            ResidentStart start = new ResidentStart(hull, container, id, run, keeper, streams);
            UnixSocket own = UnixSocket.owning(pair.left().descriptor().duplicate(0));
            hull.watch().listen(own, start);
            return start;
        } catch (LinuxException e) {
            throw HullException.of("spawn the capsule", hull.caller().capsule().toString(), e);
        }
    }

    @Override
    public void heard(KeeperClient.Message message) {
        switch (message.kind()) {
            case KeeperMessage.STARTED -> started.complete(Control.instant(message.b()));
            case KeeperMessage.FAILED -> {
                told = true;
                tellFailure((int) message.a(), message.value());
            }
            case KeeperMessage.EXITED -> {
                told = true;
                Exit exit = new Exit(message.value(), Control.instant(message.a()), message.b() > 0);
                started.complete(exit.finishedAt());
                streams.ended();
                exited.completeAsync(() -> afterKeeper(exit));
            }
            default -> {}
        }
    }

    /** The end is told when nothing of the container is left. */
    private Exit afterKeeper(Exit exit) {
        reapKeeper();
        return exit;
    }

    /** Planning again and looking at the image takes its time: not on the watching thread. */
    private void tellFailure(int step, int errno) {
        Thread.ofVirtual().start(() -> {
            reapKeeper();
            HullException told;
            try {
                told = hull.why(id, step, errno);
            } catch (HullException e) {
                e.addSuppressed(new LinuxException(
                        "step", Integer.toString(step), Errno.of(errno).orElse(Errno.EIO)));
                told = e;
            }
            fail(told);
        });
    }

    private void fail(HullException told) {
        started.completeExceptionally(told);
        exited.completeExceptionally(told);
        streams.ended();
    }

    @Override
    public void gone() {
        Thread.ofVirtual().start(() -> {
            reapKeeper();
            if (!told) {
                lost();
            }
        });
    }

    /** It died without a last word. */
    private void lost() {
        streams.ended();
        hull.reap(container.id());
        started.completeExceptionally(new HullException.KeeperLost("start container", container.name()));
        exited.complete(new Exit(StatusFile.LOST, hull.clock().instant(), false));
    }

    /** Our child: whoever does not wait for it leaves a zombie. */
    private synchronized void reapKeeper() {
        try {
            if (keeper.descriptor().isOpen()) {
                keeper.waitFor();
                keeper.close();
            }
        } catch (LinuxException e) {
            throw HullException.of("wait for the keeper of", container.name(), e);
        }
    }

    @Override
    public Container container() {
        return container;
    }

    @Override
    public CompletableFuture<Instant> started() {
        return started;
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return exited;
    }

    @Override
    public OutputStream stdin() {
        return streams.stdin(run);
    }

    @Override
    public InputStream stdout() {
        return streams.stdout();
    }

    @Override
    public InputStream stderr() {
        return streams.stderr();
    }

    @Override
    public void close() {
        streams.close();
    }
}
