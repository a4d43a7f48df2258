/**
 * The exchange with one peer: {@link io.ddm.fsm.session.Session} imports what the peer sends
 * ({@code Inbound}), sends it what changed ({@code Outbound}) and pulls its table ({@code TablePulls}), a slice at a
 * time. It reaches the router's tables through {@link io.ddm.fsm.session.Routes} only, and leaves a
 * {@link io.ddm.fsm.session.PeerMemory}. Imports {@code model}, {@code rib}, {@code schedule} and the effects.
 */
@NullMarked
package io.ddm.fsm.session;

import org.jspecify.annotations.NullMarked;
