package dev.hull.engine;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * One line of the journal: a JSON object and a newline. Its place in the file is the event's sequence number.
 *
 * <pre>
 * {"sec":  1764403200,"nsec":    123456,"boot":"...","type":"container","action":"die","id":"...",
 *  "attributes":{"exitCode":"         0","image":"host","name":"brisk_schooner"}}
 * </pre>
 *
 * Numbers may be padded by spaces on the left, inside strings too: the keeper writes them at fixed places of a line
 * that was laid out before it knew them.
 */
final class EventLine {
    /** Digits of a padded number: a time in seconds, nanoseconds, an exit status. */
    static final int NUMBER_WIDTH = 11;

    private EventLine() {}

    static byte[] write(
            Instant time, String boot, String type, String action, String id, Map<String, String> attributes) {
        StringWriter text = new StringWriter(256);
        text.append("{\"sec\":")
                .append(padded(time.getEpochSecond()))
                .append(",\"nsec\":")
                .append(padded(time.getNano()))
                .append(",\"boot\":\"")
                .append(boot)
                .append("\",");
        try {
            StringWriter rest = new StringWriter(192);
            JsonWriter json = new JsonWriter(rest);
            json.beginObject();
            json.name("type").value(type);
            json.name("action").value(action);
            json.name("id").value(id);
            json.name("attributes").beginObject();
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                json.name(attribute.getKey()).value(attribute.getValue());
            }
            json.endObject().endObject();
            text.append(rest.getBuffer(), 1, rest.getBuffer().length()).append('\n');
        } catch (IOException e) {
            throw new IllegalStateException("a string refused a character", e);
        }
        return JsonText.utf8(text.toString());
    }

    /** Where {@code "sec":} has its number in every line. */
    static final int SECONDS_AT = "{\"sec\":".length();

    /** Where {@code "nsec":} has its number in every line. */
    static final int NANOSECONDS_AT = SECONDS_AT + NUMBER_WIDTH + ",\"nsec\":".length();

    /** The number, with spaces on the left. */
    static String padded(long number) {
        String digits = Long.toString(number);
        return " ".repeat(Math.max(0, NUMBER_WIDTH - digits.length())) + digits;
    }

    /**
     * The event of a line without its newline.
     *
     * @param sequence the line's place in the journal
     * @throws RuntimeException of Gson if it is torn
     */
    static Event parse(long sequence, byte[] line, int from, int length) {
        JsonObject json = JsonParser.parseString(new String(line, from, length, StandardCharsets.UTF_8))
                .getAsJsonObject();
        Map<String, String> attributes = RecordReader.strings(json.getAsJsonObject("attributes"));
        attributes.replaceAll((key, value) -> value.startsWith(" ") ? value.strip() : value);
        return new Event(
                sequence,
                Instant.ofEpochSecond(
                        json.get("sec").getAsLong(), json.get("nsec").getAsLong()),
                json.get("type").getAsString(),
                json.get("action").getAsString(),
                json.get("id").getAsString(),
                attributes);
    }
}
