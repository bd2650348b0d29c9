package dev.hull.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.cli.CallerForTests;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.Parser;
import dev.hull.cli.option.Subject;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.verb.RunVerb;
import dev.hull.container.MountRequest;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import dev.hull.container.Preset;
import dev.hull.container.RunRequest;
import dev.hull.container.TimeOffset;
import dev.hull.launch.KeeperSettings.Restart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private static RunRequest read(String... words) {
        return RequestReader.read(Parser.parse(new RunVerb().options(), List.of(words)), CallerForTests.invocation());
    }

    @Test
    void readsImageAndCommand() {
        RunRequest request = read("--in", "chroot", "--name", "n", "host", "--", "id", "-u");
        assertThat(request.preset()).isEqualTo(Preset.CHROOT);
        assertThat(request.image()).isEqualTo("host");
        assertThat(request.name()).isEqualTo("n");
        assertThat(request.program().command()).containsExactly("id", "-u");
    }

    @Test
    void readsTheEnvironmentInOrderWithTheCallersValues(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("env"), "# said\n\nA=from file\r\n  B=\"quoted\"\nPATH\nNO_SUCH_VARIABLE\n");
        assertThat(read("-e", "A=1", "--env-file", file.toString(), "-e", "HOME", "-e", "NO_SUCH_VARIABLE", "host")
                        .program()
                        .environment())
                .containsExactly(
                        "A=from file",
                        "B=\"quoted\"",
                        "PATH=" + System.getenv("PATH"),
                        "A=1",
                        "HOME=" + System.getenv("HOME"),
                        "NO_SUCH_VARIABLE");
    }

    @Test
    void saysWhichLineOfAFileIsWrong(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("env"), "A=1\nB C=2\n");
        assertThatThrownBy(() -> read("--env-file", file.toString(), "host"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file + ":2: the name \"B C\" contains white space");
    }

    @Test
    void tellsBindsFromVolumes() {
        List<MountRequest> mounts = read(
                        "-v", "/a:/b:ro,rslave", "-v", "data:/c:nocopy", "-v", "/d", "-v", "./e:/f", "host")
                .files()
                .mounts();
        assertThat(mounts.get(0).type()).isEqualTo(MountRequest.Type.BIND);
        assertThat(mounts.get(0).readOnly()).isTrue();
        assertThat(mounts.get(0).createSource()).isTrue();
        assertThat(mounts.get(0).propagation()).isEqualTo("rslave");
        assertThat(mounts.get(1).type()).isEqualTo(MountRequest.Type.VOLUME);
        assertThat(mounts.get(1).source()).isEqualTo("data");
        assertThat(mounts.get(1).noCopy()).isTrue();
        assertThat(mounts.get(2).source()).isNull();
        assertThat(mounts.get(3).source()).isEqualTo(System.getProperty("user.dir") + "/./e");
    }

    @Test
    void readsMountFields() {
        MountRequest bind = read("--mount", "type=bind,src=/a,dst=/b,ro,bind-recursive=disabled", "host")
                .files()
                .mounts()
                .getFirst();
        assertThat(bind.recursion()).isEqualTo(MountRequest.Recursion.DISABLED);
        assertThat(bind.readOnly()).isTrue();
        assertThat(bind.createSource()).isFalse();
        MountRequest tmpfs = read("--mount", "type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=700", "host")
                .files()
                .mounts()
                .getFirst();
        assertThat(tmpfs.tmpfsSize()).isEqualTo(1 << 20);
        assertThat(tmpfs.tmpfsMode()).isEqualTo(0700);
        MountRequest volume = read("--mount", "target=/v,\"volume-opt=o=a,b\",volume-label=x=1", "host")
                .files()
                .mounts()
                .getFirst();
        assertThat(volume.driverOptions()).containsEntry("o", "a,b");
        assertThat(volume.labels()).containsEntry("x", "1");
    }

    @Test
    void readsNamespaces() {
        RunRequest request =
                read("--unshare", "mount,pid", "--share", "net", "--join", "ipc=17", "--pid", "container:x", "host");
        assertThat(request.namespaces().modes())
                .containsEntry(Namespace.MOUNT, NamespaceMode.PRIVATE)
                .containsEntry(Namespace.NET, NamespaceMode.HOST)
                .containsEntry(Namespace.IPC, NamespaceMode.join("17"))
                .containsEntry(Namespace.PID, new NamespaceMode(NamespaceMode.Kind.CONTAINER, "x"));
    }

    @Test
    void countsNanosecondsUpwardsBelowZero() {
        var offset = read("--unshare", "time", "--monotonic", "-1.25", "host")
                .namespaces()
                .monotonicOffset();
        assertThat(offset).isEqualTo(new TimeOffset(-2, 750_000_000));
    }

    @Test
    void readsLimitsAndPolicies() {
        RunRequest request =
                read("-m", "64m", "--cpus", ".5", "--restart", "on-failure:3", "--ulimit", "nofile=10:20", "host");
        assertThat(request.resources().memory()).isEqualTo(64L << 20);
        assertThat(request.resources().nanoCpus()).isEqualTo(500_000_000);
        assertThat(request.lifecycle().restart().kind()).isEqualTo(Restart.ON_FAILURE);
        assertThat(request.lifecycle().restart().maximum()).isEqualTo(3);
        assertThat(request.program().rlimits().getFirst().hard()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --memory lots             | --memory lots: a size
        --cpus x                  | --cpus x: a number of CPUs
        -v a:b:c:d                | --volume a:b:c:d: [SOURCE:]TARGET[:OPTIONS] is expected
        -v /a:relative            | is not absolute
        -v /a:/                   | the target may not be /
        -v /a:/b/../..            | the target may not be /
        -v /a:/b:wat              | unknown option "wat"
        --mount type=bind,dst=/a  | type=bind needs source=PATH
        --mount type=nfs,dst=/a   | there are bind, volume and tmpfs
        --mount dst=/a,tmpfs-size=1 | a field for type=tmpfs is in a mount of type=volume
        --ulimit nofiles=1        | knows no resource "nofiles"
        --ulimit nofile=2:1       | is above the hard limit
        --restart maybe           | on-failure[:n]
        --network bridge          | none, host or container:NAME is expected
        --in vm                   | not available yet
        --in chrot                | choose container, namespaces or chroot
        --unshare nets            | unknown namespace
        --oom-score-adj 1001      | from -1000 to 1000
        --stop-timeout -2         | from -1 to
        --security-opt nope       | there is no such option
        --device sda              | the path of a device is expected
        --device /dev/null:q      | is not of r, w and m
        -e =x                     | NAME=VALUE or NAME is expected
        -a stdfoo                 | stdin, stdout or stderr is expected
        --uidmap 0:0              | INSIDE:OUTSIDE:COUNT is expected
        --uidmap 0:4294967295:1   | is not within
        --pid shareable           | private, host or container:NAME is expected
        --health-interval 1ns     | less than a millisecond
        --volume-driver nfs       | there is only local
        --publish 80              | --publish is refused
        --gpus all                | --gpus is refused
        """)
    void saysWhatIsWrongWithAValue(String words, String expected) {
        String[] line = (words.strip() + " host").split(" ");
        assertThatThrownBy(() -> read(line)).isInstanceOf(UsageException.class).hasMessageContaining(expected.strip());
    }

    @Test
    void refusesOptionsThatExcludeOneAnother() {
        assertThatThrownBy(() -> read("--rm", "--restart", "always", "host"))
                .hasMessageContaining("--rm and --restart");
        assertThatThrownBy(() -> read("-d", "-a", "stdout", "host")).hasMessageContaining("--detach and --attach");
        assertThatThrownBy(() -> read("--no-healthcheck", "--health-cmd", "x", "host"))
                .hasMessageContaining("exclude");
    }

    /** Every option that docker run has is done or refused: none is unknown. */
    @Test
    void knowsEveryOptionOfDockerRun() throws Exception {
        Process docker = new ProcessBuilder("docker", "run", "--help")
                .redirectErrorStream(true)
                .start();
        String help = new String(docker.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(docker.waitFor()).as(help).isZero();
        List<String> known = new RunVerb()
                .options().subjects().stream()
                        .map(Subject::options)
                        .flatMap(List::stream)
                        .map(Option::name)
                        .toList();
        List<String> names = help.lines()
                .filter(line -> line.matches("^ {2,6}(-., )?--[a-z].*"))
                .map(line -> line.replaceAll("^ *(-., )?--([a-z0-9-]+).*", "$2"))
                .filter(name -> !name.equals("help"))
                .toList();
        assertThat(names).hasSizeGreaterThan(90);
        assertThat(known).containsAll(names);
    }
}
