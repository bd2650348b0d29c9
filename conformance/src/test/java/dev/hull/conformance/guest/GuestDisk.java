package dev.hull.conformance.guest;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guest's root file system: busybox, the libraries of this machine that a JDK needs, and trees of this machine at
 * the same absolute paths.
 */
final class GuestDisk {
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private final Path root;

    private GuestDisk(Path root) {
        this.root = root;
    }

    /**
     * Makes an ext4 image.
     *
     * @param folder where the tree and {@code disk.ext4} are made
     * @param trees absolute paths of this machine, copied to the same paths
     * @param init the shell script that is the guest's pid 1 once the disk is mounted
     */
    static Path make(Path folder, List<Path> trees, String init) throws IOException {
        GuestDisk disk = new GuestDisk(Files.createDirectory(folder.resolve("root")));
        disk.layOut();
        for (Path tree : trees) {
            disk.copy(tree);
        }
        disk.copyLibraries();
        disk.script("init", init);
        Path image = folder.resolve("disk.ext4");
        succeed("mkfs.ext4", "-q", "-d", disk.root.toString(), image.toString(), "3G");
        succeed("rm", "-rf", disk.root.toString());
        return image;
    }

    private void layOut() throws IOException {
        for (String name : List.of(
                "proc",
                "sys",
                "dev",
                "run",
                "tmp",
                "root",
                "etc",
                "usr/bin",
                "usr/lib",
                "usr/lib64",
                "usr/sbin",
                "var")) {
            Files.createDirectories(root.resolve(name));
        }
        for (String name : List.of("bin", "lib", "lib64", "sbin")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr/" + name));
        }
        Files.writeString(
                root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
        Path busybox = root.resolve("usr/bin/busybox");
        Files.copy(Path.of("/bin/busybox"), busybox);
        succeed("chmod", "755", busybox.toString());
        for (String applet :
                Outcome.command("/bin/busybox", "--list").succeeded().lines()) {
            Path link = root.resolve("usr/bin").resolve(applet);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("busybox"));
            }
        }
    }

    private void copy(Path tree) throws IOException {
        Path target = root.resolve(tree.toString().substring(1));
        Files.createDirectories(target.getParent());
        succeed("cp", "-a", "-T", tree.toString(), target.toString());
    }

    /** The shared libraries that the JDK's programs and libraries name, with their loader. */
    private void copyLibraries() throws IOException {
        Path jdk = Path.of(System.getProperty("java.home"));
        TreeSet<String> libraries = new TreeSet<>();
        for (String object : List.of("bin/java", "lib/server/libjvm.so", "lib/libnio.so", "lib/libzip.so")) {
            String listing = Outcome.command("ldd", jdk.resolve(object).toString())
                    .succeeded()
                    .text();
            Matcher matcher = LIBRARY.matcher(listing);
            while (matcher.find()) {
                libraries.add(matcher.group(1));
            }
        }
        for (String library : libraries) {
            Path target = root.resolve(library.substring(1));
            if (!Files.exists(target)) {
                Files.createDirectories(target.getParent());
                succeed("cp", "-L", library, target.toString());
            }
        }
    }

    private void script(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void succeed(String... words) {
        Outcome.command(words).succeeded();
    }
}
