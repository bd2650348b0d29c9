package dev.hull.container.seccomp;

import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;

/**
 * x32's call numbers: x86-64's with a bit set, but for the calls whose structures hold pointers or longs, which have
 * numbers from 512, and those that x32 does not have.
 *
 * <p>Source: {@code arch/x86/entry/syscalls/syscall_64.tbl}, the lines marked {@code 64} and {@code x32}.
 */
final class X32Table {
    private X32Table() {}

    static int number(Syscall syscall) {
        int number = own(syscall);
        return number < 0 ? -1 : number | Architecture.X32_BIT;
    }

    private static int own(Syscall syscall) {
        return switch (syscall) {
            case RT_SIGACTION -> 512;
            case RT_SIGRETURN -> 513;
            case IOCTL -> 514;
            case READV -> 515;
            case WRITEV -> 516;
            case RECVFROM -> 517;
            case SENDMSG -> 518;
            case RECVMSG -> 519;
            case EXECVE -> 520;
            case PTRACE -> 521;
            case RT_SIGPENDING -> 522;
            case RT_SIGTIMEDWAIT -> 523;
            case RT_SIGQUEUEINFO -> 524;
            case SIGALTSTACK -> 525;
            case TIMER_CREATE -> 526;
            case MQ_NOTIFY -> 527;
            case KEXEC_LOAD -> 528;
            case WAITID -> 529;
            case SET_ROBUST_LIST -> 530;
            case GET_ROBUST_LIST -> 531;
            case VMSPLICE -> 532;
            case MOVE_PAGES -> 533;
            case PREADV -> 534;
            case PWRITEV -> 535;
            case RT_TGSIGQUEUEINFO -> 536;
            case RECVMMSG -> 537;
            case SENDMMSG -> 538;
            case PROCESS_VM_READV -> 539;
            case PROCESS_VM_WRITEV -> 540;
            case SETSOCKOPT -> 541;
            case GETSOCKOPT -> 542;
            case IO_SETUP -> 543;
            case IO_SUBMIT -> 544;
            case EXECVEAT -> 545;
            case PREADV2 -> 546;
            case PWRITEV2 -> 547;
            case USELIB,
                    _SYSCTL,
                    CREATE_MODULE,
                    GET_KERNEL_SYMS,
                    QUERY_MODULE,
                    NFSSERVCTL,
                    SET_THREAD_AREA,
                    GET_THREAD_AREA,
                    EPOLL_CTL_OLD,
                    EPOLL_WAIT_OLD,
                    VSERVER,
                    MAP_SHADOW_STACK -> -1;
            default -> syscall.number(Architecture.X86_64);
        };
    }
}
