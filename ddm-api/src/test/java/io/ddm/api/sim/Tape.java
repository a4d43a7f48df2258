package io.ddm.api.sim;

import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.time.Instant;
import java.util.List;

/** Sees what the routers of a simulation do. */
interface Tape {

    /** Takes down nothing. */
    Tape NONE = (router, config, begun) -> (event, effects, at) -> {};

    /** One router. */
    interface Track {
        /** The router has handled an event. */
        void handled(Event event, List<Effect> effects, Instant at);
    }

    /** A router begins. */
    Track begins(Router router, RouterConfig config, Instant begun);
}
