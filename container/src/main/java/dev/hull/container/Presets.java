package dev.hull.container;

import dev.hull.container.ContainerSpec.Root;
import dev.hull.linux.KernelText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a specification: what was asked for, over what the image says, over what the preset has.
 *
 * <p>Presets differ in defaults only; from here on everything takes one path.
 */
public final class Presets {
    /** The cgroup below which Hull makes its own. */
    public static final String CGROUP_PARENT = "/hull";

    /** The annotation that asks for an init as pid 1; the runtime-spec has no property for it. */
    public static final String INIT_ANNOTATION = "dev.hull.init";

    /** The annotation that tells the preset, for people and for {@code inspect}. */
    public static final String PRESET_ANNOTATION = "dev.hull.preset";

    private Presets() {}

    /**
     * The specification of a container.
     *
     * @throws IllegalArgumentException if options contradict each other, or ask for what this host cannot do
     */
    public static ContainerSpec specify(RunRequest request, ImageDefaults image, SpecFacts facts) {
        List<LinuxSpec.NamespaceSpec> namespaces = SpecNamespaces.of(request, facts);
        NamespaceSet own = new NamespaceSet(namespaces);
        return new ContainerSpec(
                new Root(facts.rootPath(), request.files().readOnly()),
                SpecMounts.of(request, facts, own),
                SpecProcess.of(request, image, facts, own),
                hostname(request, facts, own),
                domainname(request, own),
                annotations(request),
                SpecLinux.of(request, facts, namespaces, own));
    }

    /** The first 12 digits of the id in a UTS namespace of the container's own; else the host's name stays. */
    static @Nullable String hostname(RunRequest request, SpecFacts facts, NamespaceSet own) {
        String asked = request.network().hostname();
        if (own.makes(Namespace.UTS)) {
            if (asked != null) {
                return checkedName("--hostname", asked);
            }
            return request.preset() == Preset.CONTAINER ? facts.id().substring(0, 12) : null;
        }
        if (asked != null) {
            throw new IllegalArgumentException("--hostname " + asked
                    + ": the container has no UTS namespace of its own; give --uts private or leave the name out");
        }
        return null;
    }

    private static @Nullable String domainname(RunRequest request, NamespaceSet own) {
        String asked = request.network().domainname();
        if (asked != null && !own.makes(Namespace.UTS)) {
            throw new IllegalArgumentException("--domainname " + asked
                    + ": the container has no UTS namespace of its own; give --uts private or leave the name out");
        }
        return asked == null ? null : checkedName("--domainname", asked);
    }

    /** __NEW_UTS_LEN is 64 bytes. */
    private static String checkedName(String option, String name) {
        if (name.isEmpty() || KernelText.encode(name).length > 64) {
            throw new IllegalArgumentException(option + " '" + name + "' is not of 1 to 64 bytes");
        }
        return name;
    }

    private static Map<String, String> annotations(RunRequest request) {
        Map<String, String> annotations =
                new LinkedHashMap<>(request.lifecycle().annotations());
        annotations.put(PRESET_ANNOTATION, request.preset().toString());
        if (request.program().init()) {
            annotations.put(INIT_ANNOTATION, "true");
        }
        return annotations;
    }
}
