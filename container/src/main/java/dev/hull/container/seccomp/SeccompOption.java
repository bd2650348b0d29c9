package dev.hull.container.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hull.container.capability.CapabilitySet;
import dev.hull.linux.Architecture;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code --security-opt seccomp=...}: {@code unconfined}, {@code builtin}, {@code default}, or a profile's path. */
public final class SeccompOption {
    private SeccompOption() {}

    /**
     * The runtime-spec's {@code linux.seccomp} that the option stands for.
     *
     * @param option what follows {@code seccomp=}
     * @param held the container's bounding set: a profile's rules depend on it
     * @return a JSON object as text, or null for no filter
     * @throws IllegalArgumentException if the file is none, is no profile, or has an action that Hull cannot serve
     * @throws IOException if the file cannot be read
     */
    public static @Nullable String json(String option, Architecture machine, CapabilitySet held) throws IOException {
        return switch (option) {
            case "unconfined" -> null;
            case "builtin", "default" -> DefaultSeccomp.json(machine, held);
            case "" ->
                throw new IllegalArgumentException(
                        "--security-opt seccomp= needs a profile's path, builtin or unconfined");
            default ->
                SeccompWriter.write(
                        file(option).resolve(SeccompArchitecture.of(machine), held, KernelVersion.ofHost()));
        };
    }

    private static SeccompProfile file(String path) throws IOException {
        SeccompProfile profile;
        try (Reader text = Files.newBufferedReader(Path.of(path), UTF_8)) {
            profile = SeccompReader.read(text, path);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "--security-opt seccomp=" + path + ": there is no such file; unconfined turns the filter off", e);
        }
        requireNoListener(profile, path);
        return profile;
    }

    /** A filter whose calls wait for an agent that is not there answers them ENOSYS: not what was asked for. */
    private static void requireNoListener(SeccompProfile profile, String path) {
        boolean notifies = profile.defaultVerdict().action() == SeccompAction.USER_NOTIF;
        for (SeccompProfile.Entry entry : profile.entries()) {
            notifies |= entry.rule().verdict().action() == SeccompAction.USER_NOTIF;
        }
        if (notifies) {
            throw new IllegalArgumentException("seccomp profile " + path + " has " + SeccompAction.USER_NOTIF.specName()
                    + ", but Hull has no agent that answers it: use another action");
        }
    }
}
