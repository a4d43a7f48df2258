import client.model.PeerStatus;

/** A peer's status in version 1.0.0: one word. */
final class PeerStatusCheck {

    private PeerStatusCheck() {}

    static void inSession(PeerStatus status) {
        EveryOperation.require(status == PeerStatus.ACTIVE, "status " + status);
    }
}
