import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@code Product CHECKOUT CLASSPATH}: makes {@code target/hull}, what the hull command runs.
 *
 * <p>One jar of all modules, one AOT cache for each profile of the JVM, the capsule, and {@code start}: shell variables
 * that the command sources. Jar and caches have the jar's hash in their names: a cache fits its jar if it is there, and
 * the command need not read either to know.
 *
 * <p>Run in source mode by a JDK 25, whatever JDK runs Maven: the caches are for the JVM that makes them.
 */
final class Product {
    /** Short verbs: they end before a parallel collector or the optimising compiler would have paid for itself. */
    private static final List<String> SHORT = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xss512k",
            "-Xlog:disable",
            "-Xlog:all=error:stderr");

    /** What reads archives, follows logs, waits: FFM is allowed, the optimising compiler is there. */
    private static final List<String> HEAVY = List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED");

    private static final String MAIN = "dev.hull.cli.Main";

    private final Path checkout;
    private final Path folder;
    private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    private Product(Path checkout) {
        this.checkout = checkout;
        this.folder = checkout.resolve("target/hull");
    }

    public static void main(String[] arguments) throws Exception {
        new Product(Path.of(arguments[0]).toRealPath()).make(arguments[1]);
    }

    private void make(String classpath) throws Exception {
        Files.createDirectories(folder);
        Path made = folder.resolve("jar.new");
        Map<String, byte[]> entries = collect(classpath);
        write(made, entries);
        resources(entries);
        String hash = hash(made);
        Path jar = folder.resolve("hull-" + hash + ".jar");
        if (Files.exists(jar)) {
            Files.delete(made); // the JVM takes a cache only with the jar it was made with: of the same date
        } else {
            Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        capsule(jar);
        train(jar, folder.resolve("short-" + hash + ".aot"), SHORT, "short");
        train(jar, folder.resolve("heavy-" + hash + ".aot"), HEAVY, "heavy");
        start(hash, classpath);
        sweep(hash);
    }

    /** Every class and resource of the class path by name; the first of a name wins, as on a class path. */
    private static Map<String, byte[]> collect(String classpath) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        for (String element : classpath.split(":")) {
            // Annotations for the compiler only.
            if (element.contains("jspecify") || element.contains("error_prone_annotations")) {
                continue;
            }
            Path path = Path.of(element);
            if (Files.isDirectory(path)) {
                collect(path, entries);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    collect(jar.getPath("/"), entries);
                }
            }
        }
        Lowering lowering = new Lowering(Map.copyOf(entries));
        entries.replaceAll((name, bytes) -> name.endsWith(".class") ? lowering.lower(bytes) : bytes);
        return entries;
    }

    private static void collect(Path root, Map<String, byte[]> entries) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                boolean wanted = !name.endsWith("-info.class")
                        && !name.startsWith("META-INF/maven/")
                        && !name.equals("META-INF/MANIFEST.MF");
                if (wanted) {
                    entries.putIfAbsent(name, Files.readAllBytes(file));
                }
            }
        }
    }

    /** What is no class lies beside the jar too: a cold start that reads one file need not open the jar. */
    private void resources(Map<String, byte[]> entries) throws IOException {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (entry.getKey().startsWith("dev/hull/") && !entry.getKey().endsWith(".class")) {
                Path file = folder.resolve("resources").resolve(entry.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, entry.getValue());
            }
        }
    }

    /** A jar without compression and without dates: equal classes make an equal file. */
    private static void write(Path jar, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
            zip.setMethod(ZipOutputStream.STORED);
            put(
                    zip,
                    "META-INF/MANIFEST.MF",
                    ("Manifest-Version: 1.0\r\nMain-Class: " + MAIN + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /** 16 digits of a hash over the jar, the JVM and its flags: all that a cache depends on. */
    private String hash(Path jar) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(jar));
        digest.update(Files.readAllBytes(java.getParent().resolveSibling("release")));
        digest.update((SHORT + " " + HEAVY + " " + java).getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(checkout.resolve("cli/Product.java")));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private void capsule(Path jar) throws IOException, InterruptedException {
        Path capsule = folder.resolve("capsule.new");
        run(
                List.of(
                        java.toString(),
                        "-cp",
                        jar.toString(),
                        "dev.hull.launch.capsule.WriteCapsule",
                        capsule.toString()),
                Map.of());
        Files.setPosixFilePermissions(capsule, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(capsule, folder.resolve("capsule"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Records what the real verbs load and link, in state directories that are thrown away. */
    private void train(Path jar, Path cache, List<String> flags, String profile)
            throws IOException, InterruptedException {
        if (Files.exists(cache)) {
            return;
        }
        System.err.println("product: training run of the profile " + profile);
        Path state = Files.createTempDirectory("hull-");
        Path made = folder.resolve(profile + ".new");
        try {
            List<String> line = new ArrayList<>();
            line.add(java.toString());
            line.addAll(flags);
            line.addAll(List.of(
                    "-XX:AOTCacheOutput=" + made,
                    "-Dhull.product=" + folder,
                    "-Dhull.profile=" + profile,
                    "-Dhull.command=" + checkout.resolve("hull"),
                    "-Dhull.resources=" + folder.resolve("resources"),
                    "-cp",
                    jar.toString(),
                    "dev.hull.cli.Training",
                    state.toString()));
            run(line, Map.of("HULL_RUN_DIR", state + "/run", "HULL_DATA_DIR", state + "/data", "LC_ALL", "C.UTF-8"));
            Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(state);
        }
    }

    private static void run(List<String> line, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": status " + process.exitValue() + "\n" + output);
        }
    }

    /** The file that the command sources; its age is the build's. */
    private void start(String hash, String classpath) throws IOException {
        List<String> lines = List.of(
                "# Made by cli/Product.java for the hull command.",
                "java=" + quoted(java.toString()),
                "jar=hull-" + hash + ".jar",
                "short_cache=short-" + hash + ".aot",
                "heavy_cache=heavy-" + hash + ".aot",
                "short_flags=" + quoted(String.join(" ", SHORT)),
                "heavy_flags=" + quoted(String.join(" ", HEAVY)),
                "sources=" + quoted(String.join(" ", sources(classpath))));
        Path made = folder.resolve("start.new");
        Files.write(made, lines);
        Files.move(made, folder.resolve("start"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Folders of source files of the modules on the class path, and what says how they are built. */
    private List<String> sources(String classpath) throws IOException {
        List<String> found = new ArrayList<>(List.of("pom.xml", "cli/Product.java", "cli/Lowering.java"));
        for (String element : classpath.split(":")) {
            Path path = Path.of(element);
            if (!path.startsWith(checkout)) {
                continue;
            }
            Path module = checkout.resolve(checkout.relativize(path).getName(0));
            found.add(checkout.relativize(module.resolve("pom.xml")).toString());
            try (Stream<Path> tree = Files.walk(module.resolve("src/main"))) {
                tree.filter(Files::isDirectory)
                        .sorted()
                        .forEach(folder -> found.add(checkout.relativize(folder).toString()));
            }
        }
        return found;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Removes what earlier builds left. */
    private void sweep(String hash) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean versioned = name.endsWith(".jar") || name.endsWith(".aot");
                if (name.endsWith(".new") || (versioned && !name.contains(hash))) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
