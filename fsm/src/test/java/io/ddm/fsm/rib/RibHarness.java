package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A RIB moved by hand: whole messages instead of one path after the other, peers opened when they first speak. */
final class RibHarness {

    private final Rib rib;
    private final Map<NextHop, AdjRibIn> tables = new TreeMap<>();

    RibHarness(RouterId self) {
        rib = new Rib(self);
    }

    Rib rib() {
        return rib;
    }

    AdjRibIn table(NextHop peer) {
        return tables.computeIfAbsent(peer, p -> rib.open(p, TableDigest.Bits.ZERO));
    }

    /** Everything that a peer offers and that was taken in, sorted. */
    List<PathVector> offersOf(NextHop peer) {
        OfferedTable offered = rib.tables().offered().get(peer);
        return offered == null ? List.of() : List.copyOf(offered);
    }

    Set<Destination> originate(Collection<? extends Destination> destinations) {
        Set<Destination> touched = new LinkedHashSet<>();
        destinations.stream().filter(rib::originate).forEach(touched::add);
        return touched;
    }

    Set<Destination> withdraw(Collection<? extends Destination> destinations) {
        Set<Destination> touched = new LinkedHashSet<>();
        destinations.stream().filter(rib::withdraw).forEach(touched::add);
        return touched;
    }

    Set<Destination> update(NextHop peer, Update update) {
        Set<Destination> touched = new LinkedHashSet<>();
        update.announce()
                .stream()
                .filter(p -> rib.add(table(peer), p, true))
                .forEach(p -> touched.add(p.destination()));
        update.withdraw().stream().filter(p -> rib.remove(table(peer), p)).forEach(p -> touched.add(p.destination()));
        return touched;
    }

    Set<Destination> replace(NextHop peer, Collection<PathVector> offered, Set<PathVector> newer) {
        Offers sorted = new Offers();
        offered.forEach(path -> sorted.add(path, rib.accepts(path)));
        Set<Destination> all = new TreeSet<>(Destination.ORDER);
        sorted.destinations().forEach(all::add);
        table(peer).destinations().forEach(all::add);
        Set<Destination> touched = new LinkedHashSet<>();
        all.stream().filter(d -> rib.replace(table(peer), d, sorted, newer::contains)).forEach(touched::add);
        return touched;
    }

    Set<Destination> forget(NextHop peer) {
        AdjRibIn table = table(peer);
        tables.remove(peer);
        rib.close(table);
        List<Destination> offered = new ArrayList<>();
        table.destinations().forEach(offered::add);
        Set<Destination> touched = new LinkedHashSet<>();
        offered.stream().filter(d -> rib.removeAll(table, d)).forEach(touched::add);
        return touched;
    }
}
