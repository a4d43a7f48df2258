package io.ddm.fsm.peer;

import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import java.time.Instant;

/**
 * A request that waits: for the discovery of its sender, or for the tables that its answer needs.
 *
 * @param event the pull or push, to be handled again
 * @param source where it came from
 * @param request the HTTP request
 * @param until when it is dropped
 */
public record PendingRequest(Event event, Ipv6Address source, long request, Instant until) {}
