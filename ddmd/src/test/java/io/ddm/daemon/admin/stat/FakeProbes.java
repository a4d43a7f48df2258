package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.daemon.probe.PeerAnswers;
import io.ddm.daemon.probe.ProbeReport;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Probes that a test finishes. For the router's event loop. */
public final class FakeProbes implements ProbeFeed {

    private volatile ProbeReport report = ProbeReport.NONE;
    private volatile Map<String, PeerAnswers> answers = Map.of();
    private boolean isProbing;
    private long nowMs;
    private Optional<Consumer<ProbeMessage.Result>> outlet = Optional.empty();

    /** What probes have measured from now on; on any thread. */
    public void measure(ProbeReport now) {
        report = now;
    }

    /** What probes have measured. */
    public ProbeReport report() {
        return report;
    }

    /** How long peers have taken to answer solicitations, from now on; on any thread. */
    public void answer(Map<String, PeerAnswers> now) {
        answers = now;
    }

    /** How long peers have taken to answer solicitations. */
    public Map<String, PeerAnswers> answers() {
        return answers;
    }

    /** Switches probing on. */
    public void switchOn() {
        isProbing = true;
    }

    /** A probe is answered or lost, at its time. */
    public void finish(ProbeMessage.Result result) {
        nowMs = result.timeMs();
        outlet.ifPresent(subscriber -> subscriber.accept(result));
    }

    /** Whether anything is passed on. */
    public boolean isSubscribed() {
        return outlet.isPresent();
    }

    @Override
    public boolean isProbing() {
        return isProbing;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public void subscribe(Consumer<ProbeMessage.Result> subscriber) {
        if (outlet.isPresent()) {
            throw new IllegalStateException("subscribed twice");
        }
        outlet = Optional.of(subscriber);
    }

    @Override
    public void unsubscribe() {
        if (outlet.isEmpty()) {
            throw new IllegalStateException("not subscribed");
        }
        outlet = Optional.empty();
    }
}
