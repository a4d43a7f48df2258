/**
 * Random faults on real daemons, links and kernels, and an oracle: {@code interop-tests/chaos}.
 *
 * <p>{@link io.ddm.interop.chaos.Plan} draws the faults from a seed and keeps {@link io.ddm.interop.chaos.Network}, the
 * model of what is left; no clock and no daemon has a say in it, so a seed always means the same faults.
 * {@link io.ddm.interop.chaos.Injector} does to the lab what was drawn, and {@link io.ddm.interop.chaos.Verdict}
 * compares the lab at rest with what {@link io.ddm.interop.chaos.Oracle} makes of the model.
 */
@NullMarked
package io.ddm.interop.chaos;

import org.jspecify.annotations.NullMarked;
