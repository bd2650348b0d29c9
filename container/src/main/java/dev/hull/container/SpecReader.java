package dev.hull.container;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.hull.container.ContainerSpec.Mount;
import dev.hull.container.ContainerSpec.Root;
import dev.hull.container.ProcessSpec.User;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.linux.Rlimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads config.json.
 *
 * <p>A property that Hull does not carry out is refused, with its place in the document: a limit or a hook that is
 * silently left out would be worse than an error. Free text belongs into {@code annotations}.
 */
public final class SpecReader {
    private static final long LAST_ID = 0xFFFF_FFFEL;

    private SpecReader() {}

    /**
     * The container that a config.json describes.
     *
     * @throws SpecException if it is no JSON, or describes none
     */
    public static ContainerSpec read(String json) {
        JsonElement document;
        try {
            document = JsonParser.parseString(json);
        } catch (JsonParseException e) {
            SpecException located = new SpecException("$", "not JSON: " + e.getMessage());
            located.initCause(e);
            throw located;
        }
        JsonObjectView view = JsonObjectView.of(document, "$");
        ContainerSpec spec = spec(view);
        view.finish();
        return spec;
    }

    private static ContainerSpec spec(JsonObjectView view) {
        version(view);
        JsonObjectView root = view.required("root", view.object("root"));
        JsonObjectView process = view.required("process", view.object("process"));
        JsonObjectView linux = view.required("linux", view.object("linux"));
        ContainerSpec spec = new ContainerSpec(
                new Root(root.required("path", root.text("path")), root.flag("readonly")),
                view.objects("mounts", SpecReader::mount),
                process(process),
                view.text("hostname"),
                view.text("domainname"),
                view.textMap("annotations"),
                LinuxSpecReader.read(linux));
        root.finish();
        process.finish();
        linux.finish();
        return spec;
    }

    /** 1.x: minor versions only add properties, and an unknown property is refused anyway. */
    private static void version(JsonObjectView view) {
        String version = view.required("ociVersion", view.text("ociVersion"));
        if (!version.startsWith("1.")) {
            throw new SpecException(view.at("ociVersion"), "'" + version + "' is not a version 1 of the runtime-spec");
        }
    }

    private static Mount mount(JsonObjectView view) {
        String destination = view.required("destination", view.text("destination"));
        if (!destination.startsWith("/")) {
            throw new SpecException(view.at("destination"), "'" + destination + "' is not an absolute path");
        }
        List<String> options = view.texts("options");
        String type = view.text("type");
        String source = view.text("source");
        if (type == null) {
            type = options.contains("bind") || options.contains("rbind") ? "bind" : "none";
        }
        return new Mount(destination, type, source == null ? type : source, options);
    }

    private static ProcessSpec process(JsonObjectView view) {
        List<String> args = view.texts("args");
        if (args.isEmpty()) {
            throw new SpecException(view.at("args"), "needs at least the program's name");
        }
        String cwd = view.required("cwd", view.text("cwd"));
        if (!cwd.startsWith("/")) {
            throw new SpecException(view.at("cwd"), "'" + cwd + "' is not an absolute path");
        }
        JsonObjectView user = view.object("user");
        return new ProcessSpec(
                view.flag("terminal"),
                user == null ? User.ROOT : user(user),
                args,
                view.texts("env"),
                cwd,
                capabilities(view.object("capabilities")),
                view.objects("rlimits", SpecReader::rlimit),
                view.flag("noNewPrivileges"),
                view.text("apparmorProfile"),
                view.integer("oomScoreAdj", -1000, 1000),
                view.text("selinuxLabel"));
    }

    private static User user(JsonObjectView view) {
        Long uid = view.number("uid", 0, LAST_ID);
        Long gid = view.number("gid", 0, LAST_ID);
        User user = new User(
                uid == null ? 0 : uid,
                gid == null ? 0 : gid,
                view.integer("umask", 0, 0777),
                view.list("additionalGids", (element, at) -> JsonObjectView.number(element, at, 0, LAST_ID)));
        view.finish();
        return user;
    }

    private static @Nullable ProcessCapabilities capabilities(@Nullable JsonObjectView view) {
        if (view == null) {
            return null;
        }
        ProcessCapabilities capabilities = new ProcessCapabilities(
                set(view, "bounding"),
                set(view, "effective"),
                set(view, "inheritable"),
                set(view, "permitted"),
                set(view, "ambient"));
        view.finish();
        return capabilities;
    }

    private static CapabilitySet set(JsonObjectView view, String name) {
        List<String> names = view.texts(name);
        try {
            return CapabilitySet.parse(names);
        } catch (IllegalArgumentException e) {
            SpecException located = new SpecException(view.at(name), String.valueOf(e.getMessage()));
            located.initCause(e);
            throw located;
        }
    }

    private static PosixRlimit rlimit(JsonObjectView view) {
        String type = view.required("type", view.text("type"));
        Long soft = view.required("soft", view.element("soft") == null ? null : unsigned(view, "soft"));
        Long hard = view.required("hard", view.element("hard") == null ? null : unsigned(view, "hard"));
        Rlimit resource = Rlimit.byName(type)
                .orElseThrow(() -> new SpecException(view.at("type"), "unknown resource limit '" + type + "'"));
        return view.checked(() -> new PosixRlimit(resource, soft, hard));
    }

    /** A u64, with -1 tolerated for unlimited. */
    private static long unsigned(JsonObjectView view, String name) {
        String digits = view.required(name, view.element(name)).getAsString();
        try {
            return digits.equals("-1") ? Rlimit.RLIM_INFINITY : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw new SpecException(view.at(name), digits + " is not a number of 64 bits");
        }
    }
}
