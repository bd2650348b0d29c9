package dev.hull.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Processes with the columns of ps(1), from /proc (proc_pid_stat(5), proc_pid_status(5)). */
final class ProcessTable {
    /** The columns of {@code ps -ef}. */
    static final List<String> FULL = List.of("uid", "pid", "ppid", "c", "stime", "tty", "time", "cmd");

    /** Clock ticks a second in /proc: USER_HZ, 100 on every architecture that Hull knows. */
    private static final long TICKS = 100;

    private static final long PAGE_KB = 4;

    private final Instant now = Instant.now();
    private final Instant boot = now.minus(uptime());
    private final Map<Long, String> users = new HashMap<>();

    /**
     * The rows of those that still live, in the order of pids.
     *
     * @throws HullException.Invalid for a column that is not known
     */
    List<ProcessRow> rows(Iterable<Integer> pids, List<String> columns) {
        List<ProcessRow> rows = new ArrayList<>();
        for (int pid : pids) {
            Entry entry = Entry.read(pid);
            if (entry != null) {
                List<String> cells = new ArrayList<>();
                for (String column : columns) {
                    cells.add(cell(entry, column));
                }
                rows.add(new ProcessRow(pid, entry.number(4), cells));
            }
        }
        rows.sort((a, b) -> Integer.compare(a.pid(), b.pid()));
        return rows;
    }

    /** What one process says of itself. */
    private record Entry(int pid, String name, String[] fields, String status, String commandLine) {
        static @Nullable Entry read(int pid) {
            String stat = KernelFile.read(Path.of("/proc/" + pid + "/stat"));
            String status = KernelFile.read(Path.of("/proc/" + pid + "/status"));
            String command = KernelFile.read(Path.of("/proc/" + pid + "/cmdline"));
            if (stat == null || status == null || command == null) {
                return null;
            }
            int end = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, end);
            return new Entry(pid, name, stat.substring(end + 2).split(" ", -1), status, command);
        }

        /** Field n of proc_pid_stat(5); the third is the first behind the name. */
        String field(int n) {
            return fields[n - 3];
        }

        int number(int n) {
            return Integer.parseInt(field(n));
        }

        long large(int n) {
            return Long.parseLong(field(n));
        }

        /** The first value of a line of proc_pid_status(5). */
        String line(String key, int index) {
            int at = status.indexOf("\n" + key + ":");
            if (at < 0) {
                return "";
            }
            int end = status.indexOf('\n', at + 1);
            String values = status.substring(at + key.length() + 2, end < 0 ? status.length() : end);
            String[] words = values.strip().split("[\t ]+", -1);
            return index < words.length ? words[index] : "";
        }

        String command() {
            String words =
                    commandLine.endsWith("\0") ? commandLine.substring(0, commandLine.length() - 1) : commandLine;
            return words.isEmpty() ? "[" + name + "]" : words.replace('\0', ' ');
        }
    }

    private String cell(Entry entry, String column) {
        return switch (column.toLowerCase(Locale.ROOT)) {
            case "pid" -> Integer.toString(entry.pid);
            case "ppid" -> entry.field(4);
            case "pgid", "pgrp" -> entry.field(5);
            case "sid", "sess" -> entry.field(6);
            case "uid" -> user(Long.parseLong(entry.line("Uid", 1)));
            case "user", "euser", "uname" -> user(Long.parseLong(entry.line("Uid", 1)));
            case "ruser" -> user(Long.parseLong(entry.line("Uid", 0)));
            case "euid" -> entry.line("Uid", 1);
            case "gid", "egid" -> entry.line("Gid", 1);
            case "c" -> Long.toString(Math.round(cpuPercent(entry)));
            case "%cpu", "pcpu" -> String.format(Locale.ROOT, "%.1f", cpuPercent(entry));
            case "%mem", "pmem" ->
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        100.0 * entry.large(24) * PAGE_KB * 1024 / Math.max(1, StatsReader.hostMemory()));
            case "stime", "start", "start_time" -> startTime(entry);
            case "tty", "tt", "tname" -> terminal(entry.number(7));
            case "time", "cputime" -> clock(cpuTicks(entry) / TICKS);
            case "etime" -> elapsed(Duration.between(started(entry), now));
            case "cmd", "args", "command" -> entry.command();
            case "comm", "ucmd", "ucomm" -> entry.name;
            case "stat", "s", "state" -> entry.field(3);
            case "ni", "nice" -> entry.field(19);
            case "pri" -> entry.field(18);
            case "nlwp", "thcount" -> entry.field(20);
            case "rss", "rssize", "rsz" -> Long.toString(entry.large(24) * PAGE_KB);
            case "vsz", "vsize" -> Long.toString(entry.large(23) / 1024);
            case "psr" -> entry.field(39);
            default ->
                throw new HullException.Invalid(
                        "list processes",
                        column,
                        "this column is not known",
                        "choose of pid, ppid, pgid, sid, user, uid, gid, c, %cpu, %mem, stime, etime, tty, time, stat,"
                                + " ni, pri, nlwp, rss, vsz, psr, comm, cmd");
        };
    }

    private static long cpuTicks(Entry entry) {
        return entry.large(14) + entry.large(15);
    }

    private double cpuPercent(Entry entry) {
        long lived = Math.max(1, Duration.between(started(entry), now).toMillis());
        return 100.0 * cpuTicks(entry) * 1000 / TICKS / lived;
    }

    private Instant started(Entry entry) {
        return boot.plusMillis(entry.large(22) * 1000 / TICKS);
    }

    /** As ps: the hour and minute of this day, else the day. */
    private String startTime(Entry entry) {
        ZonedDateTime start = started(entry).atZone(ZoneId.systemDefault());
        boolean today =
                start.toLocalDate().equals(now.atZone(ZoneId.systemDefault()).toLocalDate());
        return start.format(DateTimeFormatter.ofPattern(today ? "HH:mm" : "MMMdd", Locale.ROOT));
    }

    private static String clock(long seconds) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String elapsed(Duration time) {
        return time.toDays() > 0 ? time.toDays() + "-" + clock(time.toSeconds() % 86400) : clock(time.toSeconds());
    }

    /** The device number of field 7: major 136 to 143 are pseudo terminals (admin-guide/devices.txt). */
    private static String terminal(int device) {
        int major = device >> 8 & 0xFFF;
        int minor = (device & 0xFF) | (device >> 12 & 0xFFF00);
        if (device == 0) {
            return "?";
        }
        if (major >= 136 && major <= 143) {
            return "pts/" + (minor + (major - 136) * 256);
        }
        return major == 4 ? "tty" + minor : major + ":" + minor;
    }

    /** The host's name for a user id, from its /etc/passwd alone. */
    private String user(long uid) {
        if (users.isEmpty()) {
            String passwd = KernelFile.read(Path.of("/etc/passwd"));
            for (String line : passwd == null ? new String[0] : passwd.split("\n", -1)) {
                String[] fields = line.split(":", -1);
                if (fields.length > 2) {
                    users.putIfAbsent(KernelFile.number(fields[2]), fields[0]);
                }
            }
        }
        return users.getOrDefault(uid, Long.toString(uid));
    }

    private static Duration uptime() {
        String text = KernelFile.read(Path.of("/proc/uptime"));
        return text == null
                ? Duration.ZERO
                : Duration.ofMillis((long) (1000 * Double.parseDouble(text.substring(0, text.indexOf(' ')))));
    }
}
