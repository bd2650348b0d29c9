package dev.hull.engine;

import dev.hull.launch.KeeperMessage;
import dev.hull.linux.PollEvents;
import dev.hull.linux.call.Epoll;
import dev.hull.linux.call.Eventfd;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.UnixSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Listens to the keepers that a resident engine has spawned: one platform thread and one epoll for all of them, because
 * a downcall that blocks would pin a virtual thread's carrier.
 */
final class KeeperWatch implements AutoCloseable {
    /** What becomes of a keeper's words. Called on the watching thread: must not wait. */
    interface Listener {
        void heard(KeeperClient.Message message);

        /** The keeper has closed the connection: it has ended. */
        void gone();
    }

    private record Connection(UnixSocket socket, Listener listener) {}

    /** The key of the wake-up call. */
    private static final long STOP = 0;

    private final Epoll epoll;
    private final Eventfd stop;
    private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong(STOP);
    private final Thread thread;

    KeeperWatch() throws LinuxException {
        epoll = Epoll.create();
        stop = Eventfd.create(0);
        epoll.add(stop.descriptor(), PollEvents.EPOLLIN, STOP);
        thread = Thread.ofPlatform().daemon().name("hull-keepers").start(this::watch);
    }

    /** Listens to a connection and closes it at its end. */
    void listen(UnixSocket socket, Listener listener) throws LinuxException {
        long key = keys.incrementAndGet();
        connections.put(key, new Connection(socket, listener));
        epoll.add(socket.descriptor(), PollEvents.EPOLLIN, key);
    }

    private void watch() {
        try {
            while (true) {
                for (Epoll.Event event : epoll.await(-1)) {
                    if (event.data() == STOP) {
                        return;
                    }
                    hear(event.data());
                }
            }
        } catch (LinuxException e) {
            throw HullException.of("wait for", "the keepers", e);
        }
    }

    private void hear(long key) throws LinuxException {
        Connection connection = connections.get(key);
        if (connection == null) {
            return;
        }
        byte[] bytes = new byte[KeeperMessage.SIZE];
        int length;
        try {
            length = connection.socket.receive(bytes, 0).length();
        } catch (LinuxException e) {
            // ECONNRESET: it died with words of ours unread.
            length = 0;
        }
        if (length < KeeperMessage.SIZE) {
            connections.remove(key);
            epoll.remove(connection.socket.descriptor());
            connection.socket.close();
            connection.listener.gone();
            return;
        }
        ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        connection.listener.heard(new KeeperClient.Message(
                message.getInt(), message.getInt(), message.getLong(), message.getLong(), message.getLong()));
    }

    /** Hangs up; the keepers go on. */
    @Override
    public void close() throws LinuxException {
        stop.add(1);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Connection connection : connections.values()) {
            connection.socket.close();
        }
        stop.close();
        epoll.close();
    }
}
