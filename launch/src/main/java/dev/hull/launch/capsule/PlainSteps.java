package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.u8;

import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;

/** The steps that only touch the plan's own memory: DECIMAL and COMPARE. */
final class PlainSteps {
    /** {@code (number, address, width, fill)}: 0, EFAULT outside the image, EOVERFLOW for a number that is too wide. */
    final Function decimal;

    /** {@code (address, address, length, errno)}: 0, EFAULT outside the image, the errno if a byte differs. */
    final Function compare;

    private final Function inside;

    PlainSteps(Program program, Function inside) {
        this.inside = inside;
        decimal = program.function("decimal").is(this::decimal);
        compare = program.function("compare").is(this::compare);
    }

    private void decimal(Code code) {
        Local rest = code.parameter("number");
        Local start = code.parameter("address");
        Local width = code.parameter("width");
        Local fill = code.parameter("fill");
        code.when(inside.call(start, width).isZero(), () -> code.give(-Errno.EFAULT.number()));
        Local at = code.local("at", start.plus(width));
        code.loopWhile(at.isAbove(start), () -> {
            code.set(at, at.minus(1));
            code.set(u8(at), rest.modulo(10).plus('0'));
            code.set(rest, rest.dividedBy(10));
            code.when(rest.isZero(), code::breakLoop);
        });
        code.when(rest, () -> code.give(-Errno.EOVERFLOW.number()));
        code.loopWhile(at.isAbove(start), () -> {
            code.set(at, at.minus(1));
            code.set(u8(at), fill);
        });
    }

    private void compare(Code code) {
        Local one = code.parameter("one");
        Local other = code.parameter("other");
        Local length = code.parameter("length");
        Local errno = code.parameter("errno");
        code.when(
                inside.call(one, length).and(inside.call(other, length)).isZero(),
                () -> code.give(-Errno.EFAULT.number()));
        Local end = code.local("end", one.plus(length));
        code.loopWhile(one.isBelow(end), () -> {
            code.when(u8(one).isNot(u8(other)), () -> code.give(number(0).minus(errno)));
            code.set(one, one.plus(1));
            code.set(other, other.plus(1));
        });
    }
}
