package io.ddm.fsm.event;

import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.time.Duration;
import java.util.List;

/**
 * The identity of a router, its timers and its policies.
 *
 * @param id the name by which it appears in path vectors
 * @param kind whether it redistributes
 * @param version the version byte of our discovery packets
 * @param timers its timers
 * @param policies what it lets pass
 * @param multipath how it uses several paths to a destination
 */
public record RouterConfig(RouterId id, RouterKind kind, ProtocolVersion version, Timers timers, Policies policies,
        MultipathConfig multipath) {

    /** A router with the default timers and policies. */
    public static RouterConfig of(RouterId id, RouterKind kind) {
        return new RouterConfig(id, kind, ProtocolVersion.V2, Timers.DEFAULT, Policies.DEFAULT,
                MultipathConfig.DEFAULT);
    }

    /** The same with other timers. */
    public RouterConfig withTimers(Timers other) {
        return new RouterConfig(id, kind, version, other, policies, multipath);
    }

    /** The same with other policies. */
    public RouterConfig withPolicies(Policies other) {
        return new RouterConfig(id, kind, version, timers, other, multipath);
    }

    /** The same with another use of several paths. */
    public RouterConfig withMultipath(MultipathConfig other) {
        return new RouterConfig(id, kind, version, timers, policies, other);
    }

    /** Time between solicitations once a link has settled. */
    public Duration solicitInterval() {
        return timers.solicitInterval();
    }

    /** How long a peer may be silent. */
    public Duration expireThreshold() {
        return timers.expireThreshold();
    }

    /** Time between pulls of a peer's whole table that nothing asks for; zero for none. */
    public Duration pullInterval() {
        return timers.pullInterval();
    }

    /** What is imported from peers. */
    public ImportPolicy imports() {
        return policies.imports();
    }

    /** Which underlay prefixes are advertised to peers. */
    public PrefixFilter exports() {
        return policies.exports();
    }

    /** Whether a link that keeps losing its peer gets no session for a while. */
    public boolean damping() {
        return policies.damping();
    }

    /** What is allowed and nevertheless likely to hurt, a sentence each without a full stop. */
    public List<String> warnings() {
        return timers.warnings();
    }
}
