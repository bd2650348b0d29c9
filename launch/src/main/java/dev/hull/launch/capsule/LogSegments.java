package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
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
 * The container's log: {@link LogRecord}s appended to numbered segments, which nobody else writes.
 *
 * <p>What cannot be written (a full disk) is counted and left out, never half: the program goes on, and the gap shows in
 * the sequence numbers.
 */
final class LogSegments {
    /** From this length on output is moved into the log by the kernel; below it is read and written. */
    static final int CHUNK = 16 << 10;

    /** The longest record. */
    static final int LONGEST = 256 << 10;

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
    /** The log's file system cannot splice. */
    private final Word readsOnly;

    /** {@code open()}: goes on where the log ends; 0 or a negated errno. */
    final Function open;

    /** {@code append(stream, length)}: writes what lies at {@link #chunk}. */
    final Function append;

    /**
     * {@code move(source, stream, length)}: moves what a pipe holds into the log without reading it (splice(2)); how many
     * bytes were taken from the pipe, 0 if they are to be read and appended.
     */
    final Function move;

    private final Function find;
    private final Function begin;
    private final Function goOn;
    private final Function rotate;
    private final Function header;
    private final Function finish;
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
        readsOnly = program.word("logReadsOnly");
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
        header = program.function("logHeader").is(this::header);
        finish = program.function("logFinish").is(this::finish);
        append = program.function("logAppend").is(this::append);
        move = program.function("logMove").is(this::move);
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
        code.set(file, Kernel.openat(directory, path, O_RDWR | O_CREAT, 0600));
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

    /** {@code header(stream, length)}: of the next record; opens the file where a failed rotation left none. */
    private void header(Code code) {
        Local stream = code.parameter("stream");
        Local length = code.parameter("length");
        code.set(u32(record, LogRecord.LENGTH), length);
        code.set(u32(record, LogRecord.STREAM), stream);
        code.set(u64(record, LogRecord.TIME), times.now.call(number(Kernel.CLOCK_REALTIME)));
        code.set(u64(record, LogRecord.SEQUENCE), sequence);
        code.set(sequence, sequence.plus(1));
        code.when(file.isZero(), () -> code.run(begin.call()));
    }

    private void append(Code code) {
        Local stream = code.parameter("stream");
        Local length = code.parameter("length");
        code.run(header.call(stream, length));
        Local total = code.local("total", length.plus(LogRecord.HEADER_SIZE));
        Local written = code.local("written", number(0));
        code.when(file.isNot(0), () -> code.set(written, writeAtEnd(total)));
        code.run(finish.call(written, total));
    }

    private Expression writeAtEnd(Expression length) {
        return syscall(Syscall.PWRITE64, file, record, length, size);
    }

    /** {@code finish(written, total)}: takes the record as written, or cuts it off and counts it. */
    private void finish(Code code) {
        Local written = code.parameter("written");
        Local total = code.parameter("total");
        code.when(written.is(total), () -> code.set(size, size.plus(total)), () -> {
            code.set(status.logErrors(), status.logErrors().plus(1));
            code.when(file.isNot(0), () -> code.run(syscall(Syscall.FTRUNCATE, file, size)));
        });
        Expression limit = table.keeper(TableLayout.K_LOG_MAX_BYTES);
        code.when(limit.isNot(0).and(size.isAtLeast(limit)), () -> code.run(rotate.call()));
    }

    /** The header first: until all its bytes are there, a reader takes the record for a torn tail. */
    private void move(Code code) {
        Local source = code.parameter("source");
        Local stream = code.parameter("stream");
        Local length = code.parameter("length");
        Buffer offset = code.buffer("offset", 8);
        Expression limit = table.keeper(TableLayout.K_LOG_MAX_BYTES);
        code.when(limit.isNot(0).and(limit.minus(size).isLess(length)), () -> code.set(length, limit.minus(size)));
        code.when(length.isLess(CHUNK).or(readsOnly), () -> code.give(0));
        code.run(header.call(stream, length));
        Local moved = code.local("moved", 0);
        Local result = code.local("result", 0);
        code.when(file.isNot(0), () -> code.set(result, writeAtEnd(number(LogRecord.HEADER_SIZE))));
        code.set(u64(offset), size.plus(LogRecord.HEADER_SIZE));
        code.loopWhile(result.isGreater(0).and(moved.isLess(length)), () -> {
            code.set(result, splice(source, file, offset, length.minus(moved)));
            code.when(result.isGreater(0), () -> code.set(moved, moved.plus(result)));
        });
        // a full disk, a file system without splice: what can be done is done by reading and writing
        code.when(moved.isZero(), () -> {
            code.run(syscall(Syscall.FTRUNCATE, file, size));
            code.set(sequence, sequence.minus(1));
            code.set(readsOnly, result.is(Errno.EINVAL));
            code.give(0);
        });
        code.run(finish.call(moved.plus(LogRecord.HEADER_SIZE), length.plus(LogRecord.HEADER_SIZE)));
        code.give(moved);
    }

    private static Expression splice(Expression source, Expression target, Expression offset, Expression length) {
        return syscall(Syscall.SPLICE, source, number(0), target, offset, length, number(Kernel.SPLICE_F_NONBLOCK));
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
