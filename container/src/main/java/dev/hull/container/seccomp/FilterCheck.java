package dev.hull.container.seccomp;

import dev.hull.launch.Argument;
import dev.hull.launch.Step;
import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a filter lets the steps pass that follow it in a plan.
 *
 * <p>The filter is loaded before the capabilities go (seccomp(2) demands CAP_SYS_ADMIN or no_new_privs), so it sees the
 * capset, the setresuid, the execve of the workload. Said before the start, that is a sentence; said by the kernel, it
 * would be a container that died of SIGSYS.
 */
public final class FilterCheck {
    private FilterCheck() {}

    /**
     * Refuses a filter that would stop its own plan.
     *
     * @param steps those performed after the filter is loaded, in the same process
     * @throws IllegalArgumentException naming the first step that the filter does not surely allow
     */
    public static void requireAdmitted(SeccompFilter filter, Architecture machine, List<Step> steps) {
        for (Step step : steps) {
            Verdict refusal = refusal(filter, machine, step);
            if (refusal != null) {
                throw refused(step.syscall(), step.why(), refusal);
            }
        }
        // the capsule's own words if a step fails
        for (Syscall own : List.of(Syscall.WRITE, Syscall.EXIT_GROUP)) {
            Verdict refusal = refusal(filter, machine, own, List.of());
            if (refusal != null) {
                throw refused(own, "report a failed start", refusal);
            }
        }
    }

    private static IllegalArgumentException refused(Syscall call, String why, Verdict refusal) {
        return new IllegalArgumentException("the seccomp profile answers " + refusal + " to " + call.kernelName()
                + ", which the start itself needs (" + why + "): allow it in the profile");
    }

    private static @Nullable Verdict refusal(SeccompFilter filter, Architecture machine, Step step) {
        return refusal(filter, machine, step.syscall(), step.arguments());
    }

    private static @Nullable Verdict refusal(
            SeccompFilter filter, Architecture machine, Syscall call, List<Argument> arguments) {
        long[] values = new long[6];
        int unknown = 0x3f << arguments.size();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Value value) {
                values[i] = value.value();
            } else {
                unknown |= 1 << i;
            }
        }
        SeccompCall seen = new SeccompCall(machine.auditArch(), call.number(machine), values, unknown);
        Set<Verdict> answers = BpfInterpreter.answers(filter.program(), seen);
        for (Verdict answer : answers) {
            if (answer.action() != SeccompAction.ALLOW && answer.action() != SeccompAction.LOG) {
                return answer;
            }
        }
        return null;
    }
}
