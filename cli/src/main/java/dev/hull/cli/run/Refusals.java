package dev.hull.cli.run;

import static dev.hull.cli.option.Option.refused;
import static dev.hull.cli.option.Option.refusedFlag;

import dev.hull.cli.option.Subject;

/** The options of {@code docker run} that Hull refuses, each with the reason that is printed. */
final class Refusals {
    private static final String WINDOWS = "it limits Windows containers only";
    private static final String NETWORKS = "there are no networks with addresses yet; --network none or host";

    static final Subject SUBJECT = Subject.of(
            "Options of docker run that are refused",
            refused(0, "cpu-count", "NUMBER", WINDOWS + "; use --cpus or --cpuset-cpus"),
            refused(0, "cpu-percent", "NUMBER", WINDOWS + "; use --cpus"),
            refused(0, "io-maxbandwidth", "SIZE", WINDOWS + "; use --device-read-bps"),
            refused(0, "io-maxiops", "NUMBER", WINDOWS + "; use --device-read-iops"),
            refused(0, "isolation", "TECHNOLOGY", "it chooses between Windows isolations; use --in"),
            refused(0, "kernel-memory", "SIZE", "the kernel has no such limit since 5.4; use --memory"),
            refused(0, "expose", "PORT", "no ports are published yet, so none needs to be exposed"),
            refused('p', "publish", "PORTS", "no ports are published yet; --network host shares the host's"),
            refusedFlag('P', "publish-all", "no ports are published yet; --network host shares the host's"),
            refused(0, "link", "CONTAINER", NETWORKS + "; --network container:NAME shares one"),
            refused(0, "ip", "ADDRESS", NETWORKS),
            refused(0, "ip6", "ADDRESS", NETWORKS),
            refused(0, "link-local-ip", "ADDRESS", NETWORKS),
            refused(0, "mac-address", "ADDRESS", NETWORKS),
            refused(0, "network-alias", "NAME", NETWORKS),
            refused(0, "net-alias", "NAME", NETWORKS),
            refused(0, "gpus", "REQUEST", "vendor hooks are not run; pass the devices by --device"),
            refused(0, "platform", "PLATFORM", "an image is run for this machine's platform, no other can be"),
            refused(
                    0,
                    "pull",
                    "WHEN",
                    "nothing is fetched from registries yet; name a directory, a tar or an OCI layout"),
            refused(0, "runtime", "NAME", "Hull is its own runtime; choose the isolation by --in"),
            refused(0, "storage-opt", "OPTION", "the writable layer has no options of its own"),
            refusedFlag(0, "use-api-socket", "there is no API socket to pass on"));

    private Refusals() {}
}
