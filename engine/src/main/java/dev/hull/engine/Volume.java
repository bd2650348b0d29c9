package dev.hull.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named directory that outlives containers.
 *
 * @param name 64 hex digits if anonymous
 * @param created when
 * @param anonymous made for one container; {@code rm -v} and {@code --rm} remove it with its last user
 * @param labels what its maker said of it
 * @param data the directory that containers see
 */
public record Volume(String name, Instant created, boolean anonymous, Map<String, String> labels, Path data) {
    static final String DATA = "_data";

    public Volume {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}
