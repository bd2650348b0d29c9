package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.nothing;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.container.ProcessSpec;
import dev.hull.launch.Argument;
import dev.hull.launch.Argument.Buffer;
import dev.hull.launch.Argument.BufferValue;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import dev.hull.linux.SocketConstants;
import dev.hull.linux.Syscall;
import dev.hull.linux.TerminalConstants;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program's standard streams: pipes to the keeper, or a terminal that init makes in the container's own devpts and
 * whose master it hands to the keeper.
 */
final class StreamSteps {
    private static final int READ_END = 0;
    private static final int WRITE_END = 4;

    /** CMSG_LEN(sizeof(int)): what a control message with one descriptor says of itself. */
    private static final int ONE_DESCRIPTOR = 20;

    /** CMSG_SPACE(sizeof(int)). */
    private static final int ONE_DESCRIPTOR_SPACE = 24;

    /** DEVPTS_SUPER_MAGIC, include/uapi/linux/magic.h. */
    private static final long DEVPTS_MAGIC = 0x1cd1;

    private final StepList steps;
    private final boolean terminal;
    private final boolean stdin;

    /** socketpair(2)'s array {keeper's, init's}. */
    private final Buffer messenger = new Buffer(8);

    StreamSteps(StepList steps, boolean terminal, boolean stdin) {
        this.steps = steps;
        this.terminal = terminal;
        this.stdin = stdin;
    }

    /** In the keeper, before the clone. The report pipe first: whatever fails later is told through it. */
    void make() {
        pipe(steps.known.reportPipe, "make the pipe through which init tells how far it came");
        if (terminal) {
            steps.call(
                    Stage.START,
                    "make the socket through which init hands over the terminal",
                    Syscall.SOCKETPAIR,
                    value(SocketConstants.AF_UNIX, "AF_UNIX"),
                    value(SocketConstants.SOCK_SEQPACKET | SocketConstants.SOCK_CLOEXEC, "SOCK_SEQPACKET|SOCK_CLOEXEC"),
                    value(0),
                    messenger);
            return;
        }
        if (stdin) {
            pipe(steps.known.stdinPipe, "make the pipe for stdin");
        }
        pipe(steps.known.stdoutPipe, "make the pipe for stdout");
        pipe(steps.known.stderrPipe, "make the pipe for stderr");
    }

    private void pipe(Buffer pipe, String why) {
        steps.call(Stage.START, why, Syscall.PIPE2, pipe, value(OpenFlags.O_CLOEXEC, "O_CLOEXEC"));
    }

    /** In the keeper, after the clone: what is init's is closed, and the terminal is received. */
    void settle() {
        if (terminal) {
            close(Stage.START, messenger, WRITE_END);
            receiveMaster();
            return;
        }
        if (stdin) {
            close(Stage.START, steps.known.stdinPipe, READ_END);
        }
        close(Stage.START, steps.known.stdoutPipe, WRITE_END);
        close(Stage.START, steps.known.stderrPipe, WRITE_END);
    }

    private void close(Stage stage, Buffer pair, int end) {
        steps.call(stage, "close the other side's end", Syscall.CLOSE, new BufferValue(pair, end, 4));
    }

    /** An init that ends before it sends has reported why: then there is no terminal, and that is no error here. */
    private void receiveMaster() {
        Buffer control = new Buffer(ONE_DESCRIPTOR_SPACE);
        steps.call(
                Stage.START,
                "receive the terminal",
                Syscall.RECVMSG,
                new BufferValue(messenger, READ_END, 4),
                message(new Buffer(8), 1, control),
                value(SocketConstants.MSG_CMSG_CLOEXEC, "MSG_CMSG_CLOEXEC"));
        byte[] header = oneDescriptor();
        steps.add(Step.of(
                        Stage.START,
                        Step.Operation.COMPARE,
                        "look whether a descriptor came",
                        Syscall.READ,
                        control,
                        new Argument.Bytes(header),
                        value(header.length),
                        value(Errno.EPIPE.number(), "EPIPE"))
                .tolerating(Errno.EPIPE)
                .skippingAfterTolerated(2));
        BufferValue received = new BufferValue(control, 16, 4);
        steps.add(Step.call(
                        Stage.START,
                        "keep the terminal's master",
                        Syscall.FCNTL,
                        received,
                        value(FcntlConstants.F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC"),
                        value(3))
                .into(steps.known.ptyMaster));
        steps.call(Stage.START, "close its other number", Syscall.CLOSE, received);
        close(Stage.START, messenger, READ_END);
    }

    /** struct msghdr with data and a control message that holds one descriptor. */
    static Argument.Struct message(Argument data, int length, Argument control) {
        Argument.Struct vector = new Argument.Struct(List.of(data, value(length)));
        return new Argument.Struct(List.of(
                nothing(), Constants.NONE, vector, value(1), control, value(ONE_DESCRIPTOR_SPACE), Constants.NONE));
    }

    /** struct cmsghdr of a message with one descriptor. */
    static byte[] oneDescriptor() {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ONE_DESCRIPTOR)
                .putInt(SocketConstants.SOL_SOCKET)
                .putInt(SocketConstants.SCM_RIGHTS)
                .array();
    }

    /**
     * In init: stdin, stdout and stderr from the keeper's pipes.
     *
     * @param dev the container's /dev, whose null is stdin where there is no pipe; null: the keeper's stays
     */
    void connect(@Nullable Slot dev) {
        if (stdin) {
            duplicate(new BufferValue(steps.known.stdinPipe, READ_END, 4), 0);
        } else if (dev != null) {
            // the keeper's /dev/null is the host's, and a program may change the mode of its own stdin
            Slot own = steps.call(
                    Stage.INIT,
                    new Slot("the container's /dev/null"),
                    "open the container's own /dev/null",
                    Syscall.OPENAT,
                    slot(dev),
                    text("null"),
                    Constants.open(OpenFlags.O_RDWR, "O_RDWR"));
            duplicate(slot(own), 0);
        }
        duplicate(new BufferValue(steps.known.stdoutPipe, WRITE_END, 4), 1);
        duplicate(new BufferValue(steps.known.stderrPipe, WRITE_END, 4), 2);
    }

    private void duplicate(Argument descriptor, int number) {
        steps.call(Stage.INIT, "make it descriptor " + number, Syscall.DUP3, descriptor, value(number), value(0));
    }

    boolean hasTerminal() {
        return terminal;
    }

    /**
     * In init: makes a terminal in a devpts, hands the master over, and makes the slave its controlling terminal and
     * its streams.
     *
     * @param devpts where it is made, or null: the one mounted on /dev/pts
     */
    Slot openTerminal(@Nullable Slot devpts, ProcessSpec process) {
        Slot master = openMaster(devpts);
        if (devpts == null) {
            checkDevpts(master);
        }
        steps.call(
                Stage.INIT,
                "unlock the terminal",
                Syscall.IOCTL,
                slot(master),
                value(TerminalConstants.TIOCSPTLCK, "TIOCSPTLCK"),
                new Buffer(8));
        Slot slave = steps.call(
                Stage.INIT,
                new Slot("the terminal"),
                "open the terminal's other side by the descriptor of its master",
                Syscall.IOCTL,
                slot(master),
                value(TerminalConstants.TIOCGPTPEER, "TIOCGPTPEER"),
                Constants.open(OpenFlags.O_RDWR | OpenFlags.O_NOCTTY, "O_RDWR|O_NOCTTY"));
        steps.call(
                Stage.INIT,
                "give the terminal its size",
                Syscall.IOCTL,
                slot(slave),
                value(TerminalConstants.TIOCSWINSZ, "TIOCSWINSZ"),
                steps.known.windowSize);
        long uid = process.user().uid();
        if (uid != 0) {
            steps.call(Stage.INIT, "give the terminal to its user", Syscall.FCHOWN, slot(slave), value(uid), value(-1));
        }
        sendMaster(master);
        for (int number = 0; number < 3; number++) {
            duplicate(slot(slave), number);
        }
        steps.call(
                Stage.INIT,
                "make it the controlling terminal",
                Syscall.IOCTL,
                slot(slave),
                value(TerminalConstants.TIOCSCTTY, "TIOCSCTTY"),
                value(0));
        return slave;
    }

    private Slot openMaster(@Nullable Slot devpts) {
        Slot master = new Slot("the terminal's master");
        String why = "make a terminal in the container's devpts";
        if (devpts != null) {
            return steps.call(
                    Stage.INIT,
                    master,
                    why,
                    Syscall.OPENAT,
                    slot(devpts),
                    text("ptmx"),
                    Constants.open(OpenFlags.O_RDWR | OpenFlags.O_NOCTTY, "O_RDWR|O_NOCTTY"));
        }
        return steps.call(
                Stage.INIT,
                master,
                why,
                Syscall.OPENAT2,
                Constants.CWD,
                text("/dev/pts/ptmx"),
                Constants.how(
                        OpenFlags.O_RDWR | OpenFlags.O_NOCTTY,
                        "O_RDWR|O_NOCTTY",
                        ResolveFlags.RESOLVE_NO_SYMLINKS,
                        "RESOLVE_NO_SYMLINKS"),
                Constants.OPEN_HOW_SIZE);
    }

    /** A program of the container may have mounted something else there. */
    private void checkDevpts(Slot master) {
        Buffer status = new Buffer(120);
        steps.call(Stage.INIT, "look what file system that is", Syscall.FSTATFS, slot(master), status);
        byte[] magic = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(DEVPTS_MAGIC)
                .array();
        steps.compare(Stage.INIT, status, magic, Errno.EXDEV, "check that it is devpts");
    }

    /** The slot of the message holds a copy: a slot that lies in a structure lies nowhere else. */
    private void sendMaster(Slot master) {
        Slot copy = new Slot("the terminal's master to send");
        Argument.Struct control = new Argument.Struct(List.of(
                value(ONE_DESCRIPTOR),
                value(SocketConstants.SOL_SOCKET | ((long) SocketConstants.SCM_RIGHTS << 32), "SOL_SOCKET, SCM_RIGHTS"),
                slot(copy)));
        steps.call(
                Stage.INIT,
                copy,
                "put the master into a message",
                Syscall.FCNTL,
                slot(master),
                value(FcntlConstants.F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC"),
                value(3));
        steps.call(
                Stage.INIT,
                "hand the terminal over to the keeper",
                Syscall.SENDMSG,
                new BufferValue(messenger, WRITE_END, 4),
                message(new Buffer(8), 1, control),
                value(SocketConstants.MSG_NOSIGNAL, "MSG_NOSIGNAL"));
    }

    /** Binds the terminal to /dev/console, by its descriptor (CVE-2025-52565). */
    void bindConsole(Slot slave, Slot dev, Trees trees, Targets targets) {
        steps.call(
                Stage.INIT,
                "make the place for /dev/console",
                Syscall.MKNODAT,
                slot(dev),
                text("console"),
                value(OpenFlags.S_IFREG | 0600, "S_IFREG|0600"),
                value(0));
        Slot tree = trees.clone(slave, false, "take the terminal to bind it");
        trees.attach(tree, targets.existing("/dev/console", 1), "/dev/console");
    }
}
