package dev.hull.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParserTest {
    private static final OptionTable RUN = table(OptionTable.Order.BEFORE_OPERANDS);
    private static final OptionTable PS = table(OptionTable.Order.ANYWHERE);

    private static OptionTable table(OptionTable.Order order) {
        return new OptionTable(
                "run",
                "IMAGE [COMMAND...]",
                "run",
                1,
                OptionTable.MANY,
                order,
                Completes.NOTHING,
                List.of(Subject.of(
                        "All",
                        Option.flag('i', "interactive", "a"),
                        Option.flag('t', "tty", "b"),
                        Option.text('w', "workdir", "DIR", "c"),
                        Option.list('e', "env", "NAME=VALUE", "d"),
                        Option.refused('p', "publish", "PORTS", "there are no ports"))));
    }

    private static Arguments run(String... words) {
        return Parser.parse(RUN, List.of(words));
    }

    @Test
    void readsLettersOneByOneAndGrouped() {
        Arguments arguments = run("-it", "-w", "/a", "image");
        assertThat(arguments.flag("interactive")).isTrue();
        assertThat(arguments.flag("tty")).isTrue();
        assertThat(arguments.text("workdir")).isEqualTo("/a");
    }

    @Test
    void readsALettersValueBehindItWithOrWithoutEqualsSign() {
        assertThat(run("-w/a", "image").text("workdir")).isEqualTo("/a");
        assertThat(run("-w=/a", "image").text("workdir")).isEqualTo("/a");
        assertThat(run("-tw", "/a", "image").text("workdir")).isEqualTo("/a");
    }

    @Test
    void readsLongOptionsWithEqualsSignOrAsTwoWords() {
        assertThat(run("--workdir=/a=b", "image").text("workdir")).isEqualTo("/a=b");
        assertThat(run("--workdir", "--tty", "image").text("workdir")).isEqualTo("--tty");
        assertThat(run("--workdir=", "image").text("workdir")).isEmpty();
    }

    @Test
    void keepsAllValuesOfAListAndTheLastOfAText() {
        Arguments arguments = run("-e", "A=1", "--env", "B=2", "-eC=3", "-w", "/a", "-w", "/b", "image");
        assertThat(arguments.list("env")).containsExactly("A=1", "B=2", "C=3");
        assertThat(arguments.text("workdir")).isEqualTo("/b");
    }

    @Test
    void negatesFlagsByFalse() {
        assertThat(run("--tty", "--tty=false", "image").flag("tty")).isFalse();
        assertThat(run("-t=0", "image").flag("tty", true)).isFalse();
        assertThatThrownBy(() -> run("--tty=maybe", "image")).hasMessageContaining("true or false");
    }

    @Test
    void leavesWhatFollowsTheImageToTheProgram() {
        assertThat(run("-t", "image", "ls", "-i", "--env").operands()).containsExactly("image", "ls", "-i", "--env");
        assertThat(run("image", "-i").flag("interactive")).isFalse();
    }

    @Test
    void dropsOneDoubleDashRightAfterTheImage() {
        assertThat(run("image", "--", "id").operands()).containsExactly("image", "id");
        assertThat(run("image", "--", "--", "id").operands()).containsExactly("image", "--", "id");
        assertThat(run("image", "id", "--").operands()).containsExactly("image", "id", "--");
        assertThat(run("--", "image", "id").operands()).containsExactly("image", "id");
        assertThat(run("image", "--").operands()).containsExactly("image");
    }

    @Test
    void takesOptionsBehindOperandsWhereThatIsTheOrder() {
        Arguments arguments = Parser.parse(PS, List.of("a", "-t", "b", "--", "-i"));
        assertThat(arguments.operands()).containsExactly("a", "b", "-i");
        assertThat(arguments.flag("tty")).isTrue();
        assertThat(arguments.flag("interactive")).isFalse();
    }

    @Test
    void refusesWithTheReason() {
        assertThatThrownBy(() -> run("-p", "80", "image")).hasMessage("-p is refused: there are no ports");
        assertThatThrownBy(() -> run("--publish=80", "image")).hasMessage("--publish is refused: there are no ports");
    }

    @Test
    void saysWhatWasMeant() {
        assertThatThrownBy(() -> run("--workdri", "/", "image")).hasMessageContaining("did you mean --workdir?");
        assertThatThrownBy(() -> run("--zzz", "image")).hasMessageContaining("hull run --help lists them");
        assertThatThrownBy(() -> run("-ix", "image")).hasMessageContaining("unknown option -x in -ix");
    }

    @Test
    void refusesAnOptionWithoutItsValueAndMissingOperands() {
        assertThatThrownBy(() -> run("-w")).hasMessageContaining("-w needs a value: -w DIR");
        assertThatThrownBy(() -> run("-t")).hasMessageContaining("missing operand: hull run [OPTION...] IMAGE");
    }

    @Test
    void asksForNoOperandsWhenHelpIsWanted() {
        assertThat(run("--help").flag("help")).isTrue();
    }
}
