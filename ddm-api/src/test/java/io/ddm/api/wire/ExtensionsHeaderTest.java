package io.ddm.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.PeerCapabilities;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExtensionsHeaderTest {

    @Test
    void roundTrips() {
        PeerCapabilities ours = new PeerCapabilities(10485760, true, "6f3c9a1e");
        assertThat(ExtensionsHeader.format(ours)).isEqualTo("body=10485760, tunnel-path, instance=6f3c9a1e");
        assertThat(ExtensionsHeader.parse(ExtensionsHeader.format(ours))).isEqualTo(ours);
        assertThat(ExtensionsHeader.parse(ExtensionsHeader.format(PeerCapabilities.NONE)))
                .isEqualTo(PeerCapabilities.NONE);
    }

    @Test
    void treatsMissingOrInvalidHeaderAsReference() {
        assertThat(ExtensionsHeader.parse(null)).isEqualTo(PeerCapabilities.NONE);
        assertThat(ExtensionsHeader.parse("")).isEqualTo(PeerCapabilities.NONE);
        assertThat(ExtensionsHeader.parse("body=-7, Ü, wings=2, instance=a b, ")).isEqualTo(PeerCapabilities.NONE);
        assertThat(ExtensionsHeader.parse("body=10")).isEqualTo(PeerCapabilities.NONE);
        assertThat(ExtensionsHeader.parse("body=99999999999999999999")).isEqualTo(PeerCapabilities.NONE);
        assertThat(ExtensionsHeader.parse("body=9999999999").maxBodyBytes()).isEqualTo(ExtensionsHeader.MAX_BODY_BYTES);
    }

    @Test
    void keepsFeaturesOfLaterVersions() {
        assertThat(ExtensionsHeader.parse("delay,Tunnel-Path , body = 2048,x="))
                .isEqualTo(new PeerCapabilities(2048, List.of("delay", PeerCapabilities.TUNNEL_PATH), ""));
    }

    @Test
    void boundsFeaturesOfAPeer() {
        String many = IntStream.range(0, 1000).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
        assertThat(ExtensionsHeader.parse(many).features()).hasSize(16);
        assertThat(ExtensionsHeader.parse("x".repeat(33)).features()).isEmpty();
        assertThat(ExtensionsHeader.parse("x".repeat(32)).features()).hasSize(1);
    }

    @Property
    void neverFails(@ForAll String header) {
        assertThat(ExtensionsHeader.parse(header).maxBodyBytes()).isBetween(PeerCapabilities.REFERENCE_BODY_BYTES,
                ExtensionsHeader.MAX_BODY_BYTES);
    }
}
