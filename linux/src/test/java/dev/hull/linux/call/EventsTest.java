package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.FcntlConstants;
import dev.hull.linux.PollEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wakes a waiting thread: epoll, eventfd, inotify. */
class EventsTest {
    @TempDir
    Path folder;

    @Test
    void tellsWhichDescriptorIsReady() throws Exception {
        try (Epoll epoll = Epoll.create();
                Eventfd one = Eventfd.create(FcntlConstants.EFD_NONBLOCK);
                Eventfd two = Eventfd.create(0);
                Pipe pipe = Pipe.open(0)) {
            epoll.add(one.descriptor(), PollEvents.EPOLLIN, 0x1_0000_0001L);
            epoll.add(two.descriptor(), PollEvents.EPOLLIN, 0x2_0000_0002L);
            epoll.add(pipe.read(), PollEvents.EPOLLIN, -3);
            assertThat(epoll.await(0)).isEmpty();
            assertThat(epoll.await(1)).isEmpty();
            two.add(5);
            assertThat(epoll.await(-1)).containsExactly(new Epoll.Event(0x2_0000_0002L, PollEvents.EPOLLIN));
            assertThat(two.take()).isEqualTo(5);
            assertThatThrownBy(one::take).hasMessageContaining("EAGAIN");
            pipe.write().close();
            assertThat(epoll.await(-1)).containsExactly(new Epoll.Event(-3, PollEvents.EPOLLHUP));
            epoll.remove(pipe.read());
            one.add(1);
            epoll.modify(one.descriptor(), PollEvents.EPOLLOUT, 9);
            assertThat(epoll.await(-1)).containsExactly(new Epoll.Event(9, PollEvents.EPOLLOUT));
        }
    }

    @Test
    void tellsWhatHappensToAFile() throws Exception {
        try (Inotify inotify = Inotify.create()) {
            int watch = inotify.watch(
                    Pathname.of(folder),
                    FcntlConstants.IN_CREATE | FcntlConstants.IN_MOVED_TO | FcntlConstants.IN_MOVED_FROM);
            assertThat(inotify.read()).isEmpty();
            Files.createFile(folder.resolve("a"));
            assertThat(Poll.wait(inotify.descriptor(), PollEvents.POLLIN, -1)).isEqualTo(PollEvents.POLLIN);
            Files.move(folder.resolve("a"), folder.resolve("a-longer-name"));
            var events = inotify.read();
            assertThat(events)
                    .extracting(Inotify.Event::name)
                    .containsExactly(Pathname.of("a"), Pathname.of("a"), Pathname.of("a-longer-name"));
            assertThat(events).extracting(Inotify.Event::watch).containsOnly(watch);
            assertThat(events.get(1).cookie()).isEqualTo(events.get(2).cookie()).isNotZero();
            inotify.unwatch(watch);
            assertThat(inotify.read()).extracting(Inotify.Event::mask).containsExactly(FcntlConstants.IN_IGNORED);
        }
    }

    @Test
    void fillsTheBufferWithRandomBytes() throws Exception {
        byte[] bytes = RandomBytes.get(1 << 16);
        assertThat(bytes).hasSize(1 << 16).contains(0, 1, -1, 127);
        assertThat(RandomBytes.get(32)).isNotEqualTo(RandomBytes.get(32));
    }

    @Test
    void seesThePropertiesOfTheProcess() throws Exception {
        assertThat(ProcessControl.prctl(dev.hull.linux.Prctl.PR_GET_DUMPABLE, 0, 0, 0, 0))
                .isEqualTo(1);
        assertThatThrownBy(() -> ProcessControl.prctl(-1, 0, 0, 0, 0)).hasMessageContaining("EINVAL");
    }

    @Test
    void keepsASealedFileAsItIs() throws Exception {
        try (FileDescriptor file = Memfd.sealed("plan", new byte[] {1, 2, 3})) {
            assertThat(Memfd.seals(file))
                    .isEqualTo(FcntlConstants.F_SEAL_SEAL
                            | FcntlConstants.F_SEAL_SHRINK
                            | FcntlConstants.F_SEAL_GROW
                            | FcntlConstants.F_SEAL_WRITE);
            assertThatThrownBy(() -> FileContent.write(file, new byte[1], 0, 1)).hasMessageContaining("EPERM");
            assertThatThrownBy(() -> FileContent.ftruncate(file, 0)).hasMessageContaining("EPERM");
            assertThatThrownBy(() -> Memfd.addSeals(file, 0)).hasMessageContaining("EPERM");
        }
    }
}
