package io.ddm.fsm.peer;

import io.ddm.fsm.event.FsmState;
import java.time.Instant;
import java.util.Optional;

/** There are no sockets: the link cannot be used, or it is suppressed. Any other link is {@link Opening}. */
final class Down implements State {

    private Optional<Link> link;
    private Optional<Suppression> suppression;

    private Down(Optional<Link> link, Optional<Suppression> suppression) {
        this.link = link;
        this.suppression = suppression;
    }

    /** The link cannot be used, and nothing keeps it from being opened once it can. */
    static Down unusable() {
        return new Down(Optional.empty(), Optional.empty());
    }

    /** The link can be used, but not before an instant. */
    static Down suppressed(Link link, Suppression suppression) {
        return new Down(Optional.of(link), Optional.of(suppression));
    }

    /** The link can no longer be used; a suppression lasts. */
    Down withoutLink() {
        return new Down(Optional.empty(), suppression);
    }

    /** The link can be used from now on. */
    void ready(Link usable) {
        link = Optional.of(usable);
    }

    /** Another suppression replaces the one that there may be. */
    void suppress(Suppression other) {
        suppression = Optional.of(other);
    }

    /** Ends a suppression that is over; returns whether there was one. */
    boolean endSuppression(Instant now) {
        boolean isOver = suppression.filter(s -> !now.isBefore(s.until())).isPresent();
        if (isOver) {
            suppression = Optional.empty();
        }
        return isOver;
    }

    Optional<Suppression> suppression() {
        return suppression;
    }

    @Override
    public FsmState shown() {
        return FsmState.INIT;
    }

    @Override
    public Optional<Link> link() {
        return link;
    }

    @Override
    public Instant deadline() {
        return suppression.map(Suppression::until).orElse(Instant.MAX);
    }

    @Override
    public String toString() {
        return "Down[" + link + ", " + suppression + "]";
    }
}
