package dev.hull.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which namespaces are new, which are the host's, which are joined.
 *
 * @param modes what was asked for; a namespace that is not here follows the preset
 * @param uidMappings of a new user namespace; empty for the preset's
 * @param gidMappings of a new user namespace; empty for the preset's
 * @param monotonicOffset of CLOCK_MONOTONIC in a new time namespace
 * @param boottimeOffset of CLOCK_BOOTTIME in a new time namespace
 */
public record NamespaceOptions(
        Map<Namespace, NamespaceMode> modes,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        @Nullable TimeOffset monotonicOffset,
        @Nullable TimeOffset boottimeOffset) {
    public NamespaceOptions {
        modes = Collections.unmodifiableMap(new LinkedHashMap<>(modes));
        uidMappings = List.copyOf(uidMappings);
        gidMappings = List.copyOf(gidMappings);
    }
}
