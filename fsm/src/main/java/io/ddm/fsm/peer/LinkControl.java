package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.schedule.SolicitSchedule;
import io.ddm.fsm.session.ReportChanges;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From a link that the kernel has to open sockets, and back: the part of {@link InterfaceFsm} that knows no peer. A
 * session on the link must have ended before the link is closed.
 */
public final class LinkControl {

    private final String name;
    private final RouterConfig config;
    private final CurrentState state;
    private final ReportChanges changes;
    private final Consumer<Effect> effects;
    private int lastIndex;
    private boolean stopped;

    LinkControl(String name, RouterConfig config, CurrentState state, ReportChanges changes,
            Consumer<Effect> effects) {
        this.name = name;
        this.config = config;
        this.state = state;
        this.changes = changes;
        this.effects = effects;
    }

    /** The kernel's index of the link, or of the last one; 0 before the first. */
    int lastIndex() {
        return lastIndex;
    }

    /** The link became usable. It must not have been; its sockets are opened, unless it is suppressed. */
    public void ready(Link usable, Instant now) {
        state.nextEpoch();
        lastIndex = usable.index();
        changes.changed();
        if (state.get() instanceof Down down && down.suppression().isPresent()) {
            down.ready(usable);
        } else {
            open(usable, now);
        }
    }

    /** Sockets are open: a peer is looked for. */
    public void opened(long ofEpoch, Instant now) {
        if (state.get() instanceof Opening opening && opening.isAwaiting(ofEpoch)) {
            SolicitSchedule solicits = new SolicitSchedule(name, config.solicitInterval(), effects);
            if (stopped) {
                solicits.stop();
            }
            state.become(new Soliciting(new ActiveLink(opening.usable(), solicits, effects)), "link is up",
                    Optional.empty(), now);
            solicits.start(now);
        }
    }

    /** Sockets could not be opened; tried again after a pause. */
    public void openFailed(long ofEpoch, String reason, Instant now) {
        if (state.get() instanceof Opening opening && opening.isAwaiting(ofEpoch)) {
            opening.failed(now);
            effects.accept(new Effect.Notice(name, "cannot open " + name + " yet: " + reason));
        }
    }

    /** Configured again after having been removed: waits for its link as if new. */
    void restored(Instant now) {
        state.become(Down.unusable(), "configured again", Optional.empty(), now);
    }

    /** The link can no longer be used. */
    public void lost(String reason, Instant now) {
        close(state.get() instanceof Down down ? down.withoutLink() : Down.unusable(), reason, now);
    }

    /**
     * The link is closed until an instant, and stays so if it is not open. An instant in the past ends a suppression.
     */
    public void suppress(Suppression suppression, Instant now) {
        if (state.get() instanceof Down down) {
            down.suppress(suppression);
            changes.changed();
        } else if (now.isBefore(suppression.until())) {
            state.get()
                    .link()
                    .ifPresent(link -> close(Down.suppressed(link, suppression), "suppressed: " + suppression.reason(),
                            now));
        }
    }

    private void close(Down next, String reason, Instant now) {
        state.nextEpoch();
        if (state.get() instanceof Open open) {
            open.active().pending().dropAll("the interface is gone");
        }
        effects.accept(new Effect.CloseInterface(name));
        state.become(next, reason, Optional.empty(), now);
    }

    /** Opens what is due: after a suppression, and after an attempt that failed. */
    void timers(Instant now) {
        if (state.get() instanceof Down down && down.endSuppression(now)) {
            changes.changed();
            down.link().ifPresent(link -> open(link, now));
        } else if (state.get() instanceof Opening opening && opening.isDue(now)) {
            opening.attempt();
        }
    }

    /** From now on no solicitation is sent. */
    void stopSoliciting() {
        stopped = true;
        if (state.get() instanceof Open open) {
            open.active().solicits().stop();
        }
    }

    /** Hands its state through, but for what readers alone see. */
    void archive(Archive archive) {
        stopped = archive.flag("stopped", stopped);
    }

    private void open(Link usable, Instant now) {
        Opening opening = new Opening(name, usable, state.epoch(), effects);
        state.become(opening, "link can be used", Optional.empty(), now);
        opening.attempt();
    }
}
