package dev.hull.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SizesTest {
    @Test
    void readsBytesWithUnits() {
        assertThat(Sizes.bytes("512")).isEqualTo(512);
        assertThat(Sizes.bytes("64k")).isEqualTo(65536);
        assertThat(Sizes.bytes("1.5g")).isEqualTo(1_610_612_736L);
        assertThat(Sizes.bytes("10MiB")).isEqualTo(10_485_760);
        assertThat(Sizes.bytes("10 MB")).isEqualTo(10_485_760);
        assertThat(Sizes.bytes("7b")).isEqualTo(7);
        assertThat(Sizes.bytesOrUnlimited("-1")).isEqualTo(-1);
    }

    @Test
    void refusesWhatIsNoSize() {
        for (String text :
                List.of("", "m", "-1", "1x", "1mm", "1e3", "1.2.3", "99999999999999999999", "9999999p", "0x10")) {
            assertThatThrownBy(() -> Sizes.bytes(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsCpusExactly() {
        assertThat(Sizes.nanoCpus("0.1")).isEqualTo(100_000_000);
        assertThat(Sizes.nanoCpus("2")).isEqualTo(2_000_000_000);
        assertThatThrownBy(() -> Sizes.nanoCpus("0.0000000001")).hasMessageContaining("billion");
        assertThatThrownBy(() -> Sizes.nanoCpus("many")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsGosDurations() {
        assertThat(Sizes.duration("1h30m")).isEqualTo(5_400_000_000_000L);
        assertThat(Sizes.duration("1.5s")).isEqualTo(1_500_000_000);
        assertThat(Sizes.duration("100ms")).isEqualTo(100_000_000);
        assertThat(Sizes.duration("0")).isZero();
        for (String text : List.of("", "5", "s", "1d", "-1s", "1 s")) {
            assertThatThrownBy(() -> Sizes.duration(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsMoments() {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");
        assertThat(Instants.parse("2026-01-31T11:00:00Z", now)).isEqualTo("2026-01-31T11:00:00Z");
        assertThat(Instants.parse("2026-01-31T11:00:00.5+01:00", now)).isEqualTo("2026-01-31T10:00:00.500Z");
        assertThat(Instants.parse("90m", now)).isEqualTo("2026-01-31T10:30:00Z");
        assertThat(Instants.parse("1136073600.000000001", now)).isEqualTo("2006-01-01T00:00:00.000000001Z");
        assertThatThrownBy(() -> Instants.parse("yesterday", now)).hasMessageContaining("is expected");
        assertThatThrownBy(() -> Instants.parse("2026-13-01T00:00:00Z", now)).hasMessageContaining("is expected");
    }

    @Test
    void joinsFiltersOfOneKeyByOrAndLabelsByAnd() {
        Filters filters = Filters.parse(List.of("name=a", "name=b", "label=x", "label=y=1"), Set.of("name", "label"));
        assertThat(filters.any("name", "b"::equals)).isTrue();
        assertThat(filters.any("name", "c"::equals)).isFalse();
        assertThat(filters.any("id", "c"::equals)).isTrue();
        assertThat(filters.labels("label", Map.of("x", "", "y", "1"))).isTrue();
        assertThat(filters.labels("label", Map.of("y", "1"))).isFalse();
        assertThatThrownBy(() -> Filters.parse(List.of("nmae=a"), Set.of("name")))
                .hasMessageContaining("there are name");
        assertThatThrownBy(() -> Filters.parse(List.of("name"), Set.of("name"))).hasMessageContaining("KEY=VALUE");
    }
}
