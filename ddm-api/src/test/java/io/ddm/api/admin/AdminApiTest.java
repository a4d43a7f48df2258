package io.ddm.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.model.Ipv6Address;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminApiTest {

    @ParameterizedTest
    @CsvSource({"1.0.0, V1_0_0", "0.1.0, V1_0_0", "1.5.0, V1_0_0", "1.0.1, V1_0_0", "2.0.0-x, V1_0_0",
            "1.99999999999.0+b.01, V1_0_0", "2.0.0, V2_0_0", "2.0.1, V2_0_0", "3.0.0-x, V2_0_0", "3.0.0, V3_0_0",
            "3.0.0+x, V3_0_0", "3.0.9, V3_0_0", "3.1.0-x, V3_0_0", "3.1.0, V3_1_0"})
    void servesTheNewestVersionUpToTheRequested(String header, ApiVersion served) throws Exception {
        assertThat(ApiVersion.serving(header)).isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"9.0.0|server does not support this API version: 9.0.0",
                    "3.1.1|server does not support this API version: 3.1.1",
                    "3.1.0+x|server does not support this API version: 3.1.0+x",
                    "x|bad value for header \"api-version\": unexpected character 'x' while parsing major version "
                            + "number: x",
                    "1|bad value for header \"api-version\": unexpected end of input while parsing major version "
                            + "number: 1",
                    "2|bad value for header \"api-version\": unexpected end of input while parsing major version "
                            + "number: 2",
                    "~~|~bad value for header \"api-version\": empty string, expected a semver version: ~",
                    "1.2|bad value for header \"api-version\": unexpected end of input while parsing minor version "
                            + "number: 1.2",
                    "01.0.0|bad value for header \"api-version\": invalid leading zero in major version number: 01.0.0",
                    "1.0.0x|bad value for header \"api-version\": unexpected character 'x' after patch version "
                            + "number: 1.0.0x",
                    "1.0.0-|bad value for header \"api-version\": empty identifier segment in pre-release "
                            + "identifier: 1.0.0-"})
    void rejectsVersionsWithTheReferencesMessages(String header, String message) {
        assertThatThrownBy(() -> ApiVersion.serving(header)).isInstanceOf(ApiVersionException.class)
                .hasMessage(message);
    }

    @Test
    void rejectsRequestsWithoutVersion() {
        assertThatThrownBy(() -> ApiVersion.serving(null)).hasMessage("missing expected header \"api-version\"");
    }

    @Property
    void throwsNothingElseForAnyHeader(@ForAll String header) {
        try {
            assertThat(ApiVersion.serving(header)).isNotNull();
        } catch (ApiVersionException e) {
            assertThat(e).hasMessageContaining(header);
        }
    }

    @Test
    void checksContentTypesLikeTheReference() {
        assertThat(AdminApi.contentTypeProblem(null)).isEmpty();
        assertThat(AdminApi.contentTypeProblem("application/json")).isEmpty();
        assertThat(AdminApi.contentTypeProblem("Application/JSON ; charset=utf-8")).isEmpty();
        assertThat(AdminApi.contentTypeProblem("application/x-www-form-urlencoded"))
                .contains("expected content type \"application/json\", got \"application/x-www-form-urlencoded\"");
        assertThat(AdminApi.contentTypeProblem("text/plain")).contains("unsupported content-type: text/plain");
    }

    @Test
    void namesInvalidPathParameters() {
        assertThatThrownBy(() -> Ipv6Address.parse("xx")).isInstanceOfSatisfying(IllegalArgumentException.class,
                e -> assertThat(AdminApi.badPathParameter(e))
                        .isEqualTo("bad parameter in URL path: invalid IPv6 address syntax"));
        assertThat(AdminApi.peer(Ipv6Address.parse("fe80:0::1"))).isEqualTo("/peers/fe80::1");
    }
}
