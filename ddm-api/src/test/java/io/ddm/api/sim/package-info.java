/**
 * Networks of simulated routers in virtual time: ours, which are the real core behind the real codecs, and reference
 * routers with the limits of the real ones. What travels is bytes. An oracle that knows no router says what a network
 * at rest must look like.
 */
@NullMarked
package io.ddm.api.sim;

import org.jspecify.annotations.NullMarked;
