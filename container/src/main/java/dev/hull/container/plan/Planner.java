package dev.hull.container.plan;

import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.container.ContainerSpec;
import dev.hull.container.LinuxSpec;
import dev.hull.container.Namespace;
import dev.hull.container.Presets;
import dev.hull.container.ProcessSpec;
import dev.hull.container.seccomp.FilterCheck;
import dev.hull.container.seccomp.SeccompFilter;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Architecture;
import dev.hull.linux.KernelText;
import dev.hull.linux.MountFlags;
import dev.hull.linux.Syscall;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a specification into the launch plan of a container: the one path for every preset.
 *
 * <p>The order is the kernel's: cgroups before the cgroup namespace, trees of the host before the root is left, masks
 * after the mounts they hide, the filter before the powers to load it go, PDEATHSIG after the last change of
 * credentials.
 */
public final class Planner {
    private final ContainerSpec spec;
    private final LinuxSpec linux;
    private final ProcessSpec process;
    private final PlanFacts facts;

    private final StepList steps = new StepList();
    private final CgroupSteps cgroups;
    private final SpawnSteps spawn;
    private final boolean uncontrolled;
    private final RootSteps root;
    private final DeviceSteps devices;
    private final StreamSteps streams;
    private final ProcSteps proc;
    private final IdentitySteps identity;
    private final ExecSteps exec;

    private Planner(ContainerSpec asked, PlanFacts facts) {
        uncontrolled = UncontrolledDevices.isCase(asked, facts.cgroups());
        spec = uncontrolled ? UncontrolledDevices.restrained(asked) : asked;
        this.linux = withNeededMounts(spec.linux(), facts.rootfs());
        this.process = spec.process();
        this.facts = facts;
        cgroups = new CgroupSteps(steps, facts.cgroups());
        spawn = new SpawnSteps(steps, linux);
        root = new RootSteps(steps, facts, linux.makes(Namespace.USER) ? Stage.START : Stage.INIT);
        devices = new DeviceSteps(steps, spec);
        streams = new StreamSteps(steps, process.terminal(), facts.hasStdin());
        proc = new ProcSteps(steps);
        identity = new IdentitySteps(
                steps, process, linux.makes(Namespace.USER) ? facts.held().inNewUserNamespace() : facts.held());
        exec = new ExecSteps(steps, process);
    }

    /**
     * The plan of a start, and of every restart.
     *
     * @throws IllegalArgumentException if the specification asks for what cannot be done, or contradicts itself
     * @throws IOException if the state of the host's cgroups cannot be read
     */
    public static LaunchPlan plan(ContainerSpec spec, PlanFacts facts) throws IOException {
        refuseWhatIsNotCarriedOut(spec);
        Planner planner = new Planner(spec, facts);
        planner.setup();
        planner.start();
        planner.init();
        planner.end();
        LaunchPlan plan = planner.steps.plan(facts.keeper());
        checkFilter(plan, facts.filter());
        return plan;
    }

    /** A root that is made of mounts gets a mount namespace, asked for or not: nothing of it may show on the host. */
    private static LinuxSpec withNeededMounts(LinuxSpec linux, Rootfs rootfs) {
        boolean needed = !(rootfs instanceof Rootfs.Directory) && linux.namespace(Namespace.MOUNT) == null;
        return needed ? linux.with(new LinuxSpec.NamespaceSpec(Namespace.MOUNT, null)) : linux;
    }

    /** What a specification from elsewhere may say and a plan has no steps for: an error, never silence. */
    private static void refuseWhatIsNotCarriedOut(ContainerSpec spec) {
        String propagation = spec.linux().rootfsPropagation();
        if (propagation != null && !propagation.equals("private") && !propagation.equals("rprivate")) {
            throw new IllegalArgumentException(
                    "linux.rootfsPropagation " + propagation + " is not supported: the root is private");
        }
        if (spec.linux().mountLabel() != null || spec.process().selinuxLabel() != null) {
            throw new IllegalArgumentException(
                    "linux.mountLabel and process.selinuxLabel are not supported: SELinux labels are not applied yet");
        }
    }

    private void setup() throws IOException {
        cgroups.leaveCallers();
        root.makeLayers();
        cgroups.make(linux);
    }

    private void start() {
        streams.make();
        boolean mountedBefore = linux.makes(Namespace.USER) && linux.makes(Namespace.MOUNT);
        if (mountedBefore) {
            root.make();
        }
        spawn.spawn(cgroups.unified());
        if (mountedBefore) {
            root.release();
        }
        streams.settle();
    }

    private void init() {
        spawn.await();
        cgroups.join(linux);
        spawn.join();
        steps.call(Stage.INIT, "begin a session of its own", Syscall.SETSID);
        names();
        if (linux.makes(Namespace.NET)) {
            new NetworkSteps(steps).loopback();
        }
        steps.call(Stage.INIT, "make files with the modes given", Syscall.UMASK, value(0));
        if (linux.makes(Namespace.MOUNT)) {
            mounts();
        } else {
            withoutMounts();
        }
        exec.umask();
        exec.changeDirectory(!spec.root().readonly());
        identity.limits();
        identity.keyring();
        closing();
    }

    private void names() {
        name(spec.hostname(), Syscall.SETHOSTNAME, "set the host name to ");
        name(spec.domainname(), Syscall.SETDOMAINNAME, "set the domain name to ");
    }

    private void name(@Nullable String name, Syscall call, String why) {
        if (name != null) {
            steps.call(Stage.INIT, why + name, call, text(name), value(KernelText.encode(name).length));
        }
    }

    /** The container's own view of files: a new root, everything mounted in it, and the old one left. */
    private void mounts() {
        Trees trees = new Trees(steps);
        MountSteps mounts = new MountSteps(steps, spec, proc, new CgroupMountSteps(steps, linux, facts.cgroups()));
        mounts.isolate();
        if (!linux.makes(Namespace.USER)) {
            root.make();
        }
        Slot newRoot = root.attach();
        if (uncontrolled) {
            trees.attributes(
                    newRoot,
                    Constants.mountAttributes(MountFlags.MOUNT_ATTR_NODEV, 0, 0, "MOUNT_ATTR_NODEV"),
                    true,
                    "refuse devices in the root: no controller of this host can");
        }
        Targets targets = new Targets(steps, newRoot);
        mounts.mount(targets, devices);
        devices.attach(targets, trees);
        processFiles();
        MaskSteps masks = new MaskSteps(steps, targets, devices);
        masks.mask(spec, facts.rootfs());
        if (streams.hasTerminal()) {
            Slot slave = streams.openTerminal(devices.terminals(), process);
            Slot dev = devices.dev();
            if (dev != null) {
                streams.bindConsole(slave, dev, trees, targets);
            }
        } else {
            streams.connect(devices.dev());
        }
        if (spec.root().readonly()) {
            root.writeProtect();
        }
        root.enter(newRoot);
    }

    /** The host's mounts, or a joined namespace's: chroot(8) at most. */
    private void withoutMounts() {
        if (!spec.mounts().isEmpty()
                || !linux.maskedPaths().isEmpty()
                || spec.root().readonly()) {
            throw new IllegalArgumentException("mounts, masked paths and a read-only root need a mount namespace");
        }
        if (!(facts.rootfs() instanceof Rootfs.Directory directory)) {
            throw new IllegalArgumentException("this image's root file system is made of mounts: it needs a mount"
                    + " namespace of the container's own");
        }
        processFiles();
        if (streams.hasTerminal()) {
            streams.openTerminal(null, process);
        } else {
            streams.connect(devices.dev());
        }
        root.change(directory.path());
    }

    private void processFiles() {
        proc.sysctls(linux.sysctl());
        proc.ofProcess(process);
    }

    /** From the filter on every step must pass it. */
    private void closing() {
        identity.assume(facts.filter());
        identity.dieWithKeeper();
        if ("true".equals(spec.annotations().get(Presets.INIT_ANNOTATION))) {
            new InitSteps(steps).supervise(streams.hasTerminal());
        }
        exec.closeDescriptors();
        exec.execute();
    }

    /** A filter that would stop its own start is refused with a sentence, not with SIGSYS. */
    static void checkFilter(LaunchPlan plan, @Nullable SeccompFilter filter) {
        List<Step> init = plan.stage(Stage.INIT);
        for (int i = 0; i < init.size() && filter != null; i++) {
            if (init.get(i).syscall() == Syscall.SECCOMP) {
                FilterCheck.requireAdmitted(filter, Architecture.ofHost(), init.subList(i + 1, init.size()));
            }
        }
    }

    private void end() {
        cgroups.remove();
    }
}
