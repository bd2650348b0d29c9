package dev.hull.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelTextTest {
    @Test
    void givesBackAnyBytesUnchanged() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(KernelText.encode(KernelText.decode(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void readsUtf8AsTheCharactersItMeans() {
        String text = "a/é€😀z";
        assertThat(KernelText.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(KernelText.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsAByteThatIsNoUtf8() {
        String text = KernelText.decode(new byte[] {'a', (byte) 0xff, 'b'});
        assertThat(text).isEqualTo("a\udcffb");
        assertThat(KernelText.encode(text)).containsExactly('a', 0xff, 'b');
    }

    @Test
    void keepsSurrogatesEncodedAsThreeBytesAsBytes() {
        byte[] cesu = {(byte) 0xed, (byte) 0xb3, (byte) 0xbf};
        assertThat(KernelText.decode(cesu)).isEqualTo("\udced\udcb3\udcbf");
        assertThat(KernelText.encode(KernelText.decode(cesu))).isEqualTo(cesu);
    }
}
