package io.ddm.interop.bench.growth;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Routers of one process share equal values, so that ten thousand of them fit into it. What one router takes for itself
 * is found by {@link RetainedSize}, for which it makes no difference.
 */
final class Interner {

    private final Map<RouterPath, RouterPath> paths = new HashMap<>();
    /** In order: the hashes of a million prefixes that follow each other collide. */
    private final Map<Destination, Destination> destinations = new TreeMap<>(Destination.ORDER);

    Update shared(Update update) {
        return new Update(shared(update.announce()), shared(update.withdraw()));
    }

    List<PathVector> shared(List<PathVector> vectors) {
        return vectors.stream()
                .map(vector -> new PathVector(destinations.computeIfAbsent(vector.destination(), d -> d),
                        paths.computeIfAbsent(vector.path(), p -> p)))
                .toList();
    }
}
