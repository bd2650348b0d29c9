package dev.hull.engine;

import dev.hull.container.NetworkOptions;
import dev.hull.container.SpecFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a container sees as /etc/resolv.conf, /etc/hostname and /etc/hosts, written into its data directory. */
final class HostFiles {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private HostFiles() {}

    /** Where they are in a data directory. */
    static SpecFacts.HostFiles in(Path directory) {
        return new SpecFacts.HostFiles(
                directory.resolve("resolv.conf").toString(),
                directory.resolve("hostname").toString(),
                directory.resolve("hosts").toString());
    }

    /**
     * Writes them.
     *
     * @param hostname of the container, null for the host's
     * @param hostNetwork whether it is on the host's network: then it knows the host's names too
     */
    static void write(Path directory, NetworkOptions options, @Nullable String hostname, boolean hostNetwork)
            throws IOException {
        String name = hostname == null ? hostName() : hostname;
        SpecFacts.HostFiles files = in(directory);
        Files.writeString(Path.of(files.resolvConf()), resolvConf(options));
        Files.writeString(Path.of(files.hosts()), hosts(options, name, hostNetwork));
        Files.writeString(Path.of(files.hostname()), name + "\n");
    }

    static String hostName() {
        String name = KernelFile.read(Path.of("/proc/sys/kernel/hostname"));
        return name == null ? "localhost" : name;
    }

    private static String resolvConf(NetworkOptions options) {
        StringBuilder text = new StringBuilder();
        String host = KernelFile.read(RESOLV_CONF);
        for (String line : host == null ? new String[0] : host.split("\n", -1)) {
            boolean replaced = (line.startsWith("nameserver") && !options.dns().isEmpty())
                    || ((line.startsWith("search") || line.startsWith("domain"))
                            && !options.dnsSearch().isEmpty())
                    || (line.startsWith("options") && !options.dnsOptions().isEmpty());
            if (!replaced) {
                text.append(line).append('\n');
            }
        }
        for (String server : options.dns()) {
            text.append("nameserver ").append(server).append('\n');
        }
        if (!options.dnsSearch().isEmpty()) {
            text.append("search ").append(String.join(" ", options.dnsSearch())).append('\n');
        }
        if (!options.dnsOptions().isEmpty()) {
            text.append("options ")
                    .append(String.join(" ", options.dnsOptions()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String hosts(NetworkOptions options, String name, boolean hostNetwork) {
        StringBuilder text = new StringBuilder();
        String host = hostNetwork ? KernelFile.read(Path.of("/etc/hosts")) : null;
        text.append(
                host == null
                        ? "127.0.0.1\tlocalhost " + name + "\n::1\tlocalhost ip6-localhost ip6-loopback\n"
                        : host + '\n');
        for (String extra : options.extraHosts()) {
            int colon = extra.indexOf(':');
            text.append(extra, colon + 1, extra.length())
                    .append('\t')
                    .append(extra, 0, colon)
                    .append('\n');
        }
        return text.toString();
    }
}
