package io.ddm.fsm.peer;

import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import java.time.Instant;

/**
 * A request from somebody who is not our peer yet, and waits for the discovery that is under way.
 *
 * @param event the pull or push, to be handled once its sender is the peer
 * @param source where it came from
 * @param request the HTTP request
 * @param until when it has waited long enough
 */
public record PendingRequest(Event event, Ipv6Address source, long request, Instant until) {}
