package dev.hull.container;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks to be run, and how isolated: every option of {@code hull run}, typed, before any default is applied.
 *
 * <p>Texts hold the kernel's bytes as {@link dev.hull.linux.KernelText} decodes them: what is no UTF-8 is not lost. Nothing here has
 * been looked up: users are names or numbers as given, volumes are names, images a reference.
 *
 * @param preset the isolation chosen
 * @param image the image's reference: {@code host}, {@code scratch}, a path or a name
 * @param name the container's name, or null for a generated one
 * @param program what is run
 * @param namespaces which namespaces are its own
 * @param files what it sees as its files
 * @param security its powers and filters
 * @param resources its limits
 * @param network the names and addresses it sees
 * @param lifecycle what happens around it
 * @param streams its terminal and standard streams
 */
public record RunRequest(
        Preset preset,
        String image,
        @Nullable String name,
        Program program,
        NamespaceOptions namespaces,
        FileOptions files,
        SecurityOptions security,
        ResourceLimits resources,
        NetworkOptions network,
        LifecycleOptions lifecycle,
        StreamOptions streams) {

    /** A request for an application container of an image. */
    public static Builder of(String image) {
        return new Builder(Preset.CONTAINER, image);
    }

    /** A request for an image in a preset, with everything else as the preset has it. */
    public static Builder of(Preset preset, String image) {
        return new Builder(preset, image);
    }

    /** Collects options in any order; a repeated single-valued option replaces, a list or map option adds. */
    public static final class Builder {
        private Preset preset;
        private String image;
        private @Nullable String name;
        private @Nullable String entrypoint;
        private List<String> command = List.of();
        private final List<String> environment = new ArrayList<>();
        private @Nullable String workingDirectory;
        private @Nullable String user;
        private final List<String> groups = new ArrayList<>();
        private boolean onlyTheseGroups;
        private final List<PosixRlimit> rlimits = new ArrayList<>();
        private @Nullable Integer oomScoreAdj;
        private boolean init;
        private boolean skipChdir;
        private final Map<Namespace, NamespaceMode> modes = new EnumMap<>(Namespace.class);
        private final List<IdMapping> uidMappings = new ArrayList<>();
        private final List<IdMapping> gidMappings = new ArrayList<>();
        private @Nullable TimeOffset monotonicOffset;
        private @Nullable TimeOffset boottimeOffset;
        private boolean readOnly;
        private boolean keepWrites;
        private final List<MountRequest> mounts = new ArrayList<>();
        private final List<String> volumesFrom = new ArrayList<>();
        private final List<DeviceRequest> devices = new ArrayList<>();
        private @Nullable Long shmSize;
        private boolean privileged;
        private final List<String> capabilitiesAdded = new ArrayList<>();
        private final List<String> capabilitiesDropped = new ArrayList<>();
        private @Nullable String seccomp;
        private boolean noNewPrivileges;
        private @Nullable String apparmor;
        private final List<String> selinuxLabels = new ArrayList<>();
        private boolean unconfinedSystemPaths;
        private final Map<String, String> sysctls = new LinkedHashMap<>();
        private final List<String> deviceCgroupRules = new ArrayList<>();
        private @Nullable String cgroupParent;
        private @Nullable Long memory;
        private @Nullable Long memorySwap;
        private @Nullable Long memoryReservation;
        private @Nullable Integer memorySwappiness;
        private boolean oomKillDisable;
        private @Nullable Long nanoCpus;
        private @Nullable Long cpuShares;
        private @Nullable Long cpuQuota;
        private @Nullable Long cpuPeriod;
        private @Nullable Long cpuRealtimePeriod;
        private @Nullable Long cpuRealtimeRuntime;
        private @Nullable String cpusetCpus;
        private @Nullable String cpusetMems;
        private @Nullable Long pidsLimit;
        private @Nullable Integer blkioWeight;
        private final List<ThrottleDevice> blkioWeightDevices = new ArrayList<>();
        private final List<ThrottleDevice> deviceReadBps = new ArrayList<>();
        private final List<ThrottleDevice> deviceWriteBps = new ArrayList<>();
        private final List<ThrottleDevice> deviceReadIops = new ArrayList<>();
        private final List<ThrottleDevice> deviceWriteIops = new ArrayList<>();
        private @Nullable String hostname;
        private @Nullable String domainname;
        private final List<String> extraHosts = new ArrayList<>();
        private final List<String> dns = new ArrayList<>();
        private final List<String> dnsSearch = new ArrayList<>();
        private final List<String> dnsOptions = new ArrayList<>();
        private boolean remove;
        private RestartPolicy restart = RestartPolicy.NO;
        private @Nullable String stopSignal;
        private @Nullable Integer stopTimeout;
        private @Nullable String cidFile;
        private @Nullable String pidFile;
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final Map<String, String> annotations = new LinkedHashMap<>();
        private @Nullable String logDriver;
        private final Map<String, String> logOptions = new LinkedHashMap<>();
        private @Nullable HealthCheck health;
        private boolean tty;
        private boolean interactive;
        private boolean detach;
        private final Set<Stream> attach = EnumSet.noneOf(Stream.class);
        private boolean sigProxy = true;
        private @Nullable String detachKeys;

        private Builder(Preset preset, String image) {
            this.preset = preset;
            this.image = image;
        }

        public Builder preset(Preset value) {
            preset = value;
            return this;
        }

        public Builder image(String value) {
            image = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder entrypoint(String value) {
            entrypoint = value;
            return this;
        }

        /** The program and its arguments. */
        public Builder command(String... words) {
            return command(List.of(words));
        }

        public Builder command(List<String> value) {
            command = List.copyOf(value);
            return this;
        }

        public Builder environmentVariable(String value) {
            environment.add(value);
            return this;
        }

        public Builder workingDirectory(String value) {
            workingDirectory = value;
            return this;
        }

        public Builder user(String value) {
            user = value;
            return this;
        }

        public Builder group(String value) {
            groups.add(value);
            return this;
        }

        public Builder onlyTheseGroups(boolean value) {
            onlyTheseGroups = value;
            return this;
        }

        public Builder rlimit(PosixRlimit value) {
            rlimits.add(value);
            return this;
        }

        public Builder oomScoreAdj(int value) {
            oomScoreAdj = value;
            return this;
        }

        public Builder init(boolean value) {
            init = value;
            return this;
        }

        public Builder skipChdir(boolean value) {
            skipChdir = value;
            return this;
        }

        public Builder namespace(Namespace namespace, NamespaceMode value) {
            modes.put(namespace, value);
            return this;
        }

        public Builder uidMapping(IdMapping value) {
            uidMappings.add(value);
            return this;
        }

        public Builder gidMapping(IdMapping value) {
            gidMappings.add(value);
            return this;
        }

        public Builder monotonicOffset(TimeOffset value) {
            monotonicOffset = value;
            return this;
        }

        public Builder boottimeOffset(TimeOffset value) {
            boottimeOffset = value;
            return this;
        }

        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        public Builder keepWrites(boolean value) {
            keepWrites = value;
            return this;
        }

        public Builder mount(MountRequest value) {
            mounts.add(value);
            return this;
        }

        public Builder volumesFrom(String value) {
            volumesFrom.add(value);
            return this;
        }

        public Builder device(DeviceRequest value) {
            devices.add(value);
            return this;
        }

        public Builder shmSize(long value) {
            shmSize = value;
            return this;
        }

        public Builder privileged(boolean value) {
            privileged = value;
            return this;
        }

        public Builder addCapability(String value) {
            capabilitiesAdded.add(value);
            return this;
        }

        public Builder dropCapability(String value) {
            capabilitiesDropped.add(value);
            return this;
        }

        public Builder seccomp(String value) {
            seccomp = value;
            return this;
        }

        public Builder noNewPrivileges(boolean value) {
            noNewPrivileges = value;
            return this;
        }

        public Builder apparmor(String value) {
            apparmor = value;
            return this;
        }

        public Builder securityLabel(String value) {
            selinuxLabels.add(value);
            return this;
        }

        public Builder unconfinedSystemPaths(boolean value) {
            unconfinedSystemPaths = value;
            return this;
        }

        public Builder sysctl(String key, String value) {
            sysctls.put(key, value);
            return this;
        }

        public Builder deviceCgroupRule(String value) {
            deviceCgroupRules.add(value);
            return this;
        }

        public Builder cgroupParent(String value) {
            cgroupParent = value;
            return this;
        }

        public Builder memory(long value) {
            memory = value;
            return this;
        }

        public Builder memorySwap(long value) {
            memorySwap = value;
            return this;
        }

        public Builder memoryReservation(long value) {
            memoryReservation = value;
            return this;
        }

        public Builder memorySwappiness(int value) {
            memorySwappiness = value;
            return this;
        }

        public Builder oomKillDisable(boolean value) {
            oomKillDisable = value;
            return this;
        }

        public Builder nanoCpus(long value) {
            nanoCpus = value;
            return this;
        }

        public Builder cpuShares(long value) {
            cpuShares = value;
            return this;
        }

        public Builder cpuQuota(long value) {
            cpuQuota = value;
            return this;
        }

        public Builder cpuPeriod(long value) {
            cpuPeriod = value;
            return this;
        }

        public Builder cpuRealtimePeriod(long value) {
            cpuRealtimePeriod = value;
            return this;
        }

        public Builder cpuRealtimeRuntime(long value) {
            cpuRealtimeRuntime = value;
            return this;
        }

        public Builder cpusetCpus(String value) {
            cpusetCpus = value;
            return this;
        }

        public Builder cpusetMems(String value) {
            cpusetMems = value;
            return this;
        }

        public Builder pidsLimit(long value) {
            pidsLimit = value;
            return this;
        }

        public Builder blkioWeight(int value) {
            blkioWeight = value;
            return this;
        }

        public Builder blkioWeightDevice(ThrottleDevice value) {
            blkioWeightDevices.add(value);
            return this;
        }

        public Builder deviceReadBps(ThrottleDevice value) {
            deviceReadBps.add(value);
            return this;
        }

        public Builder deviceWriteBps(ThrottleDevice value) {
            deviceWriteBps.add(value);
            return this;
        }

        public Builder deviceReadIops(ThrottleDevice value) {
            deviceReadIops.add(value);
            return this;
        }

        public Builder deviceWriteIops(ThrottleDevice value) {
            deviceWriteIops.add(value);
            return this;
        }

        public Builder hostname(String value) {
            hostname = value;
            return this;
        }

        public Builder domainname(String value) {
            domainname = value;
            return this;
        }

        public Builder extraHost(String value) {
            extraHosts.add(value);
            return this;
        }

        public Builder dns(String value) {
            dns.add(value);
            return this;
        }

        public Builder dnsSearch(String value) {
            dnsSearch.add(value);
            return this;
        }

        public Builder dnsOption(String value) {
            dnsOptions.add(value);
            return this;
        }

        public Builder remove(boolean value) {
            remove = value;
            return this;
        }

        public Builder restart(RestartPolicy value) {
            restart = value;
            return this;
        }

        public Builder stopSignal(String value) {
            stopSignal = value;
            return this;
        }

        public Builder stopTimeout(int value) {
            stopTimeout = value;
            return this;
        }

        public Builder cidFile(String value) {
            cidFile = value;
            return this;
        }

        public Builder pidFile(String value) {
            pidFile = value;
            return this;
        }

        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public Builder annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public Builder logDriver(String value) {
            logDriver = value;
            return this;
        }

        public Builder logOption(String key, String value) {
            logOptions.put(key, value);
            return this;
        }

        public Builder health(HealthCheck value) {
            health = value;
            return this;
        }

        public Builder tty(boolean value) {
            tty = value;
            return this;
        }

        public Builder interactive(boolean value) {
            interactive = value;
            return this;
        }

        public Builder detach(boolean value) {
            detach = value;
            return this;
        }

        public Builder attach(Stream value) {
            attach.add(value);
            return this;
        }

        public Builder sigProxy(boolean value) {
            sigProxy = value;
            return this;
        }

        public Builder detachKeys(String value) {
            detachKeys = value;
            return this;
        }

        public RunRequest build() {
            return new RunRequest(
                    preset,
                    image,
                    name,
                    new Program(
                            entrypoint,
                            command,
                            environment,
                            workingDirectory,
                            user,
                            groups,
                            onlyTheseGroups,
                            rlimits,
                            oomScoreAdj,
                            init,
                            skipChdir),
                    new NamespaceOptions(modes, uidMappings, gidMappings, monotonicOffset, boottimeOffset),
                    new FileOptions(readOnly, keepWrites, mounts, volumesFrom, devices, shmSize),
                    new SecurityOptions(
                            privileged,
                            capabilitiesAdded,
                            capabilitiesDropped,
                            seccomp,
                            noNewPrivileges,
                            apparmor,
                            selinuxLabels,
                            unconfinedSystemPaths,
                            sysctls,
                            deviceCgroupRules),
                    new ResourceLimits(
                            cgroupParent,
                            memory,
                            memorySwap,
                            memoryReservation,
                            memorySwappiness,
                            oomKillDisable,
                            nanoCpus,
                            cpuShares,
                            cpuQuota,
                            cpuPeriod,
                            cpuRealtimePeriod,
                            cpuRealtimeRuntime,
                            cpusetCpus,
                            cpusetMems,
                            pidsLimit,
                            blkioWeight,
                            blkioWeightDevices,
                            deviceReadBps,
                            deviceWriteBps,
                            deviceReadIops,
                            deviceWriteIops),
                    new NetworkOptions(hostname, domainname, extraHosts, dns, dnsSearch, dnsOptions),
                    new LifecycleOptions(
                            remove,
                            restart,
                            stopSignal,
                            stopTimeout,
                            cidFile,
                            pidFile,
                            labels,
                            annotations,
                            logDriver,
                            logOptions,
                            health),
                    new StreamOptions(tty, interactive, detach, attach, sigProxy, detachKeys));
        }
    }
}
