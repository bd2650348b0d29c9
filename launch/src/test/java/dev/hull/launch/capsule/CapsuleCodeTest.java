package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Walk;
import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The capsule as binutils sees it, and as another architecture would. */
class CapsuleCodeTest {
    /** How a constant comes into rax: by mov, by push and pop, 0 by xor; then the call. */
    private static final Pattern NUMBERED_CALL =
            Pattern.compile("(?:mov +\\$0x(?<moved>[0-9a-f]+),%eax|push +\\$0x(?<pushed>[0-9a-f]+)\n"
                    + ".*pop +%rax|xor +%eax,%eax)\n"
                    + ".*syscall");

    @TempDir
    private Path directory;

    private final Program program = Capsule.program();

    private static Set<Syscall> calls(Program program) {
        Set<Syscall> calls = new TreeSet<>();
        for (Function function : program.functions()) {
            Walk.each(function.code().statements(), it -> {
                if (it instanceof Expression.SystemCall call) {
                    calls.add(call.syscall());
                }
            });
        }
        return calls;
    }

    @Test
    void disassemblesCompletelyAndCallsTheKernelOnlyByTheNumbersOfTheForm() throws Exception {
        String text = Running.run(List.of(
                        "objdump", "-d", Running.executable(program, directory).toString()))
                .text();
        assertThat(text).contains("<perform>:").doesNotContain("(bad)");
        Set<Integer> numbers = new TreeSet<>();
        Matcher call = NUMBERED_CALL.matcher(text);
        long found = 0;
        while (call.find()) {
            String number = call.group("moved") == null ? call.group("pushed") : call.group("moved");
            numbers.add(number == null ? 0 : Integer.parseInt(number, 16));
            found++;
        }
        long numbered = text.lines().filter(line -> line.endsWith("syscall")).count() - found;
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(calls(program).stream()
                        .map(it -> it.number(Architecture.X86_64))
                        .toList());
        assertThat(numbered).as("calls whose number the plan gives").isEqualTo(1);
    }

    @Test
    void hasNoSegmentThatIsWritableAndExecutable() throws Exception {
        String headers = Running.run(List.of(
                        "readelf", "-lW", Running.executable(program, directory).toString()))
                .text();
        List<String> segments = headers.lines()
                .filter(line -> line.matches(" *(LOAD|GNU_STACK) .*"))
                .toList();
        assertThat(segments).hasSize(3).noneMatch(line -> line.contains("RWE"));
        assertThat(segments).anyMatch(line -> line.contains("GNU_STACK") && line.contains("RW "));
        assertThat(headers).doesNotContain("INTERP").doesNotContain("Warning");
    }

    @Test
    void makesOnlyCallsThatArm64HasToo() {
        assertThat(calls(program))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.number(Architecture.ARM64))
                        .as(call.kernelName())
                        .isNotNegative());
    }
}
