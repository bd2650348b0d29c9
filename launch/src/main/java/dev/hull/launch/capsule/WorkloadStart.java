package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.linux.FcntlConstants.F_SETFL;
import static dev.hull.linux.OpenFlags.O_NONBLOCK;

import dev.hull.launch.KeeperCall;
import dev.hull.launch.KeeperMessage.Report;
import dev.hull.launch.Stage;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import dev.hull.linux.WaitFlags;

/** One start of the workload: the plan's START, then the report pipe until init's execve has closed it. */
final class WorkloadStart {
    private static final int SIGKILL = Signal.SIGKILL.number();

    private final LoadedTable table;
    private final PerformerCalls performer;
    private final Claim claim;
    private final ChildPages pages;
    private final Times times;
    private final Function reap;
    private final Function readReports;
    private final Function takeInit;

    /** {@code start()}: 0 when the workload runs, else the failure, and nothing of it is left. */
    final Function start;

    WorkloadStart(
            Program program, LoadedTable table, PerformerCalls performer, Claim claim, ChildPages pages, Times times) {
        this.table = table;
        this.performer = performer;
        this.claim = claim;
        this.pages = pages;
        this.times = times;
        reap = program.function("reapChild").is(code -> {
            Local pid = code.parameter("pid");
            code.when(pid.isAtMost(0), () -> code.give(0));
            code.run(syscall(Syscall.KILL, pid, number(SIGKILL)));
            code.run(waitFor(pid));
        });
        takeInit = program.function("takeInit").is(this::takeInit);
        readReports = program.function("readReports").is(this::readReports);
        start = program.function("startWorkload").is(this::start);
    }

    private static Expression waitFor(Expression pid) {
        return syscall(Syscall.WAITID, number(WaitFlags.P_PID), pid, number(0), number(WaitFlags.WEXITED), number(0));
    }

    private void start(Code code) {
        Local restored = code.local("restored", pages.restore.call(claim.directory));
        code.when(restored.isError(), () -> code.give(PerformerCalls.failure(KeeperCall.PLAN, restored)));
        code.set(table.known(TableLayout.W_SPAWNED_PID), 0);
        code.set(table.known(TableLayout.W_INIT_PID), 0);
        code.set(table.known(TableLayout.W_INIT_PIDFD), 0);
        code.set(table.known(TableLayout.W_PTY_MASTER), 0);
        Local failure = code.local("failure", performer.perform().call(number(Stage.START.code())));
        Place reports = table.readEnd(TableLayout.W_REPORT_PIPE);
        code.run(closeEnd(table.writeEnd(TableLayout.W_REPORT_PIPE)));
        code.set(table.writeEnd(TableLayout.W_REPORT_PIPE), -1);
        code.when(failure, () -> {
            // init may wait for a go that will not come: what it has reported is in the pipe by the time it is reaped
            code.run(reap.call(table.known(TableLayout.W_SPAWNED_PID)));
            code.set(table.known(TableLayout.W_SPAWNED_PID), 0);
            code.run(Kernel.fcntl(reports, F_SETFL, number(O_NONBLOCK)));
        });
        // a step after the spawn may have failed because init did: init's word is the better one
        Local reported = code.local("reported", readReports.call());
        code.when(reported, () -> code.set(failure, reported));
        code.run(closeEnd(reports));
        code.set(reports, -1);
        code.when(failure.isZero(), () -> code.set(failure, takeInit.call()));
        code.when(failure, () -> {
            code.run(reap.call(table.known(TableLayout.W_SPAWNED_PID)));
            code.run(reap.call(table.known(TableLayout.W_INIT_PID)));
            code.run(performer.undo().call(number(Stage.START.code())));
            code.give(failure);
        });
        code.set(table.known(TableLayout.W_STARTED_AT), times.now.call(number(Kernel.CLOCK_REALTIME)));
    }

    private static Expression closeEnd(Place end) {
        return Kernel.close(end); // EBADF for the -1 of a pipe that was never made
    }

    /** Reads until the pipe's end; the failure reported, 0 for none. */
    private void readReports(Code code) {
        Buffer report = code.buffer("report", Report.SIZE);
        Local failure = code.local("failure", 0);
        code.loop(() -> {
            Local length = code.local(
                    "length", Kernel.read(table.readEnd(TableLayout.W_REPORT_PIPE), report, number(Report.SIZE)));
            code.when(length.isNot(Report.SIZE), code::breakLoop);
            code.when(
                    u16(report).is(Report.FAILED),
                    () -> code.set(
                            failure,
                            u16(report, 2).shiftLeft(PerformerCalls.STEP_SHIFT).bitOr(u32(report, 4))));
            code.when(
                    u16(report).is(Report.INIT_PID),
                    () -> code.set(table.known(TableLayout.W_INIT_PID), u32(report, 4)));
        });
        code.give(failure);
    }

    /** Init is what was spawned, or what the intermediate made and reported: then the intermediate has done its part. */
    private void takeInit(Code code) {
        Place init = table.known(TableLayout.W_INIT_PID);
        Place spawned = table.known(TableLayout.W_SPAWNED_PID);
        Place pidfd = table.known(TableLayout.W_INIT_PIDFD);
        code.when(init.isZero(), () -> code.set(init, spawned), () -> {
            code.run(waitFor(spawned));
            code.when(pidfd.isNot(0), () -> code.run(Kernel.close(pidfd)));
            code.set(pidfd, 0);
        });
        code.set(spawned, 0);
        code.when(
                init.isZero(), () -> code.give(PerformerCalls.failure(KeeperCall.INIT, number(-Errno.ESRCH.number()))));
        code.when(pidfd.isZero(), () -> {
            Local opened = code.local("opened", syscall(Syscall.PIDFD_OPEN, init, number(0)));
            code.when(opened.isError(), () -> code.give(PerformerCalls.failure(KeeperCall.INIT, opened)));
            code.set(pidfd, opened);
        });
        code.give(0);
    }
}
