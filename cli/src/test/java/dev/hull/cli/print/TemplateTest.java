package dev.hull.cli.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expected texts are what docker's templates (Go's text/template) print for the same. */
class TemplateTest {
    private static final Map<String, Object> VALUE = value();

    private static Map<String, Object> value() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("Running", true);
        state.put("Pid", 42L);
        state.put("Error", "");
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("b", "2");
        labels.put("a", "1");
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("Name", "web");
        value.put("State", state);
        value.put("Labels", labels);
        value.put("Args", List.of("sh", "-c", "x & y"));
        value.put("Mounts", List.of(Map.of("Source", "/a"), Map.of("Source", "/b")));
        value.put("None", List.of());
        value.put("Half", 0.5);
        return value;
    }

    private static String render(String template) {
        return Template.parse(template).render(VALUE);
    }

    @Test
    void printsFieldsHoweverDeep() {
        assertThat(render("{{.Name}}: {{.State.Pid}} {{ .State.Running }}")).isEqualTo("web: 42 true");
        assertThat(render("{{$.State.Pid}}{{(.State).Pid}}")).isEqualTo("4242");
    }

    @Test
    void printsMapsAndListsAsGoDoes() {
        assertThat(render("{{.Labels}} {{.Args}}")).isEqualTo("map[a:1 b:2] [sh -c x & y]");
    }

    @Test
    void writesJson() {
        assertThat(render("{{json .State}}")).isEqualTo("{\"Running\":true,\"Pid\":42,\"Error\":\"\"}");
        assertThat(render("{{json .Args}}")).isEqualTo("[\"sh\",\"-c\",\"x & y\"]");
        assertThat(render("{{.Half | json}}")).isEqualTo("0.5");
    }

    @Test
    void callsFunctionsAndPipes() {
        assertThat(render("{{join .Args \",\"}}")).isEqualTo("sh,-c,x & y");
        assertThat(render("{{upper .Name}} {{lower \"AB\"}} {{title \"a bc\"}}"))
                .isEqualTo("WEB ab A Bc");
        assertThat(render("{{.Name | upper | printf \"%s-%d\" \"a\" | len}}")).isEqualTo("17");
        assertThat(render("{{range split \"a,b\" \",\"}}[{{.}}]{{end}}")).isEqualTo("[a][b]");
        assertThat(render("{{println .Name 1}}")).isEqualTo("web 1\n");
        assertThat(render("{{printf \"%-5s|%5d|%q|%05d|%.1f\" .Name 7 \"x\" 7 .Half}}"))
                .isEqualTo("web  |    7|\"x\"|00007|0.5");
        assertThat(render("{{index .Labels \"a\"}}{{index .Args 1}}{{index .Labels \"zz\"}}"))
                .isEqualTo("1-c");
        assertThat(render("{{slice .Name 1 2}}{{len .Args}}")).isEqualTo("e3");
    }

    @Test
    void choosesByConditions() {
        assertThat(render("{{if .State.Running}}up{{else}}down{{end}}")).isEqualTo("up");
        assertThat(render("{{if .State.Error}}e{{else if eq .Name \"x\" \"web\"}}w{{else}}n{{end}}"))
                .isEqualTo("w");
        assertThat(render("{{if and .None .Name}}a{{else}}b{{end}}")).isEqualTo("b");
        assertThat(render("{{if not (or .None .State.Error)}}a{{end}}")).isEqualTo("a");
        assertThat(render("{{if ne .State.Pid 42}}a{{else}}b{{end}}{{if gt .State.Pid 41}}c{{end}}"))
                .isEqualTo("bc");
        assertThat(render("{{with .State}}{{.Pid}}{{end}}{{with .None}}x{{else}}y{{end}}"))
                .isEqualTo("42y");
    }

    @Test
    void goesThroughListsAndMaps() {
        assertThat(render("{{range .Mounts}}{{.Source}};{{end}}")).isEqualTo("/a;/b;");
        assertThat(render("{{range $i, $m := .Mounts}}{{$i}}={{$m.Source}} {{end}}"))
                .isEqualTo("0=/a 1=/b ");
        assertThat(render("{{range $k, $v := .Labels}}{{$k}}{{$v}}{{end}}")).isEqualTo("a1b2");
        assertThat(render("{{range .None}}x{{else}}none{{end}}")).isEqualTo("none");
        assertThat(render("{{range .Args}}{{if eq . \"-c\"}}{{break}}{{end}}{{.}}{{end}}"))
                .isEqualTo("sh");
        assertThat(render("{{$x := 1}}{{range .Args}}{{$x = 2}}{{end}}{{$x}}")).isEqualTo("2");
    }

    @Test
    void trimsWhiteSpaceWhereTheDashSaysSo() {
        assertThat(render("a \n {{- .Name -}} \n b{{/* said */}}c")).isEqualTo("awebbc");
        assertThat(render("{{\"}}\"}}")).isEqualTo("}}");
    }

    @Test
    void callsMethodsWithArguments() {
        Map<String, Object> row = Map.of("Label", (Template.Method) arguments -> "<" + arguments.getFirst() + ">");
        assertThat(Template.parse("{{.Label \"x\"}}").render(row)).isEqualTo("<x>");
    }

    @Test
    void refusesAFieldThatIsNotThereAndShowsAMissingKey() {
        assertThatThrownBy(() -> render("{{.Nmae}}")).hasMessageContaining(".Nmae: there is no such field");
        assertThat(render("{{.Labels.zz}}")).isEqualTo("<no value>");
    }

    @Test
    void refusesWhatIsNoTemplate() {
        for (String broken : List.of(
                "{{",
                "{{.Name",
                "{{if .Name}}",
                "{{end}}",
                "{{}}",
                "{{nope .}}",
                "{{.Name.X}}",
                "{{$y}}",
                "{{\"a}}",
                "{{(.Name}}",
                "{{join .Name \",\"}}",
                "{{index .Args 9}}",
                "{{break}}",
                "{{template \"x\"}}",
                "{{.Name 1}}")) {
            assertThatThrownBy(() -> render(broken)).as(broken).isInstanceOf(TemplateException.class);
        }
    }
}
