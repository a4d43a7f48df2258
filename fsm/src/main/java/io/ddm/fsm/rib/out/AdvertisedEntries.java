package io.ddm.fsm.rib.out;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily.WireForm;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.replay.PathState;
import io.ddm.fsm.table.Flat;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries that a peer may hold from us, and the digest of those that it certainly holds. */
final class AdvertisedEntries {

    /**
     * An entry that the peer may hold.
     *
     * @param confirmed the generation in which it was acknowledged; 0 if its delivery is uncertain
     * @param push the number of the push that announces it, less than 0 for the one that withdraws it, 0 for none
     */
    record Entry(RouterPath path, long confirmed, long push) {

        /** An entry whose delivery is uncertain. */
        static Entry uncertain(RouterPath path, long push) {
            return new Entry(path, 0, push);
        }
    }

    private final OrderedMap<Destination, List<Entry>> entries = new OrderedMap<>(Destination.ORDER);
    private long generation = 1;
    private int varying;
    private @Nullable ConfirmedDigest digest;

    List<Entry> of(Destination destination) {
        return entries.getOrDefault(destination, List.of());
    }

    /** These are now all entries of a destination. */
    void put(Destination destination, List<Entry> now) {
        int change = 0;
        if (now.isEmpty()) {
            change = entries.remove(destination) == null ? 0 : -1;
        } else if (entries.put(destination, List.copyOf(now)) == null) {
            change = 1;
        }
        if (destination.family().formFor(PeerCapabilities.NONE) != WireForm.WITH_PATH) {
            varying += change;
        }
    }

    /** Whether any destination may stand in another form once the peer has said what it can do. */
    boolean hasVaryingForm() {
        return varying > 0;
    }

    /** All destinations of which the peer may hold something, sorted, as of now. */
    Snapshot<Destination, ?> destinations() {
        return entries.snapshot();
    }

    boolean isConfirmed(Entry entry) {
        return entry.confirmed == generation;
    }

    /** An acknowledged entry, which counts for the digest from now on. */
    Entry confirm(Destination destination, RouterPath path) {
        if (digest != null) {
            digest.add(destination, path);
        }
        return new Entry(path, generation, 0);
    }

    /** The entry is about to be dropped or replaced by one that is not confirmed. */
    void unconfirm(Destination destination, Entry entry) {
        if (isConfirmed(entry) && digest != null) {
            digest.remove(destination, entry.path);
        }
    }

    /** No entry is confirmed any more. */
    void invalidate() {
        generation++;
        if (digest != null) {
            digest.clear();
        }
    }

    /**
     * Begins a digest, which {@link #cover} and {@link #coverAll} complete.
     *
     * @param key the peer's key; empty if it keeps no digest
     */
    void beginDigest(Optional<TableDigest.Bits> key) {
        digest = key.map(ConfirmedDigest::new).orElse(null);
    }

    /** The digest covers this destination, which has these entries, and all before it. */
    void cover(Destination destination, List<Entry> now) {
        if (digest != null) {
            digest.cover(destination);
            for (Entry entry : now) {
                if (isConfirmed(entry)) {
                    digest.add(destination, entry.path);
                }
            }
        }
    }

    /** The digest covers every destination. */
    void coverAll() {
        if (digest != null) {
            digest.coverAll();
        }
    }

    /** Whether this is exactly what the peer certainly holds. */
    boolean matches(TableDigest theirs) {
        return digest != null && digest.matches(theirs);
    }

    /** What the peer certainly holds, in its own digest; empty if it keeps none. */
    Optional<TableDigest> digest() {
        return Optional.ofNullable(digest).map(ConfirmedDigest::now);
    }

    /** Where the entry of the path along these routers is; -1 for nowhere. */
    static int find(List<Entry> entries, RouterPath path) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).path.isAlong(path)) {
                return i;
            }
        }
        return -1;
    }

    /** Hands its state through. Keys and sums of digests stay behind: they start again with a key that is no secret. */
    public void archive(Archive archive) {
        archive.rows("entries", PathState.class,
                Flat.of(entries.snapshot()::entries, entry -> rows(entry.getKey(), entry.getValue())), this::restore);
        generation = archive.number("generation", generation);
        if (archive.flag("hasDigest", digest != null)) {
            if (digest == null) {
                digest = new ConfirmedDigest(TableDigest.Bits.ZERO);
            }
            digest.archive(archive.in("digest"));
            if (archive.isRestoring()) {
                sum(digest);
            }
        }
    }

    private void restore(PathState row) {
        Destination destination = row.path().destination();
        List<Entry> all = new ArrayList<>(of(destination));
        all.add(new Entry(row.path().path(), row.first(), row.second()));
        put(destination, all);
    }

    private void sum(ConfirmedDigest restored) {
        entries.forEach((destination, all) -> {
            for (Entry entry : all) {
                if (isConfirmed(entry)) {
                    restored.add(destination, entry.path);
                }
            }
        });
    }

    private static List<PathState> rows(Destination destination, List<Entry> all) {
        return all.stream()
                .map(entry -> new PathState(new PathVector(destination, entry.path), entry.confirmed, entry.push))
                .toList();
    }
}
