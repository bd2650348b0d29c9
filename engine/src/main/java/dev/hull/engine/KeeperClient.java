package dev.hull.engine;

import dev.hull.launch.KeeperMessage;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection to a keeper's control socket: {@link KeeperMessage}s, one request after the other. */
final class KeeperClient implements AutoCloseable {
    /** A word of the keeper. */
    record Message(int kind, int value, long a, long b, long c) {}

    private final SocketChannel socket;

    private KeeperClient(SocketChannel socket) {
        this.socket = socket;
    }

    /** A connection, or null if no keeper listens there. */
    static @Nullable KeeperClient connect(RunDirectory run) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (ShortPath path = ShortPath.of(run.control())) {
            socket.connect(UnixDomainSocketAddress.of(path.path()));
            return new KeeperClient(socket);
        } catch (SocketException e) {
            // ENOENT, ECONNREFUSED: it has gone, or is not there yet.
            socket.close();
            return null;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void send(int kind, int value, long a) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(KeeperMessage.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(kind).putInt(value).putLong(a).rewind().limit(KeeperMessage.SIZE);
        while (message.hasRemaining()) {
            socket.write(message);
        }
    }

    /** The next message, or null if the keeper closed the connection. */
    @Nullable
    Message receive() throws IOException {
        ByteBuffer message = ByteBuffer.allocate(KeeperMessage.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        while (message.hasRemaining()) {
            if (socket.read(message) < 0) {
                return null;
            }
        }
        message.flip();
        return new Message(message.getInt(), message.getInt(), message.getLong(), message.getLong(), message.getLong());
    }

    /** Whether a message, or the connection's end, arrives within that time. */
    boolean awaits(Duration time) throws IOException {
        try (Selector selector = Selector.open()) {
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ);
            return selector.select(Math.max(1, time.toMillis())) > 0;
        } finally {
            socket.configureBlocking(true);
        }
    }

    /** One request and its reply; null if the keeper went away before it answered. */
    @Nullable
    Message ask(int kind, int value, long a) throws IOException {
        send(kind, value, a);
        while (true) {
            Message message = receive();
            if (message == null || message.kind() == (kind | KeeperMessage.REPLY)) {
                return message;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
