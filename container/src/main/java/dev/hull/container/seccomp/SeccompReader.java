package dev.hull.container.seccomp;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.seccomp.SeccompProfile.Condition;
import dev.hull.container.seccomp.SeccompProfile.Entry;
import dev.hull.linux.Errno;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads both JSON forms of a filter: the runtime-spec's {@code linux.seccomp} and the ecosystem's profile, which says
 * more.
 *
 * <p>Strict, because what is misread here is a hole: an unknown field, action, operator, flag or architecture, a field
 * given twice, a value out of range are errors that name their place as a JSON path. Names of calls are not checked: a
 * profile speaks of kernels and architectures beyond this one.
 */
public final class SeccompReader {
    private final JsonReader json;
    private final String source;

    private SeccompReader(Reader reader, String source) {
        this.json = new JsonReader(reader);
        this.json.setStrictness(Strictness.STRICT);
        this.source = source;
    }

    /**
     * The profile in that text.
     *
     * @param source what errors call it: a path
     * @throws IllegalArgumentException if it is no profile
     */
    public static SeccompProfile read(Reader text, String source) throws IOException {
        SeccompReader reader = new SeccompReader(text, source);
        try {
            SeccompProfile profile = reader.profile();
            if (reader.json.peek() != JsonToken.END_DOCUMENT) {
                throw reader.wrong("something follows the profile");
            }
            return profile;
        } catch (MalformedJsonException | EOFException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException(reader.place(reader.json.getPath()) + e.getMessage(), e);
        }
    }

    private SeccompProfile profile() throws IOException {
        Action action = new Action();
        List<SeccompArchitecture> architectures = new ArrayList<>();
        Map<SeccompArchitecture, List<SeccompArchitecture>> map = new EnumMap<>(SeccompArchitecture.class);
        Set<SeccompFlag> flags = EnumSet.noneOf(SeccompFlag.class);
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = fields(field -> {
            switch (field) {
                case "defaultAction" -> action.action = action();
                case "defaultErrnoRet" -> action.number = number(0xfff);
                case "defaultErrno" -> action.errno = errno();
                case "architectures" -> each(() -> addIfOurs(architectures, architecture()));
                case "archMap" -> each(() -> subArchitectures(map));
                case "flags" -> each(() -> flags.add(flag()));
                case "syscalls" -> each(() -> entries.add(entry()));
                case "comment" -> json.skipValue();
                case "listenerPath", "listenerMetadata" ->
                    throw wrong("Hull has no agent that answers SCMP_ACT_NOTIFY: leave " + field + " out");
                default -> throw unknown(field);
            }
        });
        require(seen, "defaultAction");
        if (seen.contains("architectures") && seen.contains("archMap")) {
            throw wrong("architectures and archMap exclude each other: give one of them");
        }
        return new SeccompProfile(verdict(action), architectures, map, flags, entries);
    }

    private void subArchitectures(Map<SeccompArchitecture, List<SeccompArchitecture>> map) throws IOException {
        List<@Nullable SeccompArchitecture> machine = new ArrayList<>();
        List<SeccompArchitecture> more = new ArrayList<>();
        require(
                fields(field -> {
                    switch (field) {
                        case "architecture" -> machine.add(architecture());
                        case "subArchitectures" -> each(() -> addIfOurs(more, architecture()));
                        default -> throw unknown(field);
                    }
                }),
                "architecture");
        SeccompArchitecture known = machine.getFirst();
        if (known != null) {
            map.put(known, List.copyOf(more));
        }
    }

    private Entry entry() throws IOException {
        List<String> names = new ArrayList<>();
        Action action = new Action();
        List<SeccompArgument> arguments = new ArrayList<>();
        Condition[] conditions = {Condition.NONE, Condition.NONE};
        StringBuilder comment = new StringBuilder();
        String path = json.getPath();
        Set<String> seen = fields(field -> {
            switch (field) {
                case "name" -> names.add(json.nextString());
                case "names" -> each(() -> names.add(json.nextString()));
                case "action" -> action.action = action();
                case "errnoRet" -> action.number = number(0xfff);
                case "errno" -> action.errno = errno();
                case "args" -> each(() -> arguments.add(argument()));
                case "includes" -> conditions[0] = condition();
                case "excludes" -> conditions[1] = condition();
                case "comment" -> comment.append(json.nextString());
                default -> throw unknown(field);
            }
        });
        require(seen, "action");
        if (names.isEmpty() || (seen.contains("name") && seen.contains("names"))) {
            throw wrongAt(path, "give the calls in names, at least one");
        }
        return new Entry(
                new SeccompRule(names, verdict(action), arguments), conditions[0], conditions[1], comment.toString());
    }

    private SeccompArgument argument() throws IOException {
        long[] numbers = new long[3];
        SeccompOperator[] operator = new SeccompOperator[1];
        Set<String> seen = fields(field -> {
            switch (field) {
                case "index" -> numbers[0] = number(5);
                case "value" -> numbers[1] = unsigned();
                case "valueTwo" -> numbers[2] = unsigned();
                case "op" -> operator[0] = operator();
                default -> throw unknown(field);
            }
        });
        require(seen, "index", "value", "op");
        return new SeccompArgument((int) numbers[0], numbers[1], numbers[2], operator[0]);
    }

    private Condition condition() throws IOException {
        List<String> capabilities = new ArrayList<>();
        Set<String> arches = new HashSet<>();
        List<KernelVersion> kernel = new ArrayList<>();
        String path = json.getPath();
        fields(field -> {
            switch (field) {
                case "caps" -> each(() -> capabilities.add(json.nextString()));
                case "arches" -> each(() -> arches.add(json.nextString()));
                case "minKernel" -> kernel.add(KernelVersion.parse(json.nextString()));
                default -> throw unknown(field);
            }
        });
        try {
            return new Condition(
                    CapabilitySet.parse(capabilities), arches, kernel.isEmpty() ? null : kernel.getFirst());
        } catch (IllegalArgumentException e) {
            throw wrongAt(path + ".caps", String.valueOf(e.getMessage()));
        }
    }

    /** An action with the errno that two fields may tell. */
    private static final class Action {
        @Nullable
        SeccompAction action;

        int number = -1;
        int errno = -1;
    }

    private Verdict verdict(Action read) {
        SeccompAction action = read.action == null ? SeccompAction.KILL_PROCESS : read.action;
        if (read.number >= 0 && read.errno >= 0 && read.number != read.errno) {
            throw wrong("the errno is given twice, as " + Errno.describe(read.number) + " and as "
                    + Errno.describe(read.errno));
        }
        int errno = Math.max(read.number, read.errno);
        boolean carries = action == SeccompAction.ERRNO || action == SeccompAction.TRACE;
        if (errno >= 0 && !carries) {
            throw wrong(action.specName() + " cannot carry an errno");
        }
        return new Verdict(action, !carries ? 0 : errno < 0 ? Seccomp.DEFAULT_ERRNO : errno);
    }

    private SeccompAction action() throws IOException {
        String path = json.getPath();
        String name = json.nextString();
        // the spec's older word for killing the thread
        String wanted = name.equals("SCMP_ACT_KILL") ? SeccompAction.KILL_THREAD.specName() : name;
        for (SeccompAction action : SeccompAction.values()) {
            if (action.specName().equals(wanted)) {
                return action;
            }
        }
        throw wrongAt(path, "unknown action " + name);
    }

    private SeccompOperator operator() throws IOException {
        String path = json.getPath();
        String name = json.nextString();
        for (SeccompOperator operator : SeccompOperator.values()) {
            if (operator.specName().equals(name)) {
                return operator;
            }
        }
        throw wrongAt(path, "unknown operator " + name);
    }

    private SeccompFlag flag() throws IOException {
        String path = json.getPath();
        String name = json.nextString();
        for (SeccompFlag flag : SeccompFlag.values()) {
            if (flag.specName().equals(name)) {
                return flag;
            }
        }
        throw wrongAt(path, "unknown flag " + name);
    }

    /** The architecture, null for one of other machines. */
    private @Nullable SeccompArchitecture architecture() throws IOException {
        String path = json.getPath();
        String name = json.nextString();
        for (SeccompArchitecture architecture : SeccompArchitecture.values()) {
            if (architecture.specName().equals(name)) {
                return architecture;
            }
        }
        if (OtherArchitectures.NAMES.contains(name)) {
            return null;
        }
        throw wrongAt(path, "unknown architecture " + name);
    }

    private static void addIfOurs(List<SeccompArchitecture> list, @Nullable SeccompArchitecture architecture) {
        if (architecture != null) {
            list.add(architecture);
        }
    }

    private int errno() throws IOException {
        String path = json.getPath();
        String name = json.nextString();
        try {
            return Errno.valueOf(name).number();
        } catch (IllegalArgumentException e) {
            throw wrongAt(path, "unknown errno " + name);
        }
    }

    private int number(int most) throws IOException {
        String path = json.getPath();
        long number = unsigned();
        if (number < 0 || number > most) {
            throw wrongAt(path, Long.toUnsignedString(number) + " is out of range: 0 to " + most);
        }
        return (int) number;
    }

    private long unsigned() throws IOException {
        String path = json.getPath();
        if (json.peek() != JsonToken.NUMBER) {
            throw wrong("a number is needed");
        }
        String digits = json.nextString();
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw wrongAt(path, digits + " is no whole number of 64 bits without a sign");
        }
    }

    /** What reads one value. */
    private interface Value {
        void read() throws IOException;
    }

    /** What reads the value of one field. */
    private interface Field {
        void read(String name) throws IOException;
    }

    /** Every field of an object that is not null, once; returns their names. */
    private Set<String> fields(Field field) throws IOException {
        Set<String> seen = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (json.peek() == JsonToken.NULL) {
                json.nextNull();
                continue;
            }
            if (!seen.add(name)) {
                throw wrong("the field is given twice");
            }
            field.read(name);
        }
        json.endObject();
        return seen;
    }

    private void each(Value value) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            value.read();
        }
        json.endArray();
    }

    private void require(Set<String> seen, String... names) {
        for (String name : names) {
            if (!seen.contains(name)) {
                throw wrongAt(json.getPreviousPath(), name + " is missing");
            }
        }
    }

    private IllegalArgumentException unknown(String field) {
        return wrong("unknown field " + field);
    }

    private IllegalArgumentException wrong(String what) {
        return wrongAt(json.getPath(), what);
    }

    private IllegalArgumentException wrongAt(String path, String what) {
        return new IllegalArgumentException(place(path) + what);
    }

    private String place(String path) {
        return "seccomp profile " + source + ", at " + path + ": ";
    }
}
