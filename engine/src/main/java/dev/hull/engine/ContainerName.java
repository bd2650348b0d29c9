package dev.hull.engine;

import java.util.Random;

/** Container and volume names: {@code [a-zA-Z0-9][a-zA-Z0-9_.-]+}, as docker's. */
final class ContainerName {
    /** A name is a file's name. */
    private static final int LIMIT = 255;

    private static final String[] ADJECTIVES = {
        "able", "amber", "ample", "avid", "bold", "brave", "breezy", "brief", "bright", "brisk", "calm", "candid",
        "careful", "chief", "civil", "clear", "clever", "cosy", "crisp", "curious", "daring", "deft", "dusky", "eager",
        "early", "earnest", "easy", "elder", "exact", "fair", "fast", "fleet", "fond", "frank", "fresh", "gentle",
        "glad", "golden", "grand", "green", "handy", "hardy", "honest", "humble", "jolly", "keen", "kind", "lively",
        "loyal", "lucid", "lunar", "mellow", "merry", "mild", "modest", "neat", "nimble", "noble", "polar", "polite",
        "proud", "quick", "quiet", "rapid", "ready", "robust", "rural", "serene", "sharp", "silver", "simple", "sleek",
        "solar", "solid", "steady", "stout", "subtle", "sunny", "swift", "tidal", "tidy", "vivid", "warm", "witty"
    };

    /** Ships and what belongs to them. */
    private static final String[] NOUNS = {
        "albatross",
        "anchor",
        "anemone",
        "atoll",
        "ballast",
        "barge",
        "bark",
        "beacon",
        "berth",
        "bollard",
        "boom",
        "bow",
        "breeze",
        "brig",
        "buoy",
        "cabin",
        "canal",
        "canoe",
        "capstan",
        "cape",
        "catamaran",
        "channel",
        "clipper",
        "compass",
        "coral",
        "corvette",
        "current",
        "cutter",
        "deck",
        "delta",
        "dinghy",
        "dock",
        "dory",
        "ferry",
        "fjord",
        "flagship",
        "frigate",
        "galleon",
        "galley",
        "gull",
        "harbour",
        "hatch",
        "hawser",
        "heron",
        "island",
        "jetty",
        "kayak",
        "keel",
        "ketch",
        "lagoon",
        "lantern",
        "lighthouse",
        "lugger",
        "mast",
        "mooring",
        "narwhal",
        "oar",
        "osprey",
        "paddle",
        "pelican",
        "pier",
        "pilot",
        "porpoise",
        "port",
        "prow",
        "quay",
        "raft",
        "reef",
        "rigging",
        "rudder",
        "sail",
        "schooner",
        "seal",
        "sextant",
        "shoal",
        "skiff",
        "sloop",
        "spar",
        "starboard",
        "stern",
        "tern",
        "tide",
        "tiller",
        "trawler",
        "tug",
        "voyage",
        "wake",
        "walrus",
        "wharf",
        "yawl"
    };

    private ContainerName() {}

    /** {@code brisk_schooner}; after some tries that met names in use a number follows. */
    static String generated(Random random, int attempt) {
        String name = ADJECTIVES[random.nextInt(ADJECTIVES.length)] + '_' + NOUNS[random.nextInt(NOUNS.length)];
        return attempt < 4 ? name : name + random.nextInt(1 << Math.min(30, attempt * 2));
    }

    /**
     * The name itself if it is one; docker's leading slash is dropped.
     *
     * @param kind what is named: {@code container}, {@code volume}
     * @throws HullException.Invalid if it is none
     */
    static String checked(String kind, String text) {
        String name = text.startsWith("/") ? text.substring(1) : text;
        String wrong = wrong(name);
        if (!wrong.isEmpty()) {
            throw new HullException.Invalid(
                    "name " + kind,
                    '"' + text + '"',
                    wrong,
                    "use letters, digits, '_', '.' and '-', a letter or digit first, at least two");
        }
        return name;
    }

    private static String wrong(String name) {
        if (name.length() < 2) {
            return name.isEmpty() ? "it is empty" : "it is too short";
        }
        if (name.length() > LIMIT) {
            return "it is longer than " + LIMIT + " characters";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetterOrDigit(c) && (i == 0 || "_.-".indexOf(c) < 0)) {
                return "it may not " + (i == 0 ? "begin with" : "hold") + " '" + c + "'";
            }
        }
        return "";
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
