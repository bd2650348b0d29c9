package dev.hull.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HumanTest {
    @Test
    void tellsSpansInDockersWords() {
        assertThat(HumanDuration.of(-5)).isEqualTo("Less than a second");
        assertThat(HumanDuration.of(0)).isEqualTo("Less than a second");
        assertThat(HumanDuration.of(1)).isEqualTo("1 second");
        assertThat(HumanDuration.of(59)).isEqualTo("59 seconds");
        assertThat(HumanDuration.of(60)).isEqualTo("About a minute");
        assertThat(HumanDuration.of(150)).isEqualTo("2 minutes");
        assertThat(HumanDuration.of(3600)).isEqualTo("About an hour");
        assertThat(HumanDuration.of(3600 + 1800)).isEqualTo("2 hours");
        assertThat(HumanDuration.of(47 * 3600)).isEqualTo("47 hours");
        assertThat(HumanDuration.of(48 * 3600)).isEqualTo("2 days");
        assertThat(HumanDuration.of(14 * 86400)).isEqualTo("2 weeks");
        assertThat(HumanDuration.of(60 * 86400)).isEqualTo("2 months");
        assertThat(HumanDuration.of(2L * 365 * 86400)).isEqualTo("2 years");
    }

    @Test
    void roundsSizesToSignificantDigits() {
        assertThat(HumanSize.decimal(0)).isEqualTo("0B");
        assertThat(HumanSize.decimal(999)).isEqualTo("999B");
        assertThat(HumanSize.decimal(1000)).isEqualTo("1kB");
        assertThat(HumanSize.decimal(1093)).isEqualTo("1.09kB");
        assertThat(HumanSize.decimal(12_345_678)).isEqualTo("12.3MB");
        assertThat(HumanSize.binary(1024)).isEqualTo("1KiB");
        assertThat(HumanSize.binary(8_170_000_000L)).isEqualTo("7.609GiB");
        assertThat(HumanSize.binary(1536)).isEqualTo("1.5KiB");
    }

    @Test
    void hidesWhatATerminalWouldObey() {
        assertThat(Printable.of("a\u001b[2J\u009bb\udcffc\u007f")).isEqualTo("a?[2J?b?c?");
        assertThat(Printable.of("grün 😀")).isEqualTo("grün 😀");
    }
}
