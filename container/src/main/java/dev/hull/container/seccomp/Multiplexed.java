package dev.hull.container.seccomp;

import dev.hull.linux.Syscall;
import org.jspecify.annotations.Nullable;

/**
 * i386's calls that programs also make through socketcall(2) and ipc(2): a rule without conditions for the call holds
 * for the detour too. One with conditions cannot: the arguments lie in memory there.
 *
 * <p>Source: {@code include/uapi/linux/net.h} (SYS_*) and {@code ipc.h}.
 *
 * @param through socketcall or ipc
 * @param selector the first argument that means the call
 */
record Multiplexed(Syscall through, SeccompArgument selector) {
    static @Nullable Multiplexed named(String name) {
        int socket = switch (name) {
            case "socket" -> 1;
            case "bind" -> 2;
            case "connect" -> 3;
            case "listen" -> 4;
            case "accept" -> 5;
            case "getsockname" -> 6;
            case "getpeername" -> 7;
            case "socketpair" -> 8;
            case "send" -> 9;
            case "recv" -> 10;
            case "sendto" -> 11;
            case "recvfrom" -> 12;
            case "shutdown" -> 13;
            case "setsockopt" -> 14;
            case "getsockopt" -> 15;
            case "sendmsg" -> 16;
            case "recvmsg" -> 17;
            case "accept4" -> 18;
            case "recvmmsg" -> 19;
            case "sendmmsg" -> 20;
            default -> 0;
        };
        if (socket != 0) {
            return new Multiplexed(Syscall.SOCKETCALL, new SeccompArgument(0, socket, 0, SeccompOperator.EQ));
        }
        int ipc = switch (name) {
            case "semop" -> 1;
            case "semget" -> 2;
            case "semctl" -> 3;
            case "semtimedop" -> 4;
            case "msgsnd" -> 11;
            case "msgrcv" -> 12;
            case "msgget" -> 13;
            case "msgctl" -> 14;
            case "shmat" -> 21;
            case "shmdt" -> 22;
            case "shmget" -> 23;
            case "shmctl" -> 24;
            default -> 0;
        };
        // the upper half of ipc's first argument is a version that some of its calls look at
        return ipc == 0
                ? null
                : new Multiplexed(Syscall.IPC, new SeccompArgument(0, 0xffff, ipc, SeccompOperator.MASKED_EQ));
    }
}
