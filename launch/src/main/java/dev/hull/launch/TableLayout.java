package dev.hull.launch;

/**
 * Where everything lies in a plan's memory image: shared by {@link PlanTable}, which writes it, and the capsule, which
 * performs it.
 *
 * <p>Little-endian, everything aligned to 8. The file is the image; the capsule reads it into anonymous memory and adds
 * the image's address to each 64-bit word that the relocation list names (a list of u32 offsets from the image's
 * start). After that every pointer in it is an address. While the program runs the keeper gives back the pages of what
 * only its children need; before a restart it reads them again.
 *
 * <pre>
 * HEADER_SIZE bytes        header
 * KEEPER_WORDS u64         what client and keeper need, {@link KeeperSettings} or {@link AttachPlan}
 * KNOWN_WORDS u64          {@link KnownSlots}: the slots in their order, then the buffers
 * STEP_SIZE each           the steps in the order of their ids, then the records of their undos
 *                          the keeper's data
 * from CHILD_DATA          data of intermediate and init alone, then the relocation list
 * </pre>
 */
public final class TableLayout {
    /** {@code HULLPLN1} read as a little-endian u64. */
    public static final long MAGIC_VALUE = 0x314e_4c50_4c4c_5548L;

    public static final int MAX_STEPS = 4096;
    public static final int MAX_SIZE = 16 << 20;

    // Header.
    /** u64: {@link #MAGIC_VALUE}. */
    public static final int MAGIC = 0;
    /** u64: bytes of the whole image, the relocation list included. */
    public static final int SIZE = 8;
    /** u32: offset of the relocation list. */
    public static final int RELOCATIONS = 16;
    /** u32: number of its entries. */
    public static final int RELOCATION_COUNT = 20;
    /** u32: the {@code AUDIT_ARCH_*} value whose call numbers the steps carry. */
    public static final int ARCHITECTURE = 24;
    /** u32: number of step records, those of the undos included. */
    public static final int STEP_COUNT = 28;
    /** u32[6]: the index of the first step of each {@link Stage}, in their order; last the index behind END. */
    public static final int STAGES = 32;
    /** u32: offset from which everything to the end serves {@link Stage#INTERMEDIATE} and {@link Stage#INIT} alone. */
    public static final int CHILD_DATA = 56;

    public static final int HEADER_SIZE = 64;

    /** Offset of the keeper block: {@link #KEEPER_WORDS} words, numbered by the {@code K_} constants. */
    public static final int KEEPER = HEADER_SIZE;

    /** 0: {@link #ROLE_RUN}, 1: {@link #ROLE_ATTACH}. */
    public static final int K_ROLE = 0;
    /** Bit n: see {@link KeeperSettings.Flag#bit}. */
    public static final int K_FLAGS = 1;
    /** Address of the id followed by a line feed: what {@code -d} prints. */
    public static final int K_ID_LINE = 2;
    /** Length of the id's line. */
    public static final int K_ID_LINE_LENGTH = 3;
    /** Address of the run directory's path. */
    public static final int K_RUN_DIRECTORY = 4;
    /** Address of the log directory's path, 0 for no log. */
    public static final int K_LOG_DIRECTORY = 5;

    public static final int K_LOG_MAX_BYTES = 6;
    public static final int K_LOG_MAX_SEGMENTS = 7;
    public static final int K_STOP_SIGNAL = 8;
    /** See {@link KeeperSettings.Restart#code}. */
    public static final int K_RESTART = 9;

    public static final int K_RESTART_MAX = 10;
    /** Address of the path of the file that counts out-of-memory kills, 0 for none. */
    public static final int K_OOM_EVENTS = 11;
    /** Address of the detach keys. */
    public static final int K_DETACH_KEYS = 12;

    public static final int K_DETACH_KEYS_LENGTH = 13;
    /** Address of the status file's first {@link StatusRecord#SIZE} bytes. */
    public static final int K_STATUS_TEMPLATE = 14;
    /** Address of argv of {@code hull _reap ID}, null-terminated. */
    public static final int K_REAP_ARGV = 15;
    /** Address of argv of {@code hull _why ID STEP ERRNO}; the last two words are {@link #WHY_DIGITS} spaces. */
    public static final int K_WHY_ARGV = 16;
    /** Address of the step's digits in that argv, {@link #WHY_DIGITS} characters and a NUL. */
    public static final int K_WHY_STEP = 17;
    /** Address of the errno's digits in that argv. */
    public static final int K_WHY_ERRNO = 18;
    /** Address of the environment of both. */
    public static final int K_ENVIRONMENT = 19;
    /** Address of the sentence for a container that another process took (RUN) or that has no keeper (ATTACH). */
    public static final int K_REFUSAL = 20;

    public static final int K_REFUSAL_LENGTH = 21;
    /** Address of the sentence that tells that the keeper was lost. */
    public static final int K_KEEPER_LOST = 22;

    public static final int K_KEEPER_LOST_LENGTH = 23;

    /** Address of the sentence that tells that output was lost because the caller's file took no more. */
    public static final int K_WRITE_FAILED = 24;

    public static final int K_WRITE_FAILED_LENGTH = 25;

    public static final int KEEPER_WORDS = 26;

    /** The longest sequence of keys that detaches a client, in bytes. */
    public static final int MAX_DETACH_KEYS = 64;

    public static final int ROLE_RUN = 0;
    public static final int ROLE_ATTACH = 1;

    /** Width of a number in {@code hull _why}'s argv: right-aligned, zeros to the left. */
    public static final int WHY_DIGITS = 8;

    /** Offset of the known words, numbered by the {@code W_} constants in the order of {@link KnownSlots}. */
    public static final int KNOWN = KEEPER + 8 * KEEPER_WORDS;

    public static final int W_SPAWNED_PID = 0;
    public static final int W_INIT_PID = 1;
    public static final int W_INIT_PIDFD = 2;
    public static final int W_EXIT_STATUS = 3;
    public static final int W_STARTED_AT = 4;
    public static final int W_FINISHED_AT = 5;
    public static final int W_KEEPER_PID = 6;
    public static final int W_RESTART_COUNT = 7;
    public static final int W_PTY_MASTER = 8;
    /** i32[2] {read, write}, -1 where there is none; so are the following three. */
    public static final int W_STDIN_PIPE = 9;

    public static final int W_STDOUT_PIPE = 10;
    public static final int W_STDERR_PIPE = 11;
    public static final int W_REPORT_PIPE = 12;
    /** struct winsize, u16[4]. */
    public static final int W_WINDOW_SIZE = 13;

    public static final int KNOWN_WORDS = 14;

    /** Offset of the first step record. */
    public static final int FIRST_STEP = KNOWN + 8 * KNOWN_WORDS;

    // One step record.
    /** u16: the id; an undo's is its step's. */
    public static final int S_ID = 0;
    /** u8: see {@link Stage#code}. */
    public static final int S_STAGE = 2;
    /** u8: see {@link Step.Operation#code}. */
    public static final int S_OPERATION = 3;
    /** u32: the system call's number. */
    public static final int S_SYSCALL = 4;
    /** u64[6]: the arguments; what each word means tells {@link #S_KINDS}. */
    public static final int S_ARGUMENTS = 8;
    /** u8[6]: {@link #KIND_WORD}, {@link #KIND_LOAD_64}, {@link #KIND_LOAD_32}. */
    public static final int S_KINDS = 56;
    /** u8: see {@link Step.Flag#bit}. */
    public static final int S_FLAGS = 62;
    /** u8: 0 in the file; the capsule marks the steps that have succeeded and not been undone. */
    public static final int S_DONE = 63;
    /** u64: address of the word that gets the result, 0 for none. */
    public static final int S_RESULT = 64;
    /** u8[4]: tolerated errors, 0 for none. */
    public static final int S_TOLERATED = 72;
    /** u16: steps left out after a success. */
    public static final int S_SKIP_AFTER_SUCCESS = 76;
    /** u16: steps left out after a tolerated error. */
    public static final int S_SKIP_AFTER_TOLERATED = 78;
    /** u32: the index of the undo's record plus one, 0 for none. */
    public static final int S_UNDO = 80;

    public static final int STEP_SIZE = 88;

    /** The argument is the word itself: a number, or an address. */
    public static final int KIND_WORD = 0;
    /** The word is the address of the 8 bytes that are the argument. */
    public static final int KIND_LOAD_64 = 1;
    /** The word is the address of the 4 bytes that, sign-extended, are the argument. */
    public static final int KIND_LOAD_32 = 2;

    private TableLayout() {}

    /** Offset in the image of the keeper block's word. */
    public static int keeperWord(int number) {
        return KEEPER + 8 * number;
    }

    /** Offset in the image of the known word. */
    public static int knownWord(int number) {
        return KNOWN + 8 * number;
    }
}
