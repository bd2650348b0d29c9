package dev.hull.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestTest {
    @Test
    void countsASwapOfNeighboursAsOneEdit() {
        assertThat(Closest.distance("rnu", "run")).isEqualTo(1);
        assertThat(Closest.distance("", "run")).isEqualTo(3);
        assertThat(Closest.distance("volume", "volumes")).isEqualTo(1);
        assertThat(Closest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void findsNothingWhenEverythingIsFar() {
        assertThat(Closest.to("frobnicate", List.of("run", "ps"))).isNull();
        assertThat(Closest.to("rn", List.of("ps", "run"))).isEqualTo("run");
    }

    @Test
    void showsControlCharactersOfAWord() {
        assertThat(Closest.quote("a\u001b[31m\nb")).isEqualTo("\"a\\x1b[31m\\nb\"");
    }
}
