"""Makes one system call after another, each in a process of its own, and prints what the kernel answered.

Usage: probe.py CALLS [FILTER]
CALLS holds a call a line: table (64, 32), number, arguments. FILTER is struct sock_filter[], loaded first.
"""
import ctypes, mmap, os, select, signal, sys

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def load(path):
    class Program(ctypes.Structure):
        _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    code = open(path, "rb").read()
    text = ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.cast(text, ctypes.c_void_p))
    if libc.syscall(317, 1, 0, ctypes.byref(program)) != 0:
        sys.exit("seccomp: " + os.strerror(ctypes.get_errno()))


def interrupt():
    """int 0x80 with the arguments of a C call: number, then ebx, ecx, edx, esi, edi."""
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(bytes.fromhex(
        "53"        # push rbx
        "89f8"      # mov eax, edi
        "89f3"      # mov ebx, esi
        "4489c6"    # mov esi, r8d
        "4489cf"    # mov edi, r9d
        "87ca"      # xchg edx, ecx
        "cd80"      # int 0x80
        "5b"        # pop rbx
        "c3"))      # ret
    code = ctypes.c_char.from_buffer(page)
    call = ctypes.CFUNCTYPE(ctypes.c_int, *[ctypes.c_uint] * 6)(ctypes.addressof(code))
    call.page = code
    return call


def child(out, by32, table, number, arguments):
    me = os.getpid()
    if table == "64":
        result = libc.syscall(ctypes.c_long(number), *[ctypes.c_ulong(a) for a in arguments])
        answer = ctypes.get_errno() if result == -1 else 0
    else:
        result = by32(number, *[a & 0xFFFFFFFF for a in arguments[:5]])
        answer = -result if -4096 < result < 0 else 0
    if os.getpid() == me:
        os.write(out, str(answer).encode())
    os._exit(0)


def main():
    by32 = interrupt()
    if len(sys.argv) > 2:
        load(sys.argv[2])
    for line in open(sys.argv[1]):
        table, *words = line.split()
        number, *arguments = [int(word, 0) for word in words]
        arguments += [0xFFFFFFFFFFFFFFFF] * (6 - len(arguments))
        receive, send = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(receive)
            child(send, by32, table, number, arguments)
        os.close(send)
        # a call that waits for something, perhaps with every signal blocked
        if not select.select([receive], [], [], 1)[0]:
            os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
        answer = os.read(receive, 64).decode() or "none"
        os.close(receive)
        print(line.strip(), answer, "signal %d" % (status & 127) if status & 127 else "", flush=True)


main()
