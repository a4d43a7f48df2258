/**
 * Nodes of a lab as the chaos run and the benches use them: one shell on each for the whole run, since a process for
 * each question would cost more than the daemons that are looked at. Only the JDK and the admin API's reader are used,
 * so that {@code java} runs these programs from their sources.
 */
@NullMarked
package io.ddm.interop.netns;

import org.jspecify.annotations.NullMarked;
