package dev.hull.container.seccomp;

import java.util.List;

/**
 * One entry of the runtime-spec's {@code linux.seccomp.syscalls}.
 *
 * @param names kernel names of calls; a name that no architecture here has is no error: profiles outlive kernels
 * @param verdict what is answered when every condition holds
 * @param arguments the conditions, none for "always". Two on the same argument mean "either", as runtimes have it
 */
public record SeccompRule(List<String> names, Verdict verdict, List<SeccompArgument> arguments) {
    public SeccompRule {
        names = List.copyOf(names);
        arguments = List.copyOf(arguments);
    }
}
