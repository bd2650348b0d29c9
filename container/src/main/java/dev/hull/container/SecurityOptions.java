package dev.hull.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Powers, filters and labels.
 *
 * @param privileged all capabilities and devices, no filter, nothing masked
 * @param capabilitiesAdded names with or without {@code CAP_}, {@code ALL}
 * @param capabilitiesDropped names with or without {@code CAP_}, {@code ALL}
 * @param seccomp path of a profile, {@code unconfined}, {@code builtin}; null for the preset's
 * @param noNewPrivileges see PR_SET_NO_NEW_PRIVS(2const)
 * @param apparmor profile's name or {@code unconfined}; null for the preset's
 * @param selinuxLabels SELinux: {@code user:..}, {@code role:..}, {@code type:..}, {@code level:..}, {@code disable}
 * @param unconfinedSystemPaths no masked and no read-only paths below /proc and /sys
 * @param sysctls only those that belong to a namespace of the container
 * @param deviceCgroupRules {@code a|b|c MAJOR:MINOR rwm}, {@code *} for any number
 */
public record SecurityOptions(
        boolean privileged,
        List<String> capabilitiesAdded,
        List<String> capabilitiesDropped,
        @Nullable String seccomp,
        boolean noNewPrivileges,
        @Nullable String apparmor,
        List<String> selinuxLabels,
        boolean unconfinedSystemPaths,
        Map<String, String> sysctls,
        List<String> deviceCgroupRules) {
    public SecurityOptions {
        capabilitiesAdded = List.copyOf(capabilitiesAdded);
        capabilitiesDropped = List.copyOf(capabilitiesDropped);
        selinuxLabels = List.copyOf(selinuxLabels);
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
        deviceCgroupRules = List.copyOf(deviceCgroupRules);
    }
}
