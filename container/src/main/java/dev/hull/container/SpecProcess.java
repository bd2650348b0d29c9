package dev.hull.container;

import dev.hull.container.ProcessSpec.User;
import dev.hull.container.capability.CapabilityRequest;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.container.rlimit.HardLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code process} of a specification. */
final class SpecProcess {
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private SpecProcess() {}

    static ProcessSpec of(RunRequest request, ImageDefaults image, SpecFacts facts, NamespaceSet own) {
        Program program = request.program();
        ResolvedUser user = facts.user();
        boolean tty = request.streams().tty();
        return new ProcessSpec(
                tty,
                new User(user.uid(), user.gid(), null, user.groups()),
                arguments(request, image),
                environment(request, image, facts, own),
                workingDirectory(request, image),
                capabilities(request, facts, own),
                rlimits(program, facts),
                request.security().noNewPrivileges(),
                apparmor(request.security().apparmor()),
                program.oomScoreAdj(),
                selinux(request.security().selinuxLabels()));
    }

    /** docker's rule: a new entrypoint takes the image's command away; words after the image replace it. */
    private static List<String> arguments(RunRequest request, ImageDefaults image) {
        Program program = request.program();
        List<String> arguments = new ArrayList<>();
        String entrypoint = program.entrypoint();
        if (entrypoint == null) {
            arguments.addAll(image.entrypoint());
        } else if (!entrypoint.isEmpty()) {
            arguments.add(entrypoint);
        }
        if (!program.command().isEmpty()) {
            arguments.addAll(program.command());
        } else if (entrypoint == null) {
            arguments.addAll(image.command());
        }
        if (arguments.isEmpty() && request.preset() == Preset.CHROOT) {
            return List.of("/bin/sh", "-i");
        }
        if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
            throw new IllegalArgumentException("no command given, and the image " + request.image()
                    + " has none: name the program to run after the image");
        }
        return arguments;
    }

    private static List<String> environment(
            RunRequest request, ImageDefaults image, SpecFacts facts, NamespaceSet own) {
        Map<String, String> variables = new LinkedHashMap<>();
        put(variables, PATH);
        String hostname = Presets.hostname(request, facts, own);
        if (hostname != null) {
            put(variables, "HOSTNAME=" + hostname);
        }
        if (request.streams().tty()) {
            put(variables, "TERM=xterm");
        }
        image.environment().forEach(variable -> put(variables, variable));
        request.program().environment().forEach(variable -> put(variables, variable));
        if (!variables.containsKey("HOME")) {
            put(variables, "HOME=" + facts.user().home());
        }
        return List.copyOf(variables.values());
    }

    /** {@code NAME} without a value takes the variable away. */
    private static void put(Map<String, String> variables, String variable) {
        int equals = variable.indexOf('=');
        if (equals < 0) {
            variables.remove(variable);
        } else {
            variables.put(variable.substring(0, equals), variable);
        }
    }

    private static String workingDirectory(RunRequest request, ImageDefaults image) {
        String base = image.workingDirectory().isEmpty() ? "/" : image.workingDirectory();
        String asked = request.program().workingDirectory();
        if (asked == null || asked.isEmpty()) {
            return base;
        }
        return asked.startsWith("/") ? asked : base + (base.endsWith("/") ? "" : "/") + asked;
    }

    /** What the kernel would refuse in the middle of the start is refused here; a user namespace's powers do not count. */
    private static List<PosixRlimit> rlimits(Program program, SpecFacts facts) {
        if (program.rlimits().isEmpty()) {
            return List.of();
        }
        try {
            HardLimits own = HardLimits.ofThisProcess();
            for (PosixRlimit limit : program.rlimits()) {
                own.requireSettable(limit.resource(), limit.hard(), facts.held());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading hull's own resource limits", e);
        }
        return program.rlimits();
    }

    private static ProcessCapabilities capabilities(RunRequest request, SpecFacts facts, NamespaceSet own) {
        SecurityOptions security = request.security();
        HeldCapabilities held = own.makes(Namespace.USER) ? facts.held().inNewUserNamespace() : facts.held();
        CapabilitySet base = request.preset() == Preset.CONTAINER ? CapabilitySet.DEFAULT : held.grantable();
        CapabilityRequest asked = new CapabilityRequest(
                security.capabilitiesAdded(), security.capabilitiesDropped(), security.privileged());
        return ProcessCapabilities.of(asked.resolve(base, held), facts.user().uid() == 0);
    }

    /** A profile that the host cannot apply is an error: a container that believes itself confined would not be. */
    private static @Nullable String apparmor(@Nullable String profile) {
        if (profile == null || profile.equals("unconfined")) {
            return null;
        }
        Path enabled = Path.of("/sys/module/apparmor/parameters/enabled");
        try {
            if (Files.isReadable(enabled) && Files.readString(enabled).startsWith("Y")) {
                return profile;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--security-opt apparmor=" + profile + ": cannot read " + enabled, e);
        }
        throw new IllegalArgumentException("--security-opt apparmor=" + profile
                + ": AppArmor is not enabled on this host; leave the option out or boot with apparmor=1");
    }

    private static @Nullable String selinux(List<String> labels) {
        for (String label : labels) {
            if (!label.equals("disable")) {
                throw new IllegalArgumentException("--security-opt label=" + label
                        + ": SELinux labels are not applied yet; leave the option out or give label=disable");
            }
        }
        return null;
    }
}
