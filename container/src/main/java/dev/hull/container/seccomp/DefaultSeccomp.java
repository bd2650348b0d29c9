package dev.hull.container.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hull.container.capability.CapabilitySet;
import dev.hull.linux.Architecture;
import dev.hull.linux.Capability;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The profile that a container has unless told otherwise: {@code default.json} beside this class, which says why each
 * group of calls is there.
 *
 * <p>For the capabilities that most containers have, filter and JSON lie compiled among the resources, made by the build
 * ({@link Precompilation}): the cold path of {@code hull run} reads bytes. Other sets are compiled when asked for.
 */
public final class DefaultSeccomp {
    /** The capabilities that the profile looks at; the build refuses a profile that looks at others. */
    static final CapabilitySet DECIDING = CapabilitySet.of(
            Capability.CAP_AUDIT_WRITE,
            Capability.CAP_DAC_READ_SEARCH,
            Capability.CAP_SYS_ADMIN,
            Capability.CAP_SYS_CHROOT,
            Capability.CAP_SYS_MODULE,
            Capability.CAP_SYS_PACCT,
            Capability.CAP_SYS_PTRACE,
            Capability.CAP_SYS_RAWIO,
            Capability.CAP_SYS_TIME,
            Capability.CAP_SYS_TTY_CONFIG);

    private static final String PROFILE = "default.json";

    private DefaultSeccomp() {}

    /**
     * The filter of a runtime-spec's {@code linux.seccomp}: the compiled one that lies ready if the text is what {@link
     * #json} gives, else compiled now.
     *
     * @param json the object as text
     * @param bounding the container's bounding set
     * @throws IllegalArgumentException if it is not valid
     */
    public static SeccompFilter filter(String json, Architecture machine, CapabilitySet bounding) {
        byte[] ready = resource(name(machine, bounding, "json"));
        byte[] program = resource(name(machine, bounding, "filter"));
        if (ready != null && program != null && json.equals(new String(ready, UTF_8))) {
            return new SeccompFilter(program, Set.of());
        }
        Seccomp seccomp = read(new StringReader(json), "linux.seccomp")
                .resolve(SeccompArchitecture.of(machine), bounding, KernelVersion.ofHost());
        return SeccompCompiler.compile(seccomp, machine);
    }

    /** The default as the runtime-spec's {@code linux.seccomp}, for these capabilities: a JSON object on one line. */
    public static String json(Architecture machine, CapabilitySet held) {
        byte[] json = resource(name(machine, held, "json"));
        return json == null ? SeccompWriter.write(resolve(machine, held)) : new String(json, UTF_8);
    }

    /** What the profile says for a container with these capabilities, on any kernel that Hull runs on. */
    public static Seccomp resolve(Architecture machine, CapabilitySet held) {
        return profile().resolve(SeccompArchitecture.of(machine), held, KernelVersion.FLOOR);
    }

    static SeccompProfile profile() {
        InputStream stream = DefaultSeccomp.class.getResourceAsStream(PROFILE);
        if (stream == null) {
            throw new IllegalStateException("the default seccomp profile is missing: the build is not complete");
        }
        return read(new InputStreamReader(stream, UTF_8), PROFILE);
    }

    private static SeccompProfile read(Reader text, String source) {
        try (text) {
            return SeccompReader.read(text, source);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + source, e);
        }
    }

    /** The resource's name: capabilities that decide nothing do not tell two filters apart. */
    static String name(Architecture machine, CapabilitySet held, String suffix) {
        return "default-" + machine.ociName() + "-"
                + Long.toHexString(held.intersect(DECIDING).bits()) + "." + suffix;
    }

    /**
     * What the build has compiled. {@code hull.resources} names a folder with the same files: a cold start reads one there
     * faster than it opens a jar.
     */
    private static byte @Nullable [] resource(String name) {
        String folder = System.getProperty("hull.resources");
        try (InputStream stream = folder == null
                ? DefaultSeccomp.class.getResourceAsStream(name)
                : file(folder + "/dev/hull/container/seccomp/" + name)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }

    private static @Nullable InputStream file(String path) throws IOException {
        File file = new File(path);
        return file.exists() ? new FileInputStream(file) : null;
    }
}
