package io.ddm.daemon.admin;

import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.fsm.model.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the router originates, of one kind: prefixes or tunnels. */
final class OriginatedReply {

    private OriginatedReply() {}

    /** A reply that lists the originated destinations of one kind. */
    static <T extends Destination> SingleFlightResponse<Iterable<Destination>> of(AdminResources resources,
            RouterCalls router, Class<T> kind, Function<List<T>, byte[]> json) {
        return resources.largeReply(router::originated, all -> {
            List<T> matching = new ArrayList<>();
            for (Destination destination : all) {
                if (kind.isInstance(destination)) {
                    matching.add(kind.cast(destination));
                }
            }
            return Rendered.json(json.apply(matching));
        });
    }
}
