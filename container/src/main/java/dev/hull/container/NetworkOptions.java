package dev.hull.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names and addresses the program sees. Which network it is on is the mode of {@link Namespace#NET}.
 *
 * @param hostname null for the first 12 digits of the id
 * @param domainname NIS domain name
 * @param extraHosts {@code name:address}, lines of /etc/hosts
 * @param dns addresses for /etc/resolv.conf; empty for the host's
 * @param dnsSearch search domains for /etc/resolv.conf; empty for the host's
 * @param dnsOptions options for /etc/resolv.conf; empty for the host's
 */
public record NetworkOptions(
        @Nullable String hostname,
        @Nullable String domainname,
        List<String> extraHosts,
        List<String> dns,
        List<String> dnsSearch,
        List<String> dnsOptions) {
    public NetworkOptions {
        extraHosts = List.copyOf(extraHosts);
        dns = List.copyOf(dns);
        dnsSearch = List.copyOf(dnsSearch);
        dnsOptions = List.copyOf(dnsOptions);
    }
}
