import client.model.Duration;
import client.model.PeerStatus;
import client.model.PeerStatusOneOf2;

/** A peer's status since version 2.0.0: a state, here the third of four, and for how long. */
final class PeerStatusCheck {

    private PeerStatusCheck() {}

    static void inSession(PeerStatus status) {
        PeerStatusOneOf2 exchange = status.getPeerStatusOneOf2();
        EveryOperation.require(exchange.getType() == PeerStatusOneOf2.TypeEnum.EXCHANGE, "status " + status);
        Duration duration = exchange.getDuration();
        EveryOperation.require(duration.getSecs() >= 0 && duration.getSecs() < 60, "seconds " + duration);
        EveryOperation.require(duration.getNanos() >= 0 && duration.getNanos() < 1_000_000_000, "nanos " + duration);
    }
}
