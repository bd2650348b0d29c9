package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.u8;

import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;

/** Numbers in text, both ways. */
final class Texts {
    /** {@code digits(number, address, width)}: writes it in decimal, right-aligned, zeros to the left. */
    final Function digits;

    /** {@code number(address, end)}: the decimal number that begins at address, 0 where no digit does. */
    final Function number;

    Texts(Program program) {
        digits = program.function("digits").is(code -> {
            Local number = code.parameter("number");
            Local address = code.parameter("address");
            Local width = code.parameter("width");
            code.loopWhile(width.isGreater(0), () -> {
                code.set(width, width.minus(1));
                code.set(u8(address.plus(width)), number.modulo(10).plus('0'));
                code.set(number, number.dividedBy(10));
            });
        });
        number = program.function("number").is(code -> {
            Local address = code.parameter("address");
            Local end = code.parameter("end");
            Local value = code.local("value", 0);
            code.loopWhile(address.isBelow(end).and(u8(address).minus('0').isBelow(10)), () -> {
                code.set(value, value.times(10).plus(u8(address).minus('0')));
                code.set(address, address.plus(1));
            });
            code.give(value);
        });
    }
}
