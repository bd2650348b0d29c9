package dev.hull.cli.run;

import dev.hull.cli.option.UsageException;
import dev.hull.cli.value.Sizes;
import dev.hull.container.DeviceRequest;

/** Mounts, devices, the root's properties. */
final class FilesReader {
    private final RequestReader reader;

    FilesReader(RequestReader reader) {
        this.reader = reader;
    }

    void read() {
        reader.each("volume", text -> reader.request.mount(MountSyntax.volume(text)));
        reader.each("mount", text -> reader.request.mount(MountFields.parse(text)));
        reader.each("tmpfs", text -> reader.request.mount(MountSyntax.tmpfs(text)));
        reader.each("volumes-from", reader.request::volumesFrom);
        String driver = reader.arguments.text("volume-driver", "local");
        if (!driver.equals("local")) {
            throw new UsageException("--volume-driver " + driver + " is refused: there is only local");
        }
        reader.flag("read-only", reader.request::readOnly);
        reader.flag("keep", reader.request::keepWrites);
        reader.text("shm-size", text -> reader.request.shmSize(Sizes.bytes(text)));
        reader.each("device", text -> reader.request.device(device(text)));
    }

    /** {@code HOST}, {@code HOST:rwm}, {@code HOST:INSIDE}, {@code HOST:INSIDE:rwm}. */
    static DeviceRequest device(String text) {
        String[] parts = text.split(":", -1);
        if (!parts[0].startsWith("/")) {
            throw new IllegalArgumentException(
                    parts[0].contains("=")
                            ? "device names of the CDI are refused; name the device's path"
                            : "the path of a device is expected");
        }
        return switch (parts.length) {
            case 1 -> new DeviceRequest(parts[0], parts[0], "rwm");
            case 2 ->
                parts[1].startsWith("/")
                        ? new DeviceRequest(parts[0], parts[1], "rwm")
                        : new DeviceRequest(parts[0], parts[0], parts[1]);
            case 3 -> new DeviceRequest(parts[0], MountSyntax.target(parts[1]), parts[2]);
            default -> throw new IllegalArgumentException("HOST[:INSIDE[:rwm]] is expected");
        };
    }
}
