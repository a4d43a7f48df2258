package io.ddm.fsm.model;

import java.util.Optional;

/** Prefixes of the underlay: the kernel forwards by them, and every peer knows them. */
public final class UnderlayFamily implements RouteFamily {

    public static final UnderlayFamily INSTANCE = new UnderlayFamily();

    private UnderlayFamily() {}

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public String name() {
        return "underlay";
    }

    @Override
    public WireForm formFor(PeerCapabilities peer) {
        return WireForm.WITH_PATH;
    }

    @Override
    public boolean carriesDelay(PeerCapabilities peer) {
        return peer.pathDelays();
    }

    @Override
    public Optional<Destination> parse(String text) {
        return text.indexOf(' ') >= 0 ? Optional.empty() : Optional.of(Prefix.parse(text));
    }
}
