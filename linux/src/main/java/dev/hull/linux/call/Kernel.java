package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The project's only use of {@link Linker}: C functions whose arguments fit general registers.
 *
 * <p>Every system call goes through the C library's syscall(2): one handle, so the Linker's work is done once, and no
 * wrapper of the library stands between us and the kernel's own semantics. posix_spawn(3), which is no system call, is
 * reached by {@link #function}.
 */
@SuppressWarnings("restricted") // this is the one class whose business is to call native code
final class Kernel {
    /** Where a call's errno is captured before the JVM can change it. */
    static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            symbol("syscall"),
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private Kernel() {}

    /** syscall(2): -1 means failure, with the errno in {@code capture}. */
    static long syscall(MemorySegment capture, long number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) SYSCALL.invokeExact(capture, number, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new AssertionError("a downcall throws nothing", t);
        }
    }

    static int errno(MemorySegment capture) {
        return capture.get(JAVA_INT, ERRNO_OFFSET);
    }

    /** A function of the C library that takes only integers and pointers, all given as longs, and answers an int. */
    static MethodHandle function(String name, int arguments) {
        MemoryLayout[] longs = new MemoryLayout[arguments];
        java.util.Arrays.fill(longs, JAVA_LONG);
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(JAVA_INT, longs));
    }

    private static MemorySegment symbol(String name) {
        return LIBC.find(name)
                .orElseThrow(
                        () -> new UnsatisfiedLinkError("the C library has no " + name + ": Hull needs glibc 2.34"));
    }
}
