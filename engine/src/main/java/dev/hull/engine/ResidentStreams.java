package dev.hull.engine;

import dev.hull.launch.KeeperMessage;
import dev.hull.linux.Errno;
import dev.hull.linux.SocketConstants;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Pathname;
import dev.hull.linux.call.UnixSocket;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A resident program's streams: its output as the log has it, its stdin from the keeper. */
final class ResidentStreams implements AutoCloseable {
    private static final int STDIN = 1;

    private final Path log;
    private final boolean hasStdin;
    private final String name;
    private final List<LogStream> readers = new ArrayList<>();
    private volatile boolean ended;

    ResidentStreams(Path log, boolean hasStdin, String name) {
        this.log = log;
        this.hasStdin = hasStdin;
        this.name = name;
    }

    /** The program writes no more. */
    void ended() {
        ended = true;
    }

    InputStream stdout() {
        return read(new LogQuery(null, null, -1, true, true, false));
    }

    InputStream stderr() {
        return read(new LogQuery(null, null, -1, true, false, true));
    }

    private synchronized InputStream read(LogQuery query) {
        LogStream stream = new LogStream(new LogFollower(new LogSegments(log), query, () -> !ended, Clock.systemUTC()));
        readers.add(stream);
        return stream;
    }

    /** The write end of the program's stdin: the keeper hands the descriptor out. */
    OutputStream stdin(RunDirectory run) {
        if (!hasStdin) {
            throw new HullException.Conflict(
                    "write to the stdin of", name, "it has none", "make the container interactive");
        }
        try (ShortPath path = ShortPath.of(run.control());
                UnixSocket keeper = UnixSocket.connect(SocketConstants.SOCK_STREAM, Pathname.of(path.path()))) {
            ByteBuffer ask = ByteBuffer.allocate(KeeperMessage.SIZE).order(ByteOrder.LITTLE_ENDIAN);
            ask.putInt(KeeperMessage.ATTACH).putInt(STDIN);
            keeper.send(ask.array());
            ByteBuffer reply = ByteBuffer.allocate(KeeperMessage.SIZE).order(ByteOrder.LITTLE_ENDIAN);
            UnixSocket.Message message = keeper.receive(reply.array(), 3);
            if (message.descriptors().isEmpty()) {
                Errno errno = Errno.of(-reply.getInt(Integer.BYTES)).orElse(Errno.EPIPE);
                throw new HullException.Failed("write to the stdin of", name, errno, "");
            }
            try (FileDescriptor pipe = message.descriptors().getFirst()) {
                return new FileOutputStream(pipe.procPath().toString());
            }
        } catch (LinuxException e) {
            throw HullException.of("write to the stdin of", name, e);
        } catch (IOException e) {
            throw HullException.of("write to the stdin of", name, e);
        }
    }

    @Override
    public synchronized void close() {
        readers.forEach(LogStream::close);
        readers.clear();
    }
}
