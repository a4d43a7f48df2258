package io.ddm.daemon.config;

import java.time.Duration;
import java.util.List;

/** What the reference's service sets and we do not need: checked, and without effect. */
final class ReferenceKeys {

    static final ConfigKey<Duration> DISCOVERY_READ_TIMEOUT = ConfigKey.of("--discovery-read-timeout",
            ValueType.milliseconds(1), "No effect: we wait for packets instead of polling.");

    static final ConfigKey<Duration> IP_ADDR_WAIT = ConfigKey.of("--ip-addr-wait", ValueType.milliseconds(1),
            "No effect: we wait for addresses instead of polling.");

    static final ConfigKey<String> DNS_SERVERS = ConfigKey.of("--dns-servers", ValueType.TEXT,
            "No effect, as in the reference.").repeatable();

    static final ConfigKey<Boolean> DENDRITE = ConfigKey.of("--dendrite", ValueType.SWITCH,
            "Rejected: there is no Dendrite data plane yet.");

    static final ConfigKey<String> DPD_HOST = ConfigKey.of("--dpd-host", ValueType.TEXT,
            "No effect without --dendrite.");

    static final ConfigKey<Integer> DPD_PORT = ConfigKey.of("--dpd-port", ValueType.port(1),
            "No effect without --dendrite.");

    static final Section SECTION = new Section("Accepted from the reference's service",
            List.of(DISCOVERY_READ_TIMEOUT, IP_ADDR_WAIT, DNS_SERVERS, DENDRITE, DPD_HOST, DPD_PORT));

    private ReferenceKeys() {}

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException if a value is wrong, or asks for what there is not; the message names the key
     */
    static void check(Settings settings) {
        if (settings.isSet(DENDRITE)) {
            throw new IllegalArgumentException(
                    "--dendrite: this daemon programs the Linux kernel; it cannot program Dendrite yet");
        }
        SECTION.keys().forEach(settings::all);
    }
}
