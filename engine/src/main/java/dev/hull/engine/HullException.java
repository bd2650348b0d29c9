package dev.hull.engine;

import dev.hull.linux.Errno;
import dev.hull.linux.call.LinuxException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * What Hull could not do: what was tried, on which object, why, and what to do about it.
 *
 * <p>The subclass is the {@link Kind}; the kind alone decides exit code and HTTP status.
 */
public abstract sealed class HullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, and how each interface tells it by a number. */
    public enum Kind {
        /** The request itself is wrong. */
        INVALID(125, 400),
        /** No such container, volume, image. */
        NOT_FOUND(125, 404),
        /** It exists already, is in use, or is in the wrong state. */
        CONFLICT(125, 409),
        /** This host or this version cannot do it. */
        UNSUPPORTED(125, 501),
        /** The workload's file is there but cannot be executed. */
        NOT_EXECUTABLE(126, 400),
        /** The workload's file is not there. */
        COMMAND_NOT_FOUND(127, 400),
        /** The kernel refused, a file is broken, the disk is full. */
        FAILED(125, 500),
        /** The keeper died without an exit record. */
        KEEPER_LOST(255, 500);

        private final int exitCode;
        private final int httpStatus;

        Kind(int exitCode, int httpStatus) {
            this.exitCode = exitCode;
            this.httpStatus = httpStatus;
        }

        /** The status with which {@code hull} ends. */
        public int exitCode() {
            return exitCode;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    private final Kind kind;
    private final String operation;
    private final String object;
    private final @Nullable Errno errno;
    private final int step;
    private final String reason;
    private final String advice;

    private HullException(
            Kind kind,
            String operation,
            String object,
            String reason,
            @Nullable Errno errno,
            int step,
            String advice,
            @Nullable Throwable cause) {
        super(message(operation, object, reason, step, advice), cause);
        this.kind = kind;
        this.operation = operation;
        this.object = object;
        this.reason = reason;
        this.errno = errno;
        this.step = step;
        this.advice = advice;
    }

    private static String message(String operation, String object, String reason, int step, String advice) {
        StringBuilder message = new StringBuilder(80).append(operation);
        if (step >= 0) {
            message.append(": step ").append(step).append(", ").append(object);
        } else if (!object.isEmpty()) {
            message.append(' ').append(object);
        }
        message.append(": ").append(reason);
        if (!advice.isEmpty()) {
            message.append("; ").append(advice);
        }
        return message.toString();
    }

    public final Kind kind() {
        return kind;
    }

    /** What was tried: {@code remove container}. */
    public final String operation() {
        return operation;
    }

    /** On which object: a name, an id, a path; empty if there is none. */
    public final String object() {
        return object;
    }

    /** Why, in words; with {@link #errno} its name and sentence. */
    public final String reason() {
        return reason;
    }

    /** The kernel's answer, or null. */
    public final @Nullable Errno errno() {
        return errno;
    }

    /** The launch plan's step that failed, -1 if it was none. */
    public final int step() {
        return step;
    }

    /** What the user can do, empty if nothing is known. */
    public final String advice() {
        return advice;
    }

    /** {@link Kind#INVALID}. */
    public static final class Invalid extends HullException {
        private static final long serialVersionUID = 1L;

        public Invalid(String operation, String object, String reason, String advice) {
            super(Kind.INVALID, operation, object, reason, null, -1, advice, null);
        }

        public Invalid(String operation, String object, Throwable cause) {
            super(Kind.INVALID, operation, object, said(cause), null, -1, "", cause);
        }
    }

    /** {@link Kind#NOT_FOUND}. */
    public static final class NotFound extends HullException {
        private static final long serialVersionUID = 1L;

        public NotFound(String operation, String object, String reason, String advice) {
            super(Kind.NOT_FOUND, operation, object, reason, null, -1, advice, null);
        }
    }

    /** {@link Kind#CONFLICT}. */
    public static final class Conflict extends HullException {
        private static final long serialVersionUID = 1L;

        public Conflict(String operation, String object, String reason, String advice) {
            super(Kind.CONFLICT, operation, object, reason, null, -1, advice, null);
        }
    }

    /** {@link Kind#UNSUPPORTED}. */
    public static final class Unsupported extends HullException {
        private static final long serialVersionUID = 1L;

        public Unsupported(String operation, String object, String reason, String advice) {
            super(Kind.UNSUPPORTED, operation, object, reason, null, -1, advice, null);
        }
    }

    /** A program did not start: {@link Kind#NOT_EXECUTABLE}, {@link Kind#COMMAND_NOT_FOUND} or a failed step. */
    public static final class NotStarted extends HullException {
        private static final long serialVersionUID = 1L;

        public NotStarted(
                Kind kind,
                String operation,
                String object,
                String reason,
                @Nullable Errno errno,
                int step,
                String advice) {
            super(kind, operation, object, reason, errno, step, advice, null);
        }
    }

    /** {@link Kind#FAILED}. */
    public static final class Failed extends HullException {
        private static final long serialVersionUID = 1L;

        public Failed(String operation, String object, String reason, String advice) {
            super(Kind.FAILED, operation, object, reason, null, -1, advice, null);
        }

        public Failed(String operation, String object, Errno errno, String advice) {
            super(Kind.FAILED, operation, object, told(errno), errno, -1, advice, null);
        }

        private Failed(String operation, String object, @Nullable Errno errno, String reason, IOException cause) {
            super(Kind.FAILED, operation, object, reason, errno, -1, adviceFor(errno), cause);
        }
    }

    /** {@link Kind#KEEPER_LOST}. */
    public static final class KeeperLost extends HullException {
        private static final long serialVersionUID = 1L;

        public KeeperLost(String operation, String object) {
            super(
                    Kind.KEEPER_LOST,
                    operation,
                    object,
                    "its keeper ended without an exit record",
                    null,
                    -1,
                    "hull start runs it again",
                    null);
        }
    }

    /** The same failure as Java's file API tells it, with the errno that it hides. */
    public static HullException of(String operation, String object, IOException cause) {
        Errno errno = errno(cause);
        return new Failed(operation, object, errno, errno == null ? said(cause) : told(errno), cause);
    }

    /**
     * The errno behind an exception of {@code java.nio.file}: a class of its own for some, else strerror's sentence as
     * the reason; null if it is none of them.
     */
    static @Nullable Errno errno(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> Errno.ENOENT;
            case FileAlreadyExistsException e -> Errno.EEXIST;
            case AccessDeniedException e -> Errno.EACCES;
            case DirectoryNotEmptyException e -> Errno.ENOTEMPTY;
            case NotDirectoryException e -> Errno.ENOTDIR;
            case LinuxException e -> Errno.of(e.number()).orElse(null);
            case FileSystemException e -> byMessage(e.getReason());
            default -> byMessage(cause.getMessage());
        };
    }

    private static @Nullable Errno byMessage(@Nullable String message) {
        for (Errno errno : Errno.values()) {
            if (errno.message().equals(message)) {
                return errno;
            }
        }
        return null;
    }

    private static String told(Errno errno) {
        return errno + " (" + errno.message() + ")";
    }

    private static String said(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String adviceFor(@Nullable Errno errno) {
        return switch (errno) {
            case ENOSPC, EDQUOT -> "free some space: hull prune removes what is unused";
            case EACCES, EPERM -> "run hull as root, or as the directory's owner";
            case EROFS -> "choose another place by HULL_RUN_DIR and HULL_DATA_DIR";
            case null, default -> "";
        };
    }
}
