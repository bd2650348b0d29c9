package dev.hull.cli.verb;

import java.util.List;

/** What manual pages say of exit codes. */
final class Exits {
    static final List<String> PLAIN = List.of("0", "It is done.", "125", "It is not; a line on stderr says why.");

    private Exits() {}
}
