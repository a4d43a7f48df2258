package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.status.StatusReport;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the offers of all peers say: the first prefixes that a filter selects, and every router on a path. One walk
 * finds both.
 *
 * @param rows the first prefixes, in order
 * @param selected how many prefixes the filter selects, as far as the walk came
 * @param isCut whether there are more offers than one page walks through
 * @param sight the routers
 */
record Network(List<Row> rows, long selected, boolean isCut, Sight sight) {

    /** So many prefixes are shown. */
    static final int MAX_ROWS = 500;

    /** So many paths are looked at for one page: a fraction of a second. */
    static final int MAX_PATHS = 200_000;

    /**
     * A prefix.
     *
     * @param prefix as it is offered
     * @param nextHops those of its route; empty if it has none
     * @param best the shortest path that is offered
     * @param others how many more paths are offered
     */
    record Row(Prefix prefix, List<WeightedNextHop> nextHops, RouterPath best, int others) {}

    private record Found(Prefix prefix, RouterPath best, int others) {}

    static Network of(UiView view, PrefixFilter filter) {
        OfferWalk walk = new OfferWalk(view.forwarding().imported(), MAX_PATHS);
        Sight sight = new Sight(view.status().links());
        List<Found> found = new ArrayList<>();
        long selected = 0;
        while (walk.hasNext()) {
            List<PathVector> offers = walk.next();
            offers.forEach(offer -> sight.add(offer.path()));
            Optional<Prefix> prefix = Optional.of(offers.getFirst().destination())
                    .filter(Prefix.class::isInstance)
                    .map(Prefix.class::cast)
                    .filter(filter.selects());
            if (prefix.isPresent()) {
                selected++;
                if (found.size() < MAX_ROWS) {
                    found.add(new Found(prefix.get(), shortest(offers), offers.size() - 1));
                }
            }
        }
        return new Network(rows(view, found), selected, walk.isCut(), sight);
    }

    private static RouterPath shortest(List<PathVector> offers) {
        return offers.stream().map(PathVector::path).min(RouterPath.ORDER).orElse(RouterPath.EMPTY);
    }

    private static List<Row> rows(UiView view, List<Found> found) {
        Map<Prefix, List<WeightedNextHop>> wanted = new HashMap<>();
        found.forEach(row -> wanted.put(row.prefix.network(), List.of()));
        Iterator<Map.Entry<Prefix, List<WeightedNextHop>>> networks = view.forwarding().networks().entries();
        while (networks.hasNext()) {
            Map.Entry<Prefix, List<WeightedNextHop>> network = networks.next();
            wanted.computeIfPresent(network.getKey(), (prefix, none) -> network.getValue());
        }
        return found.stream()
                .map(row -> new Row(row.prefix, wanted.getOrDefault(row.prefix.network(), List.of()), row.best,
                        row.others))
                .toList();
    }

    /** How many paths peers offer that are imported. */
    static long paths(StatusReport status) {
        return status.routes().importedPrefixPaths() + status.routes().importedTunnelPaths();
    }
}
