package io.ddm.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths as the reference reads them. */
final class PathMapTest {

    private final PathMap<String> map = new PathMap<>();

    PathMapTest() {
        for (String pattern : new String[]{"/", "/peers", "/peers/{addr}", "/peers/all", "/peers/{addr}/role"}) {
            map.at(pattern, () -> pattern);
        }
    }

    @ParameterizedTest
    @CsvSource({"/, /, ''", "'', /, ''", "/peers, /peers, ''", "//peers/, /peers, ''", "/p%65ers, /peers, ''",
            "/peers/fe80::1, /peers/{addr}, fe80::1", "/peers/a%2Fb, /peers/{addr}, a/b", "/peers/+, /peers/{addr}, +",
            "/peers/%7Baddr%7D, /peers/{addr}, {addr}", "/peers/%2F, /peers/{addr}, /", "/peers/all, /peers/all, ''",
            "/peers/a%2Fb/role/, /peers/{addr}/role, a/b", "/peers/role, /peers/{addr}, role",
            "/peers/role/role, /peers/{addr}/role, role"})
    void findsThePatternAndItsParameter(String path, String pattern, String parameter) {
        assertThat(map.find(path)).contains(new PathMap.Match<>(pattern, parameter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/peer", "/Peers", "/peers/a/b", "/peers%2Fa", "/peers/a/role/b", "/a/peers/role",
                    "/peers//role/x"})
    void findsNothingElse(String path) {
        assertThat(map.find(path)).isEmpty();
        assertThat(map.contains(path)).isFalse();
    }

    @Test
    void rejectsInvalidEncodings() {
        assertThatThrownBy(() -> map.find("/peers/%")).isInstanceOf(IllegalArgumentException.class);
        assertThat(map.contains("/peers/%")).isFalse();
    }

    @Test
    void keepsOneValueForAPattern() {
        assertThat(map.at("/peers/{other}", () -> "new")).isEqualTo("/peers/{addr}");
    }
}
