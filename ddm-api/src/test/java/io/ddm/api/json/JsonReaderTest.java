package io.ddm.api.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {

    private static final Struct THING = new Struct("Thing", List.of("name", "size", "more"), 2);

    private static List<String> things(JsonReader in) throws BadJsonException {
        List<String> things = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            String name = "";
            long size = 0;
            in.beginObject(THING);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "name" -> name = in.string();
                    case "size" -> size = in.unsigned(32);
                    default -> in.skip();
                }
            }
            things.add(name + " " + size);
        }
        return things;
    }

    @Test
    void readsFieldsInAnyOrderAndSkipsOthers() throws Exception {
        assertThat(JsonReader.read("""
                [ {"size": 7, "x": [{"name": {}}], "name": "a\\u00e9\\ud83d\\ude00"}, {"name":"é😀","size":4294967295} ]
                """.getBytes(UTF_8), JsonReaderTest::things)).containsExactly("aé😀 7", "é😀 4294967295");
        assertThat(JsonReader.read("[]".getBytes(UTF_8), JsonReaderTest::things)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"~~|EOF while parsing a value at line 1 column 0",
                    "~  ~|EOF while parsing a value at line 1 column 2",
                    "[|[0]: EOF while parsing a list at line 1 column 1",
                    "[{|[0]: EOF while parsing an object at line 1 column 2",
                    "[{\"name\":\"x\",\"size\":1},|[1]: EOF while parsing a list at line 1 column 23",
                    "[{\"size\":1,|[0]: EOF while parsing an object at line 1 column 11",
                    "[{\"name\":\"x|[0].name: EOF while parsing a string at line 1 column 11",
                    "{}|invalid type: map, expected a sequence at line 1 column 0",
                    "null|invalid type: null, expected a sequence at line 1 column 4",
                    "true|invalid type: boolean `true`, expected a sequence at line 1 column 4",
                    "[1|[0]: invalid type: integer `1`, expected struct Thing at line 1 column 2",
                    "[[{\"name\":\"x\",\"size\":1}]]|[0]: invalid type: sequence, expected struct Thing at line 1 "
                            + "column 1",
                    "[{\"size\":1,\"name\":\"x\"},nope]|[1]: Unrecognized token 'nope': was expecting (JSON String, "
                            + "Number, Array, Object or token 'null', 'true' or 'false') at line 1 column 23",
                    "[{\"size\":-}]|[0]: Unexpected character ('}' (code 125)) in numeric value: expected digit "
                            + "(0-9) to follow minus sign, for valid numeric value at line 1 column 10",
                    "[[]]|[0]: invalid length 0, expected struct Thing with 3 elements at line 1 column 3",
                    "[{\"name\":\"é\",\"size\":-1}]|[0].size: invalid value: integer `-1`, expected u32 at line 1 "
                            + "column 23",
                    "[{\"size\":4294967296}]|[0].size: invalid value: integer `4294967296`, expected u32 at line 1 "
                            + "column 19",
                    "[{\"size\":1.5}]|[0].size: invalid type: floating point `1.5`, expected u32 at line 1 column 12",
                    "[{\"size\":[1]}]|[0].size: invalid type: sequence, expected u32 at line 1 column 9",
                    "[{\"name\":\"x\"}]|[0]: missing field `size` at line 1 column 13",
                    "[{\"name\":\"\\ud800\"}]|[0].name: lone leading surrogate in hex escape at line 1 column 17",
                    "[]x|trailing characters at line 1 column 3", "[] []|trailing characters at line 1 column 4"})
    void reportsProblemAndPosition(String json, String message) {
        assertThatThrownBy(() -> JsonReader.read(json.getBytes(UTF_8), JsonReaderTest::things))
                .isInstanceOf(BadJsonException.class)
                .hasMessage("unable to parse JSON body: " + message);
    }

    @Test
    void countsLinesAndBytes() {
        assertThatThrownBy(() -> JsonReader.read("[\n {\"name\": \"x\",\n  \"size\": \"é\"}]".getBytes(UTF_8),
                JsonReaderTest::things)).hasMessage(
                        "unable to parse JSON body: [0].size: invalid type: string \"é\", expected u32 at line 3 "
                                + "column 14");
    }

    @Test
    void acceptsOnlyUtf8() {
        for (byte[] body : List.of("[]".getBytes(UTF_16), "[]".getBytes(UTF_16LE), "\ufeff[]".getBytes(UTF_8),
                new byte[]{'[', '"', (byte) 0xc3, '"', ']'})) {
            assertThatThrownBy(() -> JsonReader.read(body, JsonReaderTest::things))
                    .isInstanceOf(BadJsonException.class);
        }
    }

    @Test
    void rejectsOverlongUtf8() {
        for (String json : List.of("[{\"name\":\"a~\",\"size\":1}]", "[{\"name\":\"a\",\"siz~\":1,\"size\":1}]",
                "[{\"name\":\"a\",\"size\":1,\"x\":[\"~\"]}]")) {
            byte[] body = json.replace("~", "\u00c0\u00af").getBytes(ISO_8859_1);
            assertThatThrownBy(() -> JsonReader.read(body, JsonReaderTest::things)).isInstanceOf(BadJsonException.class)
                    .message()
                    .containsIgnoringCase("invalid");
        }
    }

    @Test
    void hidesParserInternals() {
        for (String json : List.of("[NaN]", "//", "[{\"size\":+1}]", "[{\"size\":1]",
                "[{\"size\":" + "1".repeat(200) + "}]", "[{\"x\":" + "[".repeat(200),
                "[{\"" + "n".repeat(2000) + "\":1}]", "[{\"name\":\"" + "n".repeat(70_000))) {
            assertThatThrownBy(() -> JsonReader.read(json.getBytes(UTF_8), JsonReaderTest::things)).message()
                    .doesNotContain("Feature", "Stream", "Source", "enable")
                    .doesNotMatch("\\[.* at line 1 column 0");
        }
    }

    @Test
    void limitsDepthAndLength() {
        for (String json : List.of("[{\"x\":" + "[".repeat(100_000), "[{\"name\":\"" + "x".repeat(70_000) + "\"}]",
                "[{\"size\":" + "1".repeat(2000) + "}]", "[{\"" + "x".repeat(70_000) + "\":1}]")) {
            assertThatThrownBy(() -> JsonReader.read(json.getBytes(UTF_8), JsonReaderTest::things))
                    .isInstanceOf(BadJsonException.class);
        }
    }

    @Property
    void anyBytesParseOrThrowBadJson(@ForAll @Size(max = 100) byte[] body) {
        try {
            JsonReader.read(body, JsonReaderTest::things);
        } catch (BadJsonException e) {
            assertThat(e).hasMessageStartingWith("unable to parse JSON body: ");
        }
    }

    @Property(tries = 5000)
    void damagedJsonParsesOrThrowsBadJson(@ForAll @StringLength(max = 24) @Chars({'[', ']', '{', '}', '"', ':', ',',
            '\\', ' ', '-', '.', 'e', 'u'}) @CharRange(from = '0', to = '3') String json) {
        anyBytesParseOrThrowBadJson(json.getBytes(UTF_8));
        anyBytesParseOrThrowBadJson(("[{\"name\":" + json).getBytes(UTF_8));
    }
}
