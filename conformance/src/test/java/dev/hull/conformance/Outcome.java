package dev.hull.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How a command ended.
 *
 * @param line the command and its words, for messages
 * @param status exit status, 128 + n for a signal
 * @param output its stdout
 * @param errors its stderr
 */
public record Outcome(List<String> line, int status, byte[] output, byte[] errors) {
    /** No command of these tests may take longer; a hang is a failure, not a wait for the end of CI. */
    private static final long LIMIT_SECONDS = 300;

    /** Starts the process, feeds it the input, and waits for its end. */
    public static Outcome of(ProcessBuilder builder, byte[] input) {
        try {
            Process process = builder.start();
            CompletableFuture<byte[]> output = read(process.getInputStream());
            CompletableFuture<byte[]> errors = read(process.getErrorStream());
            feed(process.getOutputStream(), input);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "still running after " + LIMIT_SECONDS + " s: " + String.join(" ", builder.command()));
            }
            return new Outcome(List.copyOf(builder.command()), process.exitValue(), output.get(), errors.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs any command of the machine, not of the product. */
    public static Outcome command(String... words) {
        return of(new ProcessBuilder(words), new byte[0]);
    }

    public String text() {
        return new String(output, StandardCharsets.UTF_8);
    }

    public String errorText() {
        return new String(errors, StandardCharsets.UTF_8);
    }

    /** The lines of stdout that are not empty. */
    public List<String> lines() {
        return text().lines().filter(line -> !line.isEmpty()).toList();
    }

    /** Itself, if the command exited with 0. */
    public Outcome succeeded() {
        return exited(0);
    }

    /** Itself, if the command exited so. */
    public Outcome exited(int expected) {
        if (status != expected) {
            throw new AssertionError("%s exited with %d, not %d%nstdout: %s%nstderr: %s"
                    .formatted(String.join(" ", line), status, expected, text(), errorText()));
        }
        return this;
    }

    private static CompletableFuture<byte[]> read(InputStream stream) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                result.complete(stream.readAllBytes());
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static void feed(OutputStream stdin, byte[] input) {
        Thread.ofVirtual().start(() -> {
            try (stdin) {
                stdin.write(input);
            } catch (IOException e) {
                // EPIPE: the command ended without reading all of it, which its outcome shows
                assert e.getMessage() != null;
            }
        });
    }
}
