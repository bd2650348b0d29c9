package dev.hull.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the container that a user's word means. */
final class Lookup {
    private final Hull hull;

    Lookup(Hull hull) {
        this.hull = hull;
    }

    /** A whole id, then a name, then the beginning of an id: a name that looks like one wins over a prefix. */
    ContainerRecord find(String reference) {
        String word = reference.startsWith("/") ? reference.substring(1) : reference;
        String id = ContainerId.isId(word) ? word : named(word);
        if (id == null) {
            id = ContainerId.isPrefix(word) ? prefixed(word) : null;
        }
        if (id != null) {
            hull.reap(id);
            ContainerRecord record = hull.records().read(id);
            if (record != null) {
                return record;
            }
        }
        throw new HullException.NotFound(
                "find container", reference, "there is none of that name or id", "hull ps -a lists them");
    }

    private @Nullable String named(String word) {
        if (word.isEmpty() || word.indexOf('/') >= 0 || word.startsWith(".") || word.indexOf('\0') >= 0) {
            return null;
        }
        try {
            String id = hull.records().names().find(word);
            return id != null && hull.records().isNamed(id, word) ? id : null;
        } catch (IOException e) {
            throw HullException.of("find container", word, e);
        }
    }

    private @Nullable String prefixed(String word) {
        List<String> found = new ArrayList<>();
        for (String id : hull.records().ids()) {
            if (id.startsWith(word)) {
                found.add(id);
            }
        }
        if (found.size() > 1) {
            throw new HullException.Conflict(
                    "find container",
                    word,
                    "several ids begin so: "
                            + String.join(
                                    ", ",
                                    found.stream().map(ContainerId::shortened).toList()),
                    "give more digits, or a name");
        }
        return found.isEmpty() ? null : found.getFirst();
    }
}
