package dev.hull.engine;

import dev.hull.container.ContainerSpec;
import dev.hull.container.ProcessSpec;
import dev.hull.container.ResolvedUser;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.launch.LaunchPlan;
import dev.hull.linux.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A further program in a running container: its directory below the container's, and its plan. */
final class ExecPreparation {
    /** Short: the path of its control socket must fit into sun_path. */
    private static final int ID_DIGITS = 10;

    private final Hull hull;
    private final ContainerRecord record;
    private final RunDirectory container;

    ExecPreparation(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
        this.container = hull.records().run(record.id());
    }

    Prepared prepare(ExecRequest request) {
        String id = ContainerId.random(ID_DIGITS);
        leave(id, request);
        return new Prepared(record.id(), container.exec(id).plan());
    }

    /** Runs it from this process. */
    Running resident(Container handle, ExecRequest request) {
        String id = ContainerId.random(ID_DIGITS);
        byte[] table = leave(id, request);
        ResidentStreams streams = new ResidentStreams(log(id), request.interactive(), record.name());
        return ResidentStart.spawn(hull, handle, path(id), container.exec(id), table, streams);
    }

    private Path log(String id) {
        return hull.directories().data(record.id()).resolve("exec").resolve(id);
    }

    private String path(String id) {
        return record.id() + "/exec/" + id;
    }

    /** Writes the plan where the capsule takes it. */
    private byte[] leave(String id, ExecRequest request) {
        requireRunning();
        ContainerSpec spec = hull.records().readSpec(record.id());
        ProcessSpec process = process(spec, request);
        ArgumentSize.check(process);
        LaunchPlan plan = new Launching(hull)
                .exec(spec, process, record, new Launching.ExecPlace(path(id), container.exec(id), log(id)), request);
        byte[] table = Launching.table(plan);
        RunDirectory run = container.exec(id);
        try (RecordLock lock = RecordLock.take(container.lock())) {
            new Execs(hull.records(), record.id()).prune(lock);
            Directories.make(run.path());
            Directories.make(log(id));
            Owner.of(hull.caller().pid(), Owner.Work.MAKE).write(run.path());
            Files.write(run.path().resolve(ExecSteps.FILE), ExecSteps.write(request.command(), plan));
            Path temporary = run.path().resolve(".plan.new");
            Files.write(temporary, table);
            Files.move(temporary, run.plan(), StandardCopyOption.ATOMIC_MOVE);
            return table;
        } catch (IOException e) {
            throw HullException.of("exec in container", record.name(), e);
        }
    }

    private void requireRunning() {
        ContainerState state = hull.status(record).state();
        if (state == ContainerState.PAUSED) {
            throw new HullException.Conflict(
                    "exec in container", record.name(), "it is paused", "hull unpause lets it go on");
        }
        if (state != ContainerState.RUNNING) {
            throw new Control(hull, record).notRunning("exec in");
        }
    }

    /** The container's process, changed by what is asked for. */
    private ProcessSpec process(ContainerSpec spec, ExecRequest request) {
        ProcessSpec own = spec.process();
        ProcessSpec.User user = own.user();
        Map<String, String> environment = variables(own.env());
        if (request.user() != null) {
            ResolvedUser found = new ExecUser(hull, record).resolve(request.user());
            user = new ProcessSpec.User(found.uid(), found.gid(), own.user().umask(), found.groups());
            environment.put("HOME", found.home());
        }
        if (request.tty()) {
            environment.putIfAbsent("TERM", "xterm");
        }
        environment.putAll(variables(request.environment()));
        List<String> lines = new ArrayList<>();
        environment.forEach((name, value) -> lines.add(name + '=' + value));
        return new ProcessSpec(
                request.tty(),
                user,
                request.command(),
                lines,
                directory(own.cwd(), request.workingDirectory()),
                capabilities(own, user.uid(), request.privileged()),
                own.rlimits(),
                own.noNewPrivileges(),
                own.apparmorProfile(),
                own.oomScoreAdj(),
                own.selinuxLabel());
    }

    private static Map<String, String> variables(List<String> lines) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }

    private static String directory(String own, @Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return own;
        }
        return asked.startsWith("/") ? asked : (own.endsWith("/") ? own : own + "/") + asked;
    }

    private static @Nullable ProcessCapabilities capabilities(ProcessSpec own, long uid, boolean privileged) {
        ProcessCapabilities capabilities = own.capabilities();
        if (privileged) {
            try {
                return ProcessCapabilities.of(HeldCapabilities.ofThisProcess().grantable(), uid == 0);
            } catch (IOException e) {
                throw HullException.of("read", "/proc/self/status", e);
            }
        }
        return capabilities == null ? null : ProcessCapabilities.of(capabilities.bounding(), uid == 0);
    }

    /** The sentence of a step that failed; the exec's directory goes. */
    HullException explain(String exec, int step, int errno) {
        RunDirectory run = container.exec(exec);
        try {
            HullException told = ExecSteps.read(run.path().resolve(ExecSteps.FILE))
                    .tell(hull, record, step, Errno.of(errno).orElse(Errno.EIO));
            Tree.delete(run.path());
            Tree.delete(log(exec));
            return told;
        } catch (IOException e) {
            throw HullException.of("explain the exec in", record.name(), e);
        }
    }
}
