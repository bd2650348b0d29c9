package dev.hull.conformance.crash;

import java.util.Set;

/**
 * One system call of one process of a run: the {@code nth} of that name which the process makes.
 *
 * @param role the process
 * @param name the kernel's name of the call
 * @param nth from 1, as strace's {@code when=} counts
 */
record Call(Role role, String name, int nth) {
    /** Calls that change what outlives the process: files, names, mounts, processes, cgroups, sockets, locks. */
    static final Set<String> STATE_CHANGING = Set.of(
            "open",
            "openat",
            "openat2",
            "creat",
            "write",
            "pwrite64",
            "writev",
            "ftruncate",
            "fsync",
            "fallocate",
            "mkdir",
            "mkdirat",
            "rmdir",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "unlink",
            "unlinkat",
            "rename",
            "renameat",
            "renameat2",
            "chmod",
            "fchmod",
            "fchmodat",
            "chown",
            "fchownat",
            "mknod",
            "mknodat",
            "mount",
            "umount2",
            "fsopen",
            "fsconfig",
            "fsmount",
            "open_tree",
            "move_mount",
            "mount_setattr",
            "pivot_root",
            "chroot",
            "clone",
            "clone3",
            "fork",
            "vfork",
            "execve",
            "unshare",
            "setns",
            "setsid",
            "socketpair",
            "socket",
            "bind",
            "listen",
            "sendmsg",
            "pipe2",
            "kill",
            "pidfd_send_signal",
            "fcntl",
            "bpf",
            "prctl",
            "capset",
            "setresuid",
            "setresgid",
            "setgroups",
            "seccomp",
            "sethostname",
            "keyctl",
            "waitid",
            "wait4",
            "dup2",
            "dup3",
            "close_range",
            "exit_group");

    /** strace's words that kill the process before this call. */
    String injection() {
        return "inject=" + name + ":signal=KILL:when=" + nth;
    }

    @Override
    public String toString() {
        return role + " before " + name + " no. " + nth;
    }
}
