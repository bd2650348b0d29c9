package dev.hull.linux.cgroup;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Something to do to a cgroup, as data: a plan's step, or performed at once. */
public sealed interface CgroupAct {
    /** Where it is done. */
    String path();

    /**
     * mkdir(2), mode 0755.
     *
     * @param shared a parent that containers share: it may exist, and stays
     */
    record MakeDirectory(String path, boolean shared) implements CgroupAct {
        public void perform() throws IOException {
            if (!new File(path).mkdir() && !(shared && new File(path).isDirectory())) {
                throw new IOException("mkdir " + path + " failed");
            }
        }
    }

    /**
     * open(2) for writing, and one write(2) of the whole value.
     *
     * @param fallback done instead if the file does not exist, or null
     */
    record Write(String path, String value, @Nullable Write fallback) implements CgroupAct {
        public Write(String path, String value) {
            this(path, value, null);
        }

        public void perform() throws IOException {
            if (fallback != null && !new File(path).exists()) {
                fallback.perform();
                return;
            }
            // a cgroup's directory takes no new files: O_CREAT of one that is missing fails
            try (FileOutputStream out = new FileOutputStream(path)) {
                out.write(value.getBytes(StandardCharsets.UTF_8));
            } catch (FileNotFoundException e) {
                throw e;
            } catch (IOException e) {
                throw new IOException("write " + value + " to " + path + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * bpf(2) BPF_PROG_LOAD of a program of type BPF_PROG_TYPE_CGROUP_DEVICE, and BPF_PROG_ATTACH to the cgroup (v2).
     *
     * @param path the cgroup's directory
     * @param program instructions, 8 bytes each
     */
    record AttachDeviceProgram(String path, byte[] program) implements CgroupAct {}
}
