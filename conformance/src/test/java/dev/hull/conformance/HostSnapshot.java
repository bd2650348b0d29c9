package dev.hull.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a leak would show up in: mounts, cgroups, network interfaces, and processes of the product.
 *
 * @param mounts lines of this process's mountinfo
 * @param cgroups directories below any hierarchy's {@code hull} directory, without the ones that stay
 * @param links names in /sys/class/net
 * @param processes command lines that name the product's state directories, {@code pid: words}
 */
public record HostSnapshot(
        SortedSet<String> mounts, SortedSet<String> cgroups, SortedSet<String> links, SortedSet<String> processes) {

    /** The host as it is now, with the processes of that product. */
    public static HostSnapshot take(Product product) {
        try {
            return new HostSnapshot(
                    new TreeSet<>(Files.readAllLines(Path.of("/proc/self/mountinfo"))),
                    findCgroups(),
                    entries(Path.of("/sys/class/net")),
                    findProcesses(product.state().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is here and was not there, and the reverse, for a message. */
    public String differenceFrom(HostSnapshot other) {
        SortedSet<String> more = all();
        more.removeAll(other.all());
        SortedSet<String> less = other.all();
        less.removeAll(all());
        return "new " + more + ", gone " + less;
    }

    private SortedSet<String> all() {
        SortedSet<String> everything = new TreeSet<>(mounts);
        everything.addAll(cgroups);
        everything.addAll(links);
        everything.addAll(processes);
        return everything;
    }

    private static SortedSet<String> findCgroups() throws IOException {
        SortedSet<String> found = new TreeSet<>();
        Path root = Path.of("/sys/fs/cgroup");
        found.addAll(below(root.resolve("hull")));
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path hierarchy : hierarchies) {
                found.addAll(below(hierarchy.resolve("hull")));
            }
        }
        return found;
    }

    private static SortedSet<String> below(Path hull) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        if (Files.isDirectory(hull)) {
            try (DirectoryStream<Path> groups = Files.newDirectoryStream(hull, Files::isDirectory)) {
                for (Path group : groups) {
                    if (group.getFileName().toString().matches("[0-9a-f]{64}.*")) {
                        found.add(group.toString());
                    }
                }
            }
        }
        return found;
    }

    private static SortedSet<String> entries(Path folder) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static SortedSet<String> findProcesses(String state) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                String words = commandLine(process);
                if (words.contains(state)) {
                    found.add(process.getFileName() + ": " + words);
                }
            }
        }
        return found;
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it ended while we looked: no leak
        }
    }
}
