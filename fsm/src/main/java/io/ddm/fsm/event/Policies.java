package io.ddm.fsm.event;

import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;

/**
 * What a router lets pass.
 *
 * @param imports what is imported from peers
 * @param exports which underlay prefixes are advertised to peers
 * @param damping whether a link that keeps losing its peer gets no session for a while
 */
public record Policies(ImportPolicy imports, PrefixFilter exports, boolean damping) {

    /** Everything that is not reserved, in amounts far beyond any rack, without damping. */
    public static final Policies DEFAULT = new Policies(ImportPolicy.DEFAULT, PrefixFilter.ALL, false);

    /** The same with another import policy. */
    public Policies withImports(ImportPolicy policy) {
        return new Policies(policy, exports, damping);
    }

    /** The same with another export filter. */
    public Policies withExports(PrefixFilter filter) {
        return new Policies(imports, filter, damping);
    }

    /** The same with damping or without. */
    public Policies withDamping(boolean enabled) {
        return new Policies(imports, exports, enabled);
    }
}
