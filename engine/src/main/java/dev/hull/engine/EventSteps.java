package dev.hull.engine;

import dev.hull.launch.Argument;
import dev.hull.launch.KnownSlots;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps by which a keeper appends to the journal without a JVM: the line is laid out here, the time of day and the
 * exit status are filled in at their places.
 *
 * <p>None of them can fail a start or an end: a full disk loses the event, not the program.
 */
final class EventSteps {
    /** Stands for the exit status while the line is laid out: {@link EventLine#NUMBER_WIDTH} characters. */
    private static final String STATUS = "@exitStatus";

    private static final int APPENDING =
            OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND | OpenFlags.O_CLOEXEC;

    private final Path journal;
    private final String boot;
    private final KnownSlots known;

    EventSteps(Path journal, String boot, KnownSlots known) {
        this.journal = journal;
        this.boot = boot;
        this.known = known;
    }

    /** The event of a program that is started. */
    List<Step> start(ContainerRecord record) {
        return append(Stage.START, "start", record, Journal.attributes(record));
    }

    /** The event of a program that has ended. */
    List<Step> die(ContainerRecord record) {
        Map<String, String> attributes = Journal.attributes(record);
        attributes.put("exitCode", STATUS);
        return append(Stage.END, "die", record, attributes);
    }

    /** The event of a record that is removed. */
    List<Step> destroy(ContainerRecord record) {
        return append(Stage.END, "destroy", record, Journal.attributes(record));
    }

    /** The event of a further program that is started. */
    List<Step> execStart(ContainerRecord record, List<String> command) {
        return append(Stage.START, "exec_start: " + String.join(" ", command), record, Journal.attributes(record));
    }

    /** The event of a further program that has ended. */
    List<Step> execDie(ContainerRecord record) {
        Map<String, String> attributes = Journal.attributes(record);
        attributes.put("exitCode", STATUS);
        return append(Stage.END, "exec_die", record, attributes);
    }

    private List<Step> append(Stage stage, String action, ContainerRecord record, Map<String, String> attributes) {
        byte[] text = EventLine.write(Instant.EPOCH, boot, "container", action, record.id(), attributes);
        Argument.Buffer line = new Argument.Buffer(text);
        Argument.Buffer now = new Argument.Buffer(16);
        Slot file = new Slot("the journal");
        List<Step> steps = new ArrayList<>();
        steps.add(Step.call(
                stage,
                "ask for the time of the event",
                Syscall.CLOCK_GETTIME,
                Argument.value(0, "CLOCK_REALTIME"),
                new Argument.BufferAddress(now, 0)));
        steps.add(decimal(stage, new Argument.BufferValue(now, 0, 8), line, EventLine.SECONDS_AT));
        steps.add(decimal(stage, new Argument.BufferValue(now, 8, 8), line, EventLine.NANOSECONDS_AT));
        int status = new String(text, StandardCharsets.ISO_8859_1).lastIndexOf(STATUS);
        if (status >= 0) {
            steps.add(decimal(stage, new Argument.SlotValue(known.exitStatus), line, status));
        }
        steps.add(Step.call(
                        stage,
                        "open the journal of events",
                        Syscall.OPENAT,
                        Argument.value(-100, "AT_FDCWD"),
                        Argument.text(journal.toString()),
                        Argument.value(APPENDING, "O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC"),
                        Argument.value(0600, "0600"))
                .into(file)
                .with(Step.Flag.TOLERATE_ALL)
                .skippingAfterTolerated(2));
        steps.add(Step.call(
                        stage,
                        "append the event " + action,
                        Syscall.WRITE,
                        new Argument.SlotValue(file),
                        new Argument.BufferAddress(line, 0),
                        Argument.value(text.length))
                .with(Step.Flag.TOLERATE_ALL));
        steps.add(Step.call(stage, "close the journal", Syscall.CLOSE, new Argument.SlotValue(file)));
        return steps;
    }

    private static Step decimal(Stage stage, Argument number, Argument.Buffer line, int offset) {
        return Step.of(
                stage,
                Step.Operation.DECIMAL,
                "write a number into the event",
                Syscall.WRITE,
                number,
                new Argument.BufferAddress(line, offset),
                Argument.value(EventLine.NUMBER_WIDTH),
                Argument.value(' ', "a space"));
    }
}
