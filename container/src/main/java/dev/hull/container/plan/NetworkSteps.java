package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.linux.SocketConstants;
import dev.hull.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The network namespace of a container without a network: loopback. */
final class NetworkSteps {
    private final StepList steps;

    NetworkSteps(StepList steps) {
        this.steps = steps;
    }

    /** Brings lo up, see netdevice(7); 127.0.0.1 and ::1 come with it. */
    void loopback() {
        Slot socket = steps.call(
                Stage.INIT,
                new Slot("a socket of the new network"),
                "open a socket in the new network",
                Syscall.SOCKET,
                value(SocketConstants.AF_INET, "AF_INET"),
                value(SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC, "SOCK_DGRAM|SOCK_CLOEXEC"),
                value(0));
        // struct ifreq: the interface's name in 16 bytes, then a union of 24; here short ifr_flags
        byte[] request = ByteBuffer.allocate(40)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("lo".getBytes(StandardCharsets.US_ASCII))
                .putShort(SocketConstants.IFNAMSIZ, (short) (SocketConstants.IFF_UP | SocketConstants.IFF_RUNNING))
                .array();
        steps.call(
                Stage.INIT,
                "bring the loopback interface up",
                Syscall.IOCTL,
                slot(socket),
                value(SocketConstants.SIOCSIFFLAGS, "SIOCSIFFLAGS"),
                new Argument.Bytes(request));
    }
}
