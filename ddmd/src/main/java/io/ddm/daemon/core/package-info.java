/**
 * Runs the router: {@link io.ddm.daemon.core.Driver} takes events, calls {@code Router.handle} and keeps its timer;
 * {@link io.ddm.daemon.core.EffectRunner} carries out what follows. Imports {@code fsm}, and of the daemon {@code net}
 * and {@code dataplane}.
 */
@NullMarked
package io.ddm.daemon.core;

import org.jspecify.annotations.NullMarked;
