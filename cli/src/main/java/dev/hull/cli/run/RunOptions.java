package dev.hull.cli.run;

import static dev.hull.cli.option.Option.flag;
import static dev.hull.cli.option.Option.list;
import static dev.hull.cli.option.Option.text;

import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Subject;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code run}, by subject. */
public final class RunOptions {
    private RunOptions() {}

    /** Of {@code run}: those of {@code create}, and what only a client that stays can do. */
    public static List<Subject> run() {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(Subject.of(
                "Running",
                flag('d', "detach", "Leave the program running in the background and print its container's id"),
                flag(0, "sig-proxy", "Pass signals on to the program; on by default, --sig-proxy=false turns it off"),
                text(0, "detach-keys", "KEYS", "Keys that detach the terminal, like ctrl-p,ctrl-q (the default)")));
        subjects.addAll(create());
        return subjects;
    }

    /** Of {@code create}. */
    public static List<Subject> create() {
        return List.of(
                isolation(), program(), streams(), files(), powers(), resources(), network(), life(), Refusals.SUBJECT);
    }

    private static Subject isolation() {
        return Subject.of(
                "Isolation",
                text(0, "in", "PRESET", "container (the default), namespaces or chroot")
                        .completing(Completes.PRESET),
                list(0, "unshare", "NS[,NS...]", "New namespaces: mount, pid, net, ipc, uts, user, cgroup, time"),
                list(0, "share", "NS[,NS...]", "The host's namespaces, where the preset would make new ones"),
                list(
                        0,
                        "join",
                        "NS=PID|PATH",
                        "The namespace of a process, or of a file as bind-mounted from /proc/PID/ns"),
                text(0, "pid", "MODE", "Pid namespace: private, host, container:NAME"),
                text(0, "ipc", "MODE", "IPC namespace: private, shareable, none, host, container:NAME"),
                text(0, "uts", "MODE", "UTS namespace: private, host"),
                text(0, "userns", "MODE", "User namespace: private, host"),
                text(0, "cgroupns", "MODE", "Cgroup namespace: private, host"),
                list(0, "uidmap", "INSIDE:OUTSIDE:COUNT", "Users of a new user namespace"),
                list(0, "gidmap", "INSIDE:OUTSIDE:COUNT", "Groups of a new user namespace"),
                text(0, "monotonic", "SECONDS", "Offset of CLOCK_MONOTONIC in a new time namespace"),
                text(0, "boottime", "SECONDS", "Offset of CLOCK_BOOTTIME in a new time namespace"));
    }

    private static Subject program() {
        return Subject.of(
                "Program",
                text(0, "entrypoint", "PROGRAM", "Run this instead of the image's entrypoint; empty for none"),
                list('e', "env", "NAME[=VALUE]", "Set a variable; without a value, the caller's"),
                list(0, "env-file", "FILE", "Set the variables that a file lists, one a line")
                        .completing(Completes.FILE),
                text('w', "workdir", "DIR", "Working directory inside"),
                text('u', "user", "USER[:GROUP]", "Run as this user: names of the image, or numbers"),
                text(0, "userspec", "USER[:GROUP]", "The same, as chroot(8) spells it"),
                list(0, "group-add", "GROUP", "One more supplementary group"),
                text(0, "groups", "GROUP[,GROUP...]", "These supplementary groups and no others, as chroot(8)"),
                flag(0, "skip-chdir", "Keep the working directory, as chroot(8); only with the root /"),
                flag(0, "init", "Run an init as process 1 that forwards signals and reaps"),
                list(0, "ulimit", "NAME=SOFT[:HARD]", "Limit a process's resource, see setrlimit(2)"),
                text(0, "oom-score-adj", "NUMBER", "How soon the kernel kills it for want of memory: -1000 to 1000"),
                list(0, "sysctl", "KEY=VALUE", "Set a kernel parameter that belongs to a namespace"),
                text('h', "hostname", "NAME", "Host name inside"),
                text(0, "domainname", "NAME", "NIS domain name inside"));
    }

    private static Subject streams() {
        return Subject.of(
                "Terminal and streams",
                flag('i', "interactive", "Keep stdin open, and pass the caller's on"),
                flag('t', "tty", "Give the program a terminal of its own"),
                list('a', "attach", "STREAM", "Attach to stdin, stdout or stderr"),
                text(0, "log-driver", "DRIVER", "json-file, local (both are Hull's log) or none"),
                list(0, "log-opt", "NAME=VALUE", "max-size=SIZE, max-file=COUNT"));
    }

    private static Subject files() {
        return Subject.of(
                "Files",
                list('v', "volume", "[SOURCE:]TARGET[:OPTIONS]", "Mount a directory of the host, or a volume"),
                list(
                        0,
                        "mount",
                        "type=TYPE,target=DIR[,...]",
                        "The same in full: bind, volume or tmpfs with all options"),
                list(0, "volumes-from", "CONTAINER[:ro|rw]", "All mounts of another container")
                        .completing(Completes.CONTAINER),
                list(0, "tmpfs", "DIR[:OPTIONS]", "Mount an empty file system in memory"),
                text(0, "volume-driver", "DRIVER", "local, the only one"),
                flag(0, "read-only", "The root file system refuses writes"),
                flag(0, "keep", "Keep what is written over the image host after the container's removal"),
                text(0, "shm-size", "SIZE", "Size of /dev/shm; 64m by default"),
                list(0, "device", "HOST[:INSIDE[:rwm]]", "Make a device of the host available"));
    }

    private static Subject powers() {
        return Subject.of(
                "Powers",
                flag(0, "privileged", "All capabilities, all devices, no filter, nothing masked"),
                list(0, "cap-add", "CAPABILITY", "Add a capability, or ALL").completing(Completes.CAPABILITY),
                list(0, "cap-drop", "CAPABILITY", "Drop a capability, or ALL").completing(Completes.CAPABILITY),
                list(
                        0,
                        "security-opt",
                        "OPTION",
                        "seccomp=FILE|builtin|unconfined, no-new-privileges, apparmor=PROFILE,"
                                + " label=..., systempaths=unconfined"),
                list(0, "device-cgroup-rule", "RULE", "Allow devices, like c 42:* rmw"));
    }

    /** The limits of the cgroup. */
    public static Subject resources() {
        return Subject.of(
                "Resources",
                text('m', "memory", "SIZE", "Memory limit"),
                text(0, "memory-swap", "SIZE", "Limit of memory and swap together; -1 for unlimited swap"),
                text(0, "memory-reservation", "SIZE", "Memory that is reclaimed last"),
                text(0, "memory-swappiness", "PERCENT", "How readily its memory is swapped: 0 to 100"),
                flag(0, "oom-kill-disable", "Let it wait instead of being killed for want of memory (cgroup v1)"),
                text(0, "cpus", "NUMBER", "How many CPUs it may use, like 1.5"),
                text('c', "cpu-shares", "WEIGHT", "Share of the CPU under load; 1024 is normal"),
                text(0, "cpu-period", "MICROSECONDS", "Period of the CPU quota"),
                text(0, "cpu-quota", "MICROSECONDS", "CPU time in each period"),
                text(0, "cpu-rt-period", "MICROSECONDS", "Period of the real-time quota (cgroup v1)"),
                text(0, "cpu-rt-runtime", "MICROSECONDS", "Real-time CPU time in each period (cgroup v1)"),
                text(0, "cpuset-cpus", "LIST", "CPUs it may use, like 0-3,7"),
                text(0, "cpuset-mems", "LIST", "Memory nodes it may use"),
                text(0, "pids-limit", "NUMBER", "How many processes and threads; -1 for no limit"),
                text(
                        0,
                        "blkio-weight",
                        "WEIGHT",
                        "Share of block devices under load: 10 to 1000, 0 for none of its own"),
                list(0, "blkio-weight-device", "DEVICE:WEIGHT", "The same for one device"),
                list(0, "device-read-bps", "DEVICE:RATE", "Bytes a second read from a device"),
                list(0, "device-write-bps", "DEVICE:RATE", "Bytes a second written to a device"),
                list(0, "device-read-iops", "DEVICE:RATE", "Reads a second from a device"),
                list(0, "device-write-iops", "DEVICE:RATE", "Writes a second to a device"),
                text(0, "cgroup-parent", "PATH", "The cgroup to be made in"));
    }

    private static Subject network() {
        return Subject.of(
                "Network",
                text(0, "network", "MODE", "none (loopback only, the default), host, container:NAME"),
                text(0, "net", "MODE", "The same"),
                list(0, "add-host", "NAME:ADDRESS", "One more line of /etc/hosts"),
                list(0, "dns", "ADDRESS", "Name server in /etc/resolv.conf, instead of the host's"),
                list(0, "dns-search", "DOMAIN", "Search domain in /etc/resolv.conf"),
                list(0, "dns-option", "OPTION", "Option in /etc/resolv.conf"),
                list(0, "dns-opt", "OPTION", "The same"));
    }

    private static Subject life() {
        return Subject.of(
                "Life",
                text(0, "name", "NAME", "The container's name; one is made up by default"),
                flag(0, "rm", "Remove the container and its anonymous volumes when the program ends"),
                text(0, "restart", "POLICY", "no, on-failure[:MAXIMUM], always, unless-stopped"),
                text(0, "stop-signal", "SIGNAL", "What hull stop sends; SIGTERM by default")
                        .completing(Completes.SIGNAL),
                text(
                        0,
                        "stop-timeout",
                        "SECONDS",
                        "How long hull stop waits before it kills; 10 by default, -1 for ever"),
                text(0, "cidfile", "FILE", "Write the container's id to a new file")
                        .completing(Completes.FILE),
                text(0, "pidfile", "FILE", "Write the program's pid to a file").completing(Completes.FILE),
                list('l', "label", "NAME[=VALUE]", "Say something of the container"),
                list(0, "label-file", "FILE", "The labels that a file lists, one a line")
                        .completing(Completes.FILE),
                list(0, "annotation", "NAME=VALUE", "An annotation of config.json"),
                text(0, "health-cmd", "COMMAND", "Shell command that tests the health; kept for the agent"),
                text(0, "health-interval", "DURATION", "Time between two tests, like 30s"),
                text(0, "health-timeout", "DURATION", "Longest time of a test"),
                text(0, "health-retries", "COUNT", "Failures in a row that make it unhealthy"),
                text(0, "health-start-period", "DURATION", "Time after the start in which failures do not count"),
                text(0, "health-start-interval", "DURATION", "Time between two tests in that time"),
                flag(0, "no-healthcheck", "Forget the image's test of the health"),
                flag('q', "quiet", "Say nothing of images that are fetched"),
                flag(0, "disable-content-trust", "Always so: digests are verified, signatures are not"));
    }
}
