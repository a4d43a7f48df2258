package io.ddm.daemon.admin.events;

import io.ddm.api.admin.events.RouterEvent;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The latest events, for those who ask afterwards. Changes of routes are many, so they have a bound of their own: they
 * push out no other event. Lives on the router's event loop.
 */
final class EventHistory {

    /** So many events other than changes of routes are kept, some 300 bytes each. */
    static final int MAX_EVENTS = 1000;
    /** So many changes of routes are kept. */
    static final int MAX_ROUTES = 200;

    private final Deque<NumberedEvent> events = new ArrayDeque<>();
    private final Deque<NumberedEvent> routes = new ArrayDeque<>();

    void add(NumberedEvent event) {
        if (event.event() instanceof RouterEvent.Routes) {
            add(routes, event, MAX_ROUTES);
        } else {
            add(events, event, MAX_EVENTS);
        }
    }

    private static void add(Deque<NumberedEvent> to, NumberedEvent event, int most) {
        if (to.size() == most) {
            to.removeFirst();
        }
        to.addLast(event);
    }

    /** Those with a larger number, oldest first. */
    List<NumberedEvent> after(long id) {
        return Stream.concat(events.stream(), routes.stream())
                .filter(event -> event.id() > id)
                .sorted(Comparator.comparingLong(NumberedEvent::id))
                .toList();
    }
}
