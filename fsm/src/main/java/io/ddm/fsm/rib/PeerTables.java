package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.replay.Archive;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables of the peers in session, by next hop. */
public final class PeerTables {

    private final SortedMap<NextHop, AdjRibIn> live = new TreeMap<>();
    private long opened;
    private long version;

    AdjRibIn open(NextHop peer, TableDigest.Bits key) {
        AdjRibIn table = new AdjRibIn(peer, ++opened, key);
        add(table);
        return table;
    }

    void add(AdjRibIn table) {
        live.put(table.peer(), table);
        version++;
    }

    void close(AdjRibIn table) {
        live.remove(table.peer(), table);
        version++;
    }

    /** What one of them offers has changed. */
    void changed() {
        version++;
    }

    /** Grows with each change of what peers offer. */
    public long version() {
        return version;
    }

    /** What each peer offers, as of now, if it offers anything. */
    public SortedMap<NextHop, OfferedTable> offered() {
        SortedMap<NextHop, OfferedTable> offered = new TreeMap<>();
        live.forEach((peer, table) -> {
            if (table.paths() > 0) {
                offered.put(peer, table.accepted());
            }
        });
        return Collections.unmodifiableSortedMap(offered);
    }

    /** How many paths peers offer, all together. */
    public long paths() {
        return live.values().stream().mapToLong(AdjRibIn::paths).sum();
    }

    /** How many paths the peers other than this one have, or are about to have. */
    public long claimedByOthers(AdjRibIn than) {
        return live.values().stream().filter(table -> table != than).mapToLong(AdjRibIn::claimed).sum();
    }

    /** Hands through what is not that of one table. */
    public void archive(Archive archive) {
        opened = archive.number("opened", opened);
    }
}
