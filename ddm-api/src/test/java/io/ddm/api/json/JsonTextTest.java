package io.ddm.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.admin.ApiError;
import org.junit.jupiter.api.Test;

final class JsonTextTest {

    private static final String HOSTILE = "\u001b[2J\u009b2J\u007f\u0085\u202e\u2028";

    @Test
    void escapesTerminalControlsForPeople() throws Exception {
        assertThat(new String(JsonText.printable(out -> out.writeString(HOSTILE + "\ud83dé東\"\\")), UTF_8))
                .isEqualTo("\"\\u001b[2J\\u009b2J\\u007f\\u0085\\u202e\\u2028\\ud83dé東\\\"\\\\\"");
        byte[] error = ApiError.of("id", HOSTILE).toJson();
        assertThat(new String(error, UTF_8)).matches("[\\n -~]*");
        assertThat(ApiError.parse(error).message()).isEqualTo(HOSTILE);
    }

    @Test
    void doesNotEscapeExchangeBodies() {
        assertThat(new String(JsonText.compact(out -> out.writeString("\u0085\u007f")), UTF_8))
                .isEqualTo("\"\u0085\u007f\"");
    }
}
