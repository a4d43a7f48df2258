package io.ddm.daemon.config;

import java.time.Duration;
import java.util.List;

/** Flags that the reference's service sets and this daemon does not need: checked, and without effect. */
final class ReferenceKeys {

    static final ConfigKey<Duration> DISCOVERY_READ_TIMEOUT = ConfigKey.of("--discovery-read-timeout",
            ValueType.milliseconds(1), "No effect: ddmd waits for packets and does not poll.");

    static final ConfigKey<Duration> IP_ADDR_WAIT = ConfigKey.of("--ip-addr-wait", ValueType.milliseconds(1),
            "No effect: ddmd waits for addresses and does not poll.");

    static final ConfigKey<String> DNS_SERVERS = ConfigKey.of("--dns-servers", ValueType.TEXT,
            "No effect, as in Maghemite's ddmd.").repeatable();

    static final ConfigKey<Boolean> DENDRITE = ConfigKey.of("--dendrite", ValueType.SWITCH,
            "Rejected: there is no Dendrite data plane yet.");

    static final ConfigKey<String> DPD_HOST = ConfigKey.of("--dpd-host", ValueType.TEXT,
            "No effect without --dendrite.");

    static final ConfigKey<Integer> DPD_PORT = ConfigKey.of("--dpd-port", ValueType.port(1),
            "No effect without --dendrite.");

    static final Section SECTION = new Section("Accepted for compatibility with Maghemite's ddmd",
            List.of(DISCOVERY_READ_TIMEOUT, IP_ADDR_WAIT, DNS_SERVERS, DENDRITE, DPD_HOST, DPD_PORT));

    private ReferenceKeys() {}

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException if a value is wrong, or asks for something that does not exist; the message
     *     names the key
     */
    static void check(Settings settings) {
        if (settings.isSet(DENDRITE)) {
            throw new IllegalArgumentException(
                    "--dendrite: this daemon programs the Linux kernel; it cannot program Dendrite yet");
        }
        SECTION.keys().forEach(settings::all);
    }
}
