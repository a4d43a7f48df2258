package io.ddm.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableAddressTest {

    @Test
    void formatsAddressesLikeRfc5952() {
        assertThat(PrintableAddress.bracketed("0:0:0:0:0:0:0:1")).isEqualTo("[::1]");
        assertThat(PrintableAddress.bracketed("fe80:0:0:0:0:0:0:a%eth0")).isEqualTo("[fe80::a%eth0]");
        assertThat(PrintableAddress.bracketed("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(PrintableAddress.bracketed("unix socket")).isEqualTo("unix socket");
        assertThat(PrintableAddress.bracketed("a client: unknown")).isEqualTo("a client: unknown");
    }
}
