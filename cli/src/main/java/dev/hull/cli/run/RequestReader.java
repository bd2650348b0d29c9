package dev.hull.cli.run;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.value.Sizes;
import dev.hull.container.Preset;
import dev.hull.container.RestartPolicy;
import dev.hull.container.RunRequest;
import dev.hull.container.Stream;
import dev.hull.launch.KeeperSettings.Restart;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads a parsed command line into a {@link RunRequest}. A value that makes no sense is a {@link UsageException} that
 * names the option.
 */
public final class RequestReader {
    final Arguments arguments;
    final Invocation invocation;
    final RunRequest.Builder request;

    private RequestReader(Arguments arguments, Invocation invocation, RunRequest.Builder request) {
        this.arguments = arguments;
        this.invocation = invocation;
        this.request = request;
    }

    /** @param arguments parsed by {@link RunOptions}: image, then the command */
    public static RunRequest read(Arguments arguments, Invocation invocation) {
        List<String> operands = arguments.operands();
        Preset preset = preset(arguments);
        RequestReader reader = new RequestReader(arguments, invocation, RunRequest.of(preset, operands.getFirst()));
        reader.request.command(operands.subList(1, operands.size()));
        reader.program();
        reader.streams();
        new IsolationReader(reader).read();
        new FilesReader(reader).read();
        new PowersReader(reader).read();
        new ResourcesReader(reader).read();
        reader.life();
        reader.conflicts();
        return reader.request.build();
    }

    /** A reader of options that name no image. */
    static RequestReader empty(Arguments arguments, Invocation invocation) {
        return new RequestReader(arguments, invocation, RunRequest.of(Preset.CONTAINER, "scratch"));
    }

    private static Preset preset(Arguments arguments) {
        String word = arguments.text("in");
        try {
            return word == null ? Preset.CONTAINER : Preset.named(word);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--in: " + e.getMessage());
        }
    }

    /** Gives the option's value to its reader, if there is one. */
    void text(String option, Consumer<String> reader) {
        String value = arguments.text(option);
        if (value != null) {
            read(option, value, reader);
        }
    }

    /** Gives each of the option's values to its reader. */
    void each(String option, Consumer<String> reader) {
        for (String value : arguments.list(option)) {
            read(option, value, reader);
        }
    }

    void flag(String option, Consumer<Boolean> reader) {
        if (arguments.has(option)) {
            reader.accept(arguments.flag(option));
        }
    }

    private static void read(String option, String value, Consumer<String> reader) {
        try {
            reader.accept(value);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + option + " " + value + ": " + e.getMessage());
        }
    }

    private void program() {
        text("entrypoint", request::entrypoint);
        Environment.read(arguments, invocation).forEach(request::environmentVariable);
        text("workdir", request::workingDirectory);
        text("userspec", request::user);
        text("user", request::user);
        each("group-add", request::group);
        text("groups", groups -> {
            request.onlyTheseGroups(true);
            for (String group : groups.isEmpty() ? new String[0] : groups.split(",", -1)) {
                request.group(group);
            }
        });
        flag("skip-chdir", request::skipChdir);
        flag("init", request::init);
        text("hostname", request::hostname);
        text("domainname", request::domainname);
    }

    private void streams() {
        flag("interactive", request::interactive);
        flag("tty", request::tty);
        flag("detach", request::detach);
        flag("sig-proxy", request::sigProxy);
        text("detach-keys", request::detachKeys);
        each("attach", stream -> request.attach(stream(stream)));
    }

    private static Stream stream(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "stdin" -> Stream.STDIN;
            case "stdout" -> Stream.STDOUT;
            case "stderr" -> Stream.STDERR;
            default -> throw new IllegalArgumentException("stdin, stdout or stderr is expected");
        };
    }

    private void life() {
        text("name", request::name);
        flag("rm", request::remove);
        text("restart", policy -> request.restart(restart(policy)));
        text("stop-signal", request::stopSignal);
        text("stop-timeout", seconds -> request.stopTimeout(Sizes.number(seconds, -1, Integer.MAX_VALUE)));
        text("cidfile", file -> request.cidFile(MountSyntax.absolute(file)));
        text("pidfile", file -> request.pidFile(MountSyntax.absolute(file)));
        for (String file : arguments.list("label-file")) {
            ListFile.lines("label-file", file).forEach(this::label);
        }
        each("label", this::label);
        each("annotation", entry -> pair(entry, request::annotation));
        text("log-driver", request::logDriver);
        each("log-opt", entry -> pair(entry, request::logOption));
        if (!arguments.flag("disable-content-trust", true)) {
            throw new UsageException("--disable-content-trust=false is refused: signatures of images are not verified");
        }
        HealthReader.read(this);
    }

    private void label(String entry) {
        int equals = entry.indexOf('=');
        if (entry.isEmpty() || equals == 0) {
            throw new IllegalArgumentException("NAME=VALUE or NAME is expected");
        }
        request.label(equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
    }

    /** {@code NAME=VALUE}, both parts there. */
    static void pair(String entry, java.util.function.BiConsumer<String, String> reader) {
        int equals = entry.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("NAME=VALUE is expected");
        }
        reader.accept(entry.substring(0, equals), entry.substring(equals + 1));
    }

    /** {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure[:n]}. */
    public static RestartPolicy restart(String policy) {
        if (policy.startsWith("on-failure:")) {
            return new RestartPolicy(
                    Restart.ON_FAILURE, Sizes.number(policy.substring("on-failure:".length()), 0, Integer.MAX_VALUE));
        }
        return switch (policy) {
            case "no", "" -> RestartPolicy.NO;
            case "always" -> new RestartPolicy(Restart.ALWAYS, 0);
            case "unless-stopped" -> new RestartPolicy(Restart.UNLESS_STOPPED, 0);
            case "on-failure" -> new RestartPolicy(Restart.ON_FAILURE, 0);
            default -> throw new IllegalArgumentException("no, on-failure[:n], always or unless-stopped is expected");
        };
    }

    private void conflicts() {
        if (arguments.flag("rm") && !arguments.text("restart", "no").equals("no")) {
            throw new UsageException("--rm and --restart exclude one another: what is removed cannot start again");
        }
        if (arguments.flag("detach") && arguments.has("attach")) {
            throw new UsageException("--detach and --attach exclude one another");
        }
    }
}
