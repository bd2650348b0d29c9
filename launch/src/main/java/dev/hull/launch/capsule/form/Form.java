package dev.hull.launch.capsule.form;

import dev.hull.launch.capsule.form.Place.Memory;
import dev.hull.launch.capsule.form.Place.Width;
import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;

/** The words that begin an expression; made for static import. */
public final class Form {
    private Form() {}

    public static Expression number(long value) {
        return new Expression.Constant(value);
    }

    /** A number that the architecture decides. The name is for people. */
    public static Expression perArchitecture(String name, ToLongFunction<Architecture> value) {
        return new Expression.ArchitectureConstant(name, value);
    }

    /** The address of a read-only NUL-terminated string in UTF-8. */
    public static Expression text(String text) {
        return bytes((text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** The address of read-only bytes. */
    public static Expression bytes(byte[] bytes) {
        return new Expression.Data(bytes.clone());
    }

    /** A system call with up to six arguments; its value is the kernel's: a negated errno if it failed. */
    public static Expression syscall(Syscall syscall, Expression... arguments) {
        return new Expression.SystemCall(syscall, List.of(arguments));
    }

    /** The system call of a number that is known only when the program runs. */
    public static Expression numberedCall(Expression number, Expression... arguments) {
        return new Expression.NumberedCall(number, List.of(arguments));
    }

    /** The unsigned byte at an address. */
    public static Memory u8(Expression address) {
        return new Memory(Width.BYTE, false, address);
    }

    /** The unsigned byte {@code offset} bytes after an address. */
    public static Memory u8(Expression address, long offset) {
        return u8(address.plus(offset));
    }

    public static Memory u16(Expression address) {
        return new Memory(Width.HALF, false, address);
    }

    public static Memory u16(Expression address, long offset) {
        return u16(address.plus(offset));
    }

    public static Memory u32(Expression address) {
        return new Memory(Width.WORD, false, address);
    }

    public static Memory u32(Expression address, long offset) {
        return u32(address.plus(offset));
    }

    public static Memory u64(Expression address) {
        return new Memory(Width.LONG, false, address);
    }

    public static Memory u64(Expression address, long offset) {
        return u64(address.plus(offset));
    }

    /** The 16 bits at an address, sign-extended. */
    public static Memory i16(Expression address) {
        return new Memory(Width.HALF, true, address);
    }

    /** The 32 bits at an address, sign-extended: a descriptor. */
    public static Memory i32(Expression address) {
        return new Memory(Width.WORD, true, address);
    }

    public static Memory i32(Expression address, long offset) {
        return i32(address.plus(offset));
    }
}
