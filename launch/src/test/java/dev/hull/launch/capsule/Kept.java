package dev.hull.launch.capsule;

import dev.hull.launch.AttachPlan;
import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.LogRecord;
import dev.hull.launch.PlanTable;
import dev.hull.launch.StatusRecord;
import dev.hull.linux.Architecture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A program under a real keeper, started by a real client, in a directory of its own. */
final class Kept implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    /** A finished client. */
    record Outcome(int status, byte[] output, byte[] errors) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        String errorText() {
            return new String(errors, StandardCharsets.UTF_8);
        }
    }

    /** One record of the log. */
    record Logged(String segment, int stream, long time, long sequence, byte[] data) {}

    final Path directory;
    final Path run;
    final Path log;
    final Path capsule;
    private final List<Process> clients = new ArrayList<>();

    Kept(Path directory) throws IOException {
        this.directory = directory;
        run = Files.createDirectories(directory.resolve("run"));
        log = directory.resolve("log");
        capsule = directory.resolve("capsule");
        Files.write(capsule, Capsule.file(Architecture.X86_64));
        if (!capsule.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + capsule + " executable");
        }
    }

    HostPlan plan(String... program) {
        return new HostPlan(run, program);
    }

    HostPlan shell(String script) {
        return plan("/bin/busybox", "sh", "-c", script);
    }

    /** What starts the plan: for a test that wraps it. */
    List<String> command(HostPlan plan) throws IOException {
        Files.write(run.resolve("plan"), plan.table());
        return List.of(capsule.toString(), run.resolve("plan").toString());
    }

    /** What attaches to it. */
    List<String> attachCommand(Flag... flags) throws IOException {
        EnumSet<Flag> set = EnumSet.noneOf(Flag.class);
        set.addAll(List.of(flags));
        Path file = Files.createTempFile(directory, "attach", "");
        AttachPlan plan = new AttachPlan(HostPlan.ID, set, run.toString(), new byte[] {16, 17});
        Files.write(file, PlanTable.write(plan, Architecture.X86_64));
        return List.of(capsule.toString(), file.toString());
    }

    Process start(HostPlan plan) throws IOException {
        return start(command(plan));
    }

    Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        clients.add(process);
        return process;
    }

    Outcome run(HostPlan plan) throws Exception {
        Process process = start(plan);
        process.getOutputStream().close();
        return outcome(process);
    }

    Outcome outcome(Process process) throws Exception {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                process.getErrorStream().transferTo(errors);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        byte[] output = process.getInputStream().readAllBytes();
        reader.join();
        if (!process.waitFor(PATIENCE, TimeUnit.NANOSECONDS)) {
            throw new IOException("the client runs forever");
        }
        return new Outcome(process.exitValue(), output, errors.toByteArray());
    }

    StatusRecord status() throws IOException {
        return StatusRecord.read(run.resolve("status")).orElseThrow(() -> new IOException("no status yet"));
    }

    boolean isKeeperAlive() {
        try {
            return ProcessHandle.of(status().started().keeperPid())
                    .filter(Kept::isNoZombie)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isNoZombie(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    void awaitState(StatusRecord.State state) throws InterruptedException {
        await("state " + state, () -> {
            try {
                return status().started().state() == state;
            } catch (IOException e) {
                return false;
            }
        });
    }

    void awaitEnd() throws InterruptedException {
        await("the keeper's end", () -> !isKeeperAlive());
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE) {
                throw new AssertionError("waited too long for " + what);
            }
            Thread.sleep(5);
        }
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("ctl")));
    }

    /** A request on a connection of its own; its answer. */
    ByteBuffer ask(int kind, int value, long a) throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel, kind, value, a);
            return receive(channel);
        }
    }

    static void send(SocketChannel channel, int kind, int value, long a) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(KeeperMessage.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(kind).putInt(value).putLong(a).clear();
        channel.write(message);
    }

    /** The next message; one of kind 0 at the connection's end. */
    static ByteBuffer receive(SocketChannel channel) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(KeeperMessage.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        while (message.hasRemaining() && channel.read(message) >= 0) {
            // until it is complete
        }
        return message.clear();
    }

    static int kind(ByteBuffer message) {
        return message.getInt(0);
    }

    static int value(ByteBuffer message) {
        return message.getInt(4);
    }

    List<Logged> logged() throws IOException {
        List<Logged> records = new ArrayList<>();
        try (Stream<Path> segments = Files.list(log)) {
            for (Path segment : segments.sorted().toList()) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
                while (bytes.remaining() >= LogRecord.HEADER_SIZE) {
                    int at = bytes.position();
                    int length = bytes.getInt(at + LogRecord.LENGTH);
                    if (bytes.remaining() - LogRecord.HEADER_SIZE < length) {
                        break; // a torn tail
                    }
                    byte[] data = new byte[length];
                    bytes.position(at + LogRecord.HEADER_SIZE).get(data);
                    records.add(new Logged(
                            segment.getFileName().toString(),
                            bytes.get(at + LogRecord.STREAM),
                            bytes.getLong(at + LogRecord.TIME),
                            bytes.getLong(at + LogRecord.SEQUENCE),
                            data));
                }
            }
        }
        return records;
    }

    /** Everything that the log has of a stream. */
    byte[] loggedOutput(int stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Logged record : logged()) {
            if (record.stream() == stream) {
                all.write(record.data());
            }
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        clients.forEach(Process::destroyForcibly);
        if (isKeeperAlive()) {
            // init dies with its keeper
            ProcessHandle.of(status().started().keeperPid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
