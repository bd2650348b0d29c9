package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_APPEND;
import static dev.hull.linux.OpenFlags.O_CREAT;
import static dev.hull.linux.OpenFlags.O_RDONLY;
import static dev.hull.linux.OpenFlags.O_RDWR;
import static dev.hull.linux.OpenFlags.SEEK_END;

import dev.hull.launch.LogRecord;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;

/**
 * The container's log: {@link LogRecord}s appended to numbered segments.
 *
 * <p>What cannot be written (a full disk) is counted and left out, never half: the program goes on, and the gap shows in
 * the sequence numbers.
 */
final class LogSegments {
    /** How much output goes into one record. The keeper's only large memory: with it, it stays under 100 KB. */
    static final int CHUNK = 28 << 10;

    private static final int NAME_OFFSET = 19; // in struct linux_dirent64, behind ino, off, reclen and type
    private static final int RECORD_LENGTH_OFFSET = 16;

    private final LoadedTable table;
    private final StatusFile status;
    private final Texts texts;
    private final Times times;
    private final Space record;

    private final Word directory;
    private final Word file;
    private final Word size;
    private final Word sequence;
    private final Word segment;
    private final Word oldest;

    /** {@code open()}: goes on where the log ends; 0 or a negated errno. */
    final Function open;

    /** {@code append(stream, length)}: writes what lies at {@link #chunk}. */
    final Function append;

    private final Function find;
    private final Function begin;
    private final Function goOn;
    private final Function rotate;
    private final Function name;

    LogSegments(Program program, LoadedTable table, StatusFile status, Texts texts, Times times) {
        this.table = table;
        this.status = status;
        this.texts = texts;
        this.times = times;
        record = program.space("record", LogRecord.HEADER_SIZE + CHUNK);
        directory = program.word("logDirectory");
        file = program.word("logFile");
        size = program.word("logSize");
        sequence = program.word("logSequence");
        segment = program.word("logSegment");
        oldest = program.word("logOldest");
        name = program.function("logName").is(code -> {
            Local number = code.parameter("number");
            Local address = code.parameter("address");
            code.run(texts.digits.call(number, address, number(LogRecord.NAME_DIGITS)));
            code.set(u8(address, LogRecord.NAME_DIGITS), 0);
        });
        find = program.function("logFind").is(this::find);
        goOn = program.function("logGoOn").is(this::goOn);
        begin = program.function("logBegin").is(this::begin);
        rotate = program.function("logRotate").is(this::rotate);
        open = program.function("logOpen").is(this::open);
        append = program.function("logAppend").is(this::append);
    }

    /** Where output is put before it is appended: {@link #CHUNK} bytes. */
    Expression chunk() {
        return record.plus(LogRecord.HEADER_SIZE);
    }

    /** Whether there is a log at all. */
    Expression wanted() {
        return table.keeper(TableLayout.K_LOG_DIRECTORY);
    }

    private void open(Code code) {
        Expression path = table.keeper(TableLayout.K_LOG_DIRECTORY);
        code.set(directory, Kernel.openat(number(AT_FDCWD), path, O_RDONLY, 0));
        code.when(directory.is(Errno.ENOENT), () -> {
            code.run(syscall(Syscall.MKDIRAT, number(AT_FDCWD), path, number(0700)));
            code.set(directory, Kernel.openat(number(AT_FDCWD), path, O_RDONLY, 0));
        });
        code.when(directory.isError(), () -> code.give(directory));
        Local failure = code.local("failure", find.call());
        code.when(failure.isError(), () -> code.give(failure));
        code.give(begin.call());
    }

    /** Looks for the segments that are there: eight digits. */
    private void find(Code code) {
        code.loop(() -> {
            Local length = code.local("length", syscall(Syscall.GETDENTS64, directory, chunk(), number(4096)));
            code.when(length.isError(), () -> code.give(length));
            code.when(length.isZero(), code::breakLoop);
            Local entry = code.local("entry", chunk());
            Local end = code.local("end", entry.plus(length));
            code.loopWhile(entry.isBelow(end), () -> {
                Local found = code.local(
                        "found",
                        texts.number.call(entry.plus(NAME_OFFSET), entry.plus(NAME_OFFSET + LogRecord.NAME_DIGITS)));
                code.when(found.isGreater(segment), () -> code.set(segment, found));
                code.when(
                        found.isGreater(0).and(oldest.isZero().or(found.isLess(oldest))),
                        () -> code.set(oldest, found));
                code.set(entry, entry.plus(u16(entry, RECORD_LENGTH_OFFSET)));
            });
        });
        code.when(segment.isZero(), () -> {
            code.set(segment, 1);
            code.set(oldest, 1);
        });
    }

    /** Opens the current segment's file, which may be there; 0 or a negated errno. */
    private void begin(Code code) {
        Buffer path = code.buffer("path", 16);
        code.run(name.call(segment, path));
        code.set(file, Kernel.openat(directory, path, O_RDWR | O_CREAT | O_APPEND, 0600));
        code.when(
                file.isError().not(), () -> code.set(size, syscall(Syscall.LSEEK, file, number(0), number(SEEK_END))));
        code.when(file.isError(), () -> {
            Local failure = code.local("failure", file);
            code.set(file, 0);
            code.give(failure);
        });
        // the first of a segment that is new, or that a dying keeper had just begun, is above all before
        code.when(
                size.isZero().and(sequence.isZero()),
                () -> code.set(sequence, segment.shiftLeft(LogRecord.SEQUENCE_SHIFT)));
        code.when(sequence.isZero(), () -> code.run(goOn.call()));
    }

    /** Finds the last whole record of an earlier keeper, cuts off what follows it, and goes on with its number. */
    private void goOn(Code code) {
        Local at = code.local("at", 0);
        Local loaded = code.local("loaded", 0); // where in the file the chunk begins
        Local count = code.local("count", 0); // how much of it there is
        code.loopWhile(at.plus(LogRecord.HEADER_SIZE).isAtMost(size), () -> {
            code.when(at.plus(LogRecord.HEADER_SIZE).isGreater(loaded.plus(count)), () -> {
                code.set(loaded, at);
                code.set(count, syscall(Syscall.PREAD64, file, chunk(), number(CHUNK), at));
            });
            code.when(count.isLess(LogRecord.HEADER_SIZE), code::breakLoop);
            Local header = code.local("header", chunk().plus(at.minus(loaded)));
            Local next =
                    code.local("next", at.plus(u32(header, LogRecord.LENGTH)).plus(LogRecord.HEADER_SIZE));
            code.when(next.isGreater(size), code::breakLoop);
            code.set(sequence, u64(header, LogRecord.SEQUENCE).plus(1));
            code.set(at, next);
        });
        code.when(at.isLess(size), () -> code.run(syscall(Syscall.FTRUNCATE, file, at)));
        code.set(size, at);
        code.when(sequence.isZero(), () -> code.set(sequence, segment.shiftLeft(LogRecord.SEQUENCE_SHIFT)));
    }

    private void append(Code code) {
        Local stream = code.parameter("stream");
        Local length = code.parameter("length");
        code.set(u32(record, LogRecord.LENGTH), length);
        code.set(u32(record, LogRecord.STREAM), stream);
        code.set(u64(record, LogRecord.TIME), times.now.call(number(Kernel.CLOCK_REALTIME)));
        code.set(u64(record, LogRecord.SEQUENCE), sequence);
        code.set(sequence, sequence.plus(1));
        // a rotation that failed left no file: the next record tries again
        code.when(file.isZero(), () -> code.run(begin.call()));
        Local total = code.local("total", length.plus(LogRecord.HEADER_SIZE));
        Local written = code.local("written", number(0));
        code.when(file.isNot(0), () -> code.set(written, Kernel.write(file, record, total)));
        code.when(written.is(total), () -> code.set(size, size.plus(total)), () -> {
            code.set(status.logErrors(), status.logErrors().plus(1));
            code.when(written.isGreater(0), () -> code.run(syscall(Syscall.FTRUNCATE, file, size)));
        });
        Expression limit = table.keeper(TableLayout.K_LOG_MAX_BYTES);
        code.when(limit.isNot(0).and(size.isAtLeast(limit)), () -> code.run(rotate.call()));
    }

    private void rotate(Code code) {
        Buffer path = code.buffer("path", 16);
        code.run(Kernel.close(file));
        code.set(segment, segment.plus(1));
        code.run(begin.call());
        Expression kept = table.keeper(TableLayout.K_LOG_MAX_SEGMENTS);
        code.loopWhile(oldest.plus(kept).isAtMost(segment), () -> {
            code.run(name.call(oldest, path));
            code.run(syscall(Syscall.UNLINKAT, directory, path, number(0)));
            code.set(oldest, oldest.plus(1));
        });
    }
}
