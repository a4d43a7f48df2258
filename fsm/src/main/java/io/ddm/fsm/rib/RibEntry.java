package io.ddm.fsm.rib;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What peers offer for one destination. The best of it is found once per change, however many ask. */
final class RibEntry {

    private record Source(AdjRibIn from, List<RouterPath> paths) {}

    private final List<Source> sources = new ArrayList<>(1);
    private @Nullable List<RoutePath> best;
    private NextHopRanks bestUnder = NextHopRanks.NONE;

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /** These are now all paths of this source, shortest first. */
    void set(AdjRibIn from, List<RouterPath> paths) {
        int at = 0;
        int order = 1;
        while (at < sources.size() && (order = from.compareWith(sources.get(at).from)) > 0) {
            at++;
        }
        boolean isKnown = at < sources.size() && order == 0;
        if (isKnown && paths.isEmpty()) {
            sources.remove(at);
        } else if (isKnown) {
            sources.set(at, new Source(from, paths));
        } else if (!paths.isEmpty()) {
            sources.add(at, new Source(from, paths));
        }
        best = null;
    }

    /** The least delay of the shortest paths of a peer; unknown if none says it. */
    PathDelay delay(NextHop peer) {
        PathDelay least = PathDelay.UNKNOWN;
        for (Source source : sources) {
            if (source.from.peer().equals(peer)) {
                int length = source.paths.getFirst().length();
                for (int i = 0; i < source.paths.size() && source.paths.get(i).length() == length; i++) {
                    least = least.orLess(source.paths.get(i).delay());
                }
            }
        }
        return least;
    }

    /** Those peers whose shortest paths are advertised by a router with a lower id than this. */
    List<NextHop> advertisedBelow(RouterId id, List<NextHop> peers) {
        return sources.stream()
                .filter(source -> source.paths.getFirst().routers().getLast().compareTo(id) < 0)
                .map(source -> source.from.peer())
                .filter(peers::contains)
                .distinct()
                .toList();
    }

    /** The shortest paths through next hops in use, all of them, by next hop and path. */
    List<RoutePath> best(NextHopRanks ranks) {
        List<RoutePath> known = best;
        if (known == null || !bestUnder.equals(ranks)) {
            known = List.copyOf(best(ranks, path -> true));
            best = known;
            bestUnder = ranks;
        }
        return known;
    }

    /** The shortest of those paths through next hops in use that are usable, all of them, by next hop and path. */
    List<RoutePath> best(NextHopRanks ranks, Predicate<RoutePath> isUsable) {
        List<RoutePath> found = new ArrayList<>(sources.size());
        int length = Integer.MAX_VALUE;
        for (Source source : sources) {
            if (!ranks.of(source.from.peer()).isInUse()) {
                continue;
            }
            for (RouterPath path : source.paths) {
                if (path.length() > length) {
                    break;
                }
                RoutePath candidate = new RoutePath(source.from.peer(), path);
                if (isUsable.test(candidate)) {
                    if (path.length() < length) {
                        found.clear();
                        length = path.length();
                    }
                    found.add(candidate);
                }
            }
        }
        return found;
    }
}
