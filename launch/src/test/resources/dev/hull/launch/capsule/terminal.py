# A terminal with somebody who types: the stage of TerminalTest. The command to run is in `command`.
import fcntl, os, pty, select, signal, struct, sys, termios, time

command = sys.argv[1:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
seen = b""
child = 0
PATIENCE = 60


def spawn(argv):
    """Runs the command as the foreground job of a session on the terminal."""
    global child, seen
    seen = b""
    leader = os.fork()
    if leader == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 1)
        for fd in 0, 1, 2:
            os.dup2(slave, fd)
        os.closerange(3, 256)
        os.execv(argv[0], argv)
    child = leader


def look(seconds):
    global seen
    ready, _, _ = select.select([master], [], [], seconds)
    if ready:
        seen += os.read(master, 65536)


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, seen
        look(0.01)


def expect(text):
    global seen
    until(lambda: text.encode() in seen)
    seen = seen[seen.index(text.encode()) + len(text):]


def type(text):
    os.write(master, text.encode())


def modes():
    return termios.tcgetattr(slave)


def raw():
    return not modes()[3] & (termios.ICANON | termios.ECHO | termios.ISIG)


def resize(rows, columns):
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def kill(number):
    os.kill(child, number)


def insist(text, answer):
    """Types it until the answer comes: what is typed before somebody listens is lost."""
    global seen
    end = time.monotonic() + PATIENCE
    while answer.encode() not in seen:
        assert time.monotonic() < end, seen
        type(text)
        look(0.2)
    seen = seen[seen.index(answer.encode()) + len(answer):]


def finish():
    """The exit status, negative for a signal; what was shown last is in seen."""
    status = []

    def ended():
        pid, code = os.waitpid(child, os.WNOHANG)
        if pid:
            status.append(os.waitstatus_to_exitcode(code))
        return pid

    until(ended)
    while select.select([master], [], [], 0)[0]:
        look(0)
    return status[0]


def hangUp():
    global master
    os.close(slave)
    os.close(master)


