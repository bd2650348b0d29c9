package dev.hull.container.seccomp;

import dev.hull.linux.Errno;

/**
 * A filter's whole answer.
 *
 * @param data 0..65535: the errno of {@link SeccompAction#ERRNO}, what a tracer or a SIGTRAP handler is told; 0 where
 *     the action carries none
 */
public record Verdict(SeccompAction action, int data) {
    public static final Verdict ALLOW = new Verdict(SeccompAction.ALLOW, 0);

    public Verdict {
        if (data < 0 || data > 0xffff || (data != 0 && !action.carriesData())) {
            throw new IllegalArgumentException(action + " cannot carry " + data);
        }
    }

    public static Verdict errno(Errno errno) {
        return new Verdict(SeccompAction.ERRNO, errno.number());
    }

    /** The 32 bits that the filter returns. */
    public int bits() {
        return action.code() | data;
    }

    static Verdict ofBits(int bits) {
        SeccompAction action = SeccompAction.ofCode(bits);
        return new Verdict(action, action.carriesData() ? bits & 0xffff : 0);
    }

    /** {@code ERRNO EPERM}, {@code ALLOW}. */
    @Override
    public String toString() {
        if (action == SeccompAction.ERRNO) {
            return "ERRNO " + Errno.of(data).map(Errno::name).orElse(Integer.toString(data));
        }
        return action.carriesData() ? action + " " + data : action.name();
    }
}
