package dev.hull.container.seccomp;

import java.util.Arrays;

/**
 * A call as a filter sees it: {@code struct seccomp_data}, or what is known of it.
 *
 * @param auditArch the {@code AUDIT_ARCH_*} value of the table
 * @param number with x32's bit, where it is one of x32's
 * @param arguments up to six; missing ones are 0
 * @param unknown bit n: argument n is known only when the call is made (a pointer, a descriptor)
 */
record SeccompCall(int auditArch, int number, long[] arguments, int unknown) {
    SeccompCall {
        arguments = Arrays.copyOf(arguments, 6);
    }

    /** A call by that table's own number. */
    static SeccompCall of(SeccompArchitecture table, int number, long... arguments) {
        return new SeccompCall(table.auditArch(), number, arguments, 0);
    }

    boolean knows(int argument) {
        return (unknown >> argument & 1) == 0;
    }

    long argument(int index) {
        return arguments[index];
    }
}
