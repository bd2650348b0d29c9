package dev.hull.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of users and groups to numbers, by the {@code /etc/passwd} and {@code /etc/group} of the image (passwd(5),
 * group(5)); the machine's own name services are never asked.
 *
 * <p>Numbers are decimal digits, 0 to 4294967294; nothing else is a number, and what is no number must be a name that
 * the image knows. Nothing falls back to root.
 */
public final class UserLookup {
    private static final long MAX_ID = 4294967294L;

    private final RootTree tree;

    public UserLookup(RootTree tree) {
        this.tree = tree;
    }

    /**
     * Who a program runs as.
     *
     * @param groups the supplementary groups; the primary one is among them (CVE-2022-36109)
     * @param name as the image has it, empty for a number that it does not know
     * @param home as the image has it, else {@code /}
     */
    public record Credentials(long uid, long gid, List<Long> groups, String name, String home) {
        public Credentials {
            groups = List.copyOf(groups);
        }
    }

    private record PasswdEntry(String name, String uid, String gid, String home) {}

    private record GroupEntry(String name, String gid, List<String> members) {}

    /**
     * Looks up what {@code --user} or the image's configuration says.
     *
     * @param spec {@code user}, {@code user:group}, names or numbers; empty for root
     * @param groupAdd names or numbers of further groups
     */
    public Credentials resolve(String spec, List<String> groupAdd) {
        int colon = spec.indexOf(':');
        String user = colon < 0 ? spec : spec.substring(0, colon);
        String group = colon < 0 ? null : spec.substring(colon + 1);
        if (colon >= 0 && (user.isEmpty() || spec.substring(colon + 1).isEmpty())) {
            throw bad("user", spec, "one side of the colon is empty", "write USER, USER:GROUP, UID or UID:GID");
        }
        user = user.isEmpty() ? "0" : user;
        PasswdEntry entry = passwdEntry(user);
        if (entry == null && number(user) < 0) {
            throw notANumber("user", user, "/etc/passwd");
        }
        long uid = entry == null ? number(user) : id("user", entry.uid, "/etc/passwd");
        String name = entry == null ? "" : entry.name;
        Set<Long> groups = new LinkedHashSet<>();
        long gid;
        if (group != null) {
            gid = group(group);
        } else {
            gid = entry == null ? 0 : id("group", entry.gid, "/etc/passwd");
        }
        groups.add(gid);
        if (group == null && !name.isEmpty()) {
            addMemberships(groups, name);
        }
        groups.addAll(groups(groupAdd));
        return new Credentials(
                uid, gid, List.copyOf(groups), name, entry == null || entry.home.isEmpty() ? "/" : entry.home);
    }

    /** The numbers of groups that are named or numbered, in the same order. */
    public List<Long> groups(List<String> words) {
        List<Long> numbers = new ArrayList<>();
        for (String word : words) {
            numbers.add(group(word));
        }
        return numbers;
    }

    /** The number of a group that is named or numbered. */
    private long group(String word) {
        for (GroupEntry entry : groupEntries()) {
            if (entry.name.equals(word)) {
                return id("group", entry.gid, "/etc/group");
            }
        }
        long number = number(word);
        if (number < 0) {
            throw notANumber("group", word, "/etc/group");
        }
        return number;
    }

    private void addMemberships(Set<Long> groups, String name) {
        for (GroupEntry entry : groupEntries()) {
            if (entry.members.contains(name)) {
                groups.add(id("group", entry.gid, "/etc/group"));
            }
        }
    }

    private @Nullable PasswdEntry passwdEntry(String user) {
        long number = number(user);
        for (List<String> fields : lines("/etc/passwd", 7)) {
            if (fields.get(0).equals(user) || (number >= 0 && number(fields.get(2)) == number)) {
                return new PasswdEntry(fields.get(0), fields.get(2), fields.get(3), fields.get(5));
            }
        }
        return null;
    }

    private List<GroupEntry> groupEntries() {
        List<GroupEntry> entries = new ArrayList<>();
        for (List<String> fields : lines("/etc/group", 4)) {
            entries.add(new GroupEntry(fields.get(0), fields.get(2), split(fields.get(3), ',')));
        }
        return entries;
    }

    /** The file's entries with that many fields; what has fewer is no entry, nor are the {@code +} and {@code -} of NIS. */
    private List<List<String>> lines(String path, int fields) {
        Optional<byte[]> bytes = tree.read(path);
        List<List<String>> entries = new ArrayList<>();
        if (bytes.isPresent()) {
            for (String line : split(new String(bytes.get(), StandardCharsets.UTF_8), '\n')) {
                List<String> entry = split(line, ':');
                if (entry.size() >= fields && !line.startsWith("+") && !line.startsWith("-")) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The number that the digits say, -1 if they are no valid id. */
    private static long number(String word) {
        if (word.isEmpty() || word.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= MAX_ID ? value : -1;
    }

    private static long id(String what, String field, String file) {
        long number = number(field);
        if (number < 0) {
            throw bad(
                    what,
                    field,
                    "the image's " + file + " has it as a number, but it is not one from 0 to " + MAX_ID,
                    "");
        }
        return number;
    }

    private static ImageException notANumber(String what, String word, String file) {
        boolean numeric = true;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            numeric &= (c >= '0' && c <= '9') || c == '-' || c == '+';
        }
        return numeric
                ? bad(what, word, "not a number from 0 to " + MAX_ID, "")
                : bad(what, word, "the image's " + file + " has no such name", "give a name it has, or a number");
    }

    private static ImageException bad(String what, String word, String reason, String advice) {
        return new ImageException("look up " + what, "\"" + word + "\"", reason, advice);
    }
}
