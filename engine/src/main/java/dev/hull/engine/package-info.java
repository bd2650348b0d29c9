/**
 * The Java API: one {@link dev.hull.engine.Hull} composes everything below it.
 *
 * <pre>{@code
 * try (Hull hull = Hull.open();
 *         Running id = hull.run(RunRequest.of("host").command("id", "-u").remove(true).build())) {
 *     String output = new String(id.stdout().readAllBytes(), StandardCharsets.UTF_8);
 *     int status = id.exited().join().status();
 * }
 * }</pre>
 *
 * State is files below two directories, see {@link dev.hull.engine.Directories}; there is no daemon. What prints,
 * parses flags or knows a terminal lives above; what makes system calls lives below.
 */
@NullMarked
package dev.hull.engine;

import org.jspecify.annotations.NullMarked;
