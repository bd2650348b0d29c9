package dev.hull.container.device;

import dev.hull.linux.BpfConstants;

/**
 * What a rule is about, as a set.
 *
 * @param bits {@code BPF_DEVCG_ACC_MKNOD}, {@code _READ}, {@code _WRITE}; at least one of them
 */
public record DeviceAccess(int bits) {
    public static final DeviceAccess ALL = new DeviceAccess(
            BpfConstants.BPF_DEVCG_ACC_MKNOD | BpfConstants.BPF_DEVCG_ACC_READ | BpfConstants.BPF_DEVCG_ACC_WRITE);

    public DeviceAccess {
        if (bits < 1 || bits > 7) {
            throw new IllegalArgumentException("no access to a device: " + bits);
        }
    }

    /**
     * One to three different letters of {@code rwm}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static DeviceAccess parse(String letters) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            int bit = bit(letters.charAt(i));
            if (bit == 0 || (bits & bit) != 0) {
                throw wrong(letters);
            }
            bits |= bit;
        }
        if (bits == 0) {
            throw wrong(letters);
        }
        return new DeviceAccess(bits);
    }

    /** This, and the making of nodes. */
    public DeviceAccess plusMknod() {
        return new DeviceAccess(bits | BpfConstants.BPF_DEVCG_ACC_MKNOD);
    }

    private static int bit(char letter) {
        return switch (letter) {
            case 'r' -> BpfConstants.BPF_DEVCG_ACC_READ;
            case 'w' -> BpfConstants.BPF_DEVCG_ACC_WRITE;
            case 'm' -> BpfConstants.BPF_DEVCG_ACC_MKNOD;
            default -> 0;
        };
    }

    private static IllegalArgumentException wrong(String letters) {
        return new IllegalArgumentException("'" + letters
                + "' is no access to a device: give some of r (read), w (write) and m (mknod), each once");
    }

    /** The letters, in the order {@code rwm}. */
    @Override
    public String toString() {
        StringBuilder letters = new StringBuilder(3);
        for (char letter : new char[] {'r', 'w', 'm'}) {
            if ((bits & bit(letter)) != 0) {
                letters.append(letter);
            }
        }
        return letters.toString();
    }
}
