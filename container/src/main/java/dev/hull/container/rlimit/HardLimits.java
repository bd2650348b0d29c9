package dev.hull.container.rlimit;

import dev.hull.container.capability.HeldCapabilities;
import dev.hull.linux.Capability;
import dev.hull.linux.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The hard limits of this process: a child's may be lower, and higher only with CAP_SYS_RESOURCE.
 *
 * <p>Source: /proc/self/limits, proc_pid_limits(5). The JVM raises a soft limit of its own, never a hard one.
 *
 * @param byResource {@link Rlimit#RLIM_INFINITY} for none; a resource that the kernel does not list has none
 */
public record HardLimits(Map<Rlimit, Long> byResource) {
    private static final Path LIMITS = Path.of("/proc/self/limits");

    public HardLimits {
        byResource = Map.copyOf(byResource);
    }

    public static HardLimits ofThisProcess() throws IOException {
        return parse(Files.readString(LIMITS));
    }

    /** {@code Max open files            1024                 4096                 files}: the columns are fixed. */
    static HardLimits parse(String text) {
        Map<Rlimit, Long> limits = new EnumMap<>(Rlimit.class);
        for (Rlimit resource : Rlimit.values()) {
            int at = text.indexOf("\n" + label(resource) + " ");
            if (at < 0) {
                continue;
            }
            String hard = word(text, at + 1 + 26 + 21);
            limits.put(resource, hard.equals("unlimited") ? Rlimit.RLIM_INFINITY : Long.parseUnsignedLong(hard));
        }
        return new HardLimits(limits);
    }

    /**
     * Refuses a limit that setting would be EPERM for.
     *
     * @param hard the hard limit wanted, {@link Rlimit#RLIM_INFINITY} for none
     * @throws IllegalArgumentException if it is above ours and we do not hold CAP_SYS_RESOURCE
     */
    public void requireSettable(Rlimit resource, long hard, HeldCapabilities held) {
        long own = byResource.getOrDefault(resource, Rlimit.RLIM_INFINITY);
        if (Long.compareUnsigned(hard, own) > 0 && !held.permitted().contains(Capability.CAP_SYS_RESOURCE)) {
            throw new IllegalArgumentException("--ulimit "
                    + resource.name().substring("RLIMIT_".length()).toLowerCase(Locale.ROOT)
                    + ": the hard limit " + text(hard) + " is above hull's own, " + text(own)
                    + ", and raising it takes CAP_SYS_RESOURCE, which hull does not hold; give at most " + text(own));
        }
    }

    private static String text(long limit) {
        return limit == Rlimit.RLIM_INFINITY ? "unlimited" : Long.toUnsignedString(limit);
    }

    private static String word(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) > ' ') {
            end++;
        }
        return text.substring(from, end);
    }

    /** The kernel's own words, {@code fs/proc/base.c} (lnames). */
    private static String label(Rlimit resource) {
        return switch (resource) {
            case RLIMIT_CPU -> "Max cpu time";
            case RLIMIT_FSIZE -> "Max file size";
            case RLIMIT_DATA -> "Max data size";
            case RLIMIT_STACK -> "Max stack size";
            case RLIMIT_CORE -> "Max core file size";
            case RLIMIT_RSS -> "Max resident set";
            case RLIMIT_NPROC -> "Max processes";
            case RLIMIT_NOFILE -> "Max open files";
            case RLIMIT_MEMLOCK -> "Max locked memory";
            case RLIMIT_AS -> "Max address space";
            case RLIMIT_LOCKS -> "Max file locks";
            case RLIMIT_SIGPENDING -> "Max pending signals";
            case RLIMIT_MSGQUEUE -> "Max msgqueue size";
            case RLIMIT_NICE -> "Max nice priority";
            case RLIMIT_RTPRIO -> "Max realtime priority";
            case RLIMIT_RTTIME -> "Max realtime timeout";
        };
    }
}
