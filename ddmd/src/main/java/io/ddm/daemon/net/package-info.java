/**
 * What discovery and the exchange have in common: socket addresses on a link, rates and limits, and what both report
 * to metrics. Imports only the model of {@code fsm}.
 */
@NullMarked
package io.ddm.daemon.net;

import org.jspecify.annotations.NullMarked;
