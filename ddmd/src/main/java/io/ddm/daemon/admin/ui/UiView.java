package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.daemon.admin.events.NumberedEvent;
import io.ddm.fsm.ForwardingReport;
import java.util.List;

/**
 * What the status page shows, at one moment.
 *
 * @param status the body of {@code GET /status}
 * @param gates the steps of the start
 * @param events the events of {@code GET /history}, oldest first
 * @param forwarding what peers offer, and the next hops of each network
 */
record UiView(StatusReport status, List<ReadyReport.Gate> gates, List<NumberedEvent> events,
        ForwardingReport forwarding) {

    /** Copies the lists. */
    UiView {
        gates = List.copyOf(gates);
        events = List.copyOf(events);
    }
}
