package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.schedule.Retry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The link can be used and its sockets are being opened; between attempts that fail there are growing pauses. */
final class Opening implements State {

    private final String name;
    private final Link usable;
    private final long epoch;
    private final Consumer<Effect> effects;
    private final Retry retry = new Retry();
    private boolean underWay;

    /**
     * @param name of the interface
     * @param epoch by which completions of the attempts are recognized
     */
    Opening(String name, Link usable, long epoch, Consumer<Effect> effects) {
        this.name = name;
        this.usable = usable;
        this.epoch = epoch;
        this.effects = effects;
    }

    /** Begins an attempt. */
    void attempt() {
        underWay = true;
        effects.accept(new Effect.OpenInterface(name, usable.index(), usable.address(), epoch));
    }

    /** Whether an attempt is under way. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Whether a completion with this epoch is that of the attempt under way. */
    boolean isAwaiting(long completed) {
        return underWay && completed == epoch;
    }

    /** The attempt failed; another one is due after a pause. */
    void failed(Instant now) {
        underWay = false;
        retry.failed(now);
    }

    /** Whether the pause after a failure is over. */
    boolean isDue(Instant now) {
        return !now.isBefore(deadline());
    }

    Link usable() {
        return usable;
    }

    @Override
    public FsmState shown() {
        return FsmState.INIT;
    }

    @Override
    public Optional<Link> link() {
        return Optional.of(usable);
    }

    @Override
    public Instant deadline() {
        return underWay ? Instant.MAX : retry.dueAt();
    }

    @Override
    public String toString() {
        return "Opening[" + usable + ", epoch " + epoch + (underWay ? "]" : ", failed]");
    }

    public void archive(Archive archive) {
        retry.archive(archive.in("retry"));
        underWay = archive.flag("underWay", underWay);
    }
}
