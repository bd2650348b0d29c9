package dev.hull.linux;

/**
 * Events of poll(2) and epoll_ctl(2): the low bits are the same.
 *
 * <p>Source: {@code include/uapi/asm-generic/poll.h}, {@code linux/eventpoll.h}.
 */
public final class PollEvents {
    // Of poll(2)
    public static final int POLLIN = 1;
    public static final int POLLPRI = 2;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 0x10;
    public static final int POLLNVAL = 0x20;
    public static final int POLLRDHUP = 0x2000;

    // Of epoll_ctl(2)
    public static final int EPOLLIN = 1;
    public static final int EPOLLPRI = 2;
    public static final int EPOLLOUT = 4;
    public static final int EPOLLERR = 8;
    public static final int EPOLLHUP = 0x10;
    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLEXCLUSIVE = 0x10000000;
    public static final int EPOLLONESHOT = 0x40000000;
    public static final int EPOLLET = 0x80000000;

    private PollEvents() {}
}
