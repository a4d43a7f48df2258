package io.ddm.daemon.store;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The originated destinations on disk. A call returns when its change is on stable storage; one that changes nothing
 * writes nothing. Blocking, and not thread-safe: called by one worker at a time, never by the event loop.
 *
 * <p>Keys are the text forms: {@code fd00:1::/64}, or {@code 203.0.113.0/24 fd00:1701::1 47 0} for a tunnel origin
 * (prefix, boundary address, VNI, metric).
 */
public final class OriginStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OriginStore.class);
    private static final String FILE = "originated.mv";

    private final MVStore store;
    private final MVMap<String, String> prefixes;
    private final MVMap<String, String> tunnels;

    private OriginStore(MVStore store) {
        this.store = store;
        this.prefixes = store.openMap("prefixes");
        this.tunnels = store.openMap("tunnels");
    }

    /**
     * Opens the store in a directory, which is made if need be. A file that cannot be read is set aside under another
     * name and a new one begun, since a router without its originations is better than none.
     *
     * @throws IOException if the directory cannot be written, or another process has the store open; the message says
     *     which
     */
    public static OriginStore open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(FILE);
        try {
            return new OriginStore(mvStore(file));
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new IOException(file + " is in use by another process", e);
            }
            if (!Files.exists(file) || !Files.isWritable(directory)) {
                throw new IOException(file + " cannot be opened: " + e.getMessage(), e);
            }
            Path aside = directory.resolve(FILE + ".unreadable-" + Instant.now().toEpochMilli());
            Files.move(file, aside);
            LOG.error("{} cannot be read ({}); it is kept as {} and the router starts without originated prefixes",
                    file, e.getMessage(), aside);
            return new OriginStore(mvStore(file));
        }
    }

    /** Everything stored. Entries that cannot be read are left out and logged. */
    public Set<Destination> load() {
        Set<Destination> all = new LinkedHashSet<>();
        for (String key : prefixes.keySet()) {
            read(key, all, Prefix::parse);
        }
        for (String key : tunnels.keySet()) {
            read(key, all, OriginStore::tunnelOrigin);
        }
        return all;
    }

    /**
     * Adds destinations.
     *
     * @throws StoreException if they are not on stable storage; none of them is stored then
     */
    public void add(Collection<Destination> destinations) throws StoreException {
        change(destinations, true);
    }

    /**
     * Removes destinations.
     *
     * @throws StoreException if that is not on stable storage; all of them are still stored then
     */
    public void remove(Collection<Destination> destinations) throws StoreException {
        change(destinations, false);
    }

    @Override
    public void close() {
        store.close();
    }

    private static MVStore mvStore(Path file) {
        return new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open();
    }

    private void change(Collection<Destination> destinations, boolean present) throws StoreException {
        try {
            boolean changed = false;
            for (Destination destination : destinations) {
                MVMap<String, String> map = destination instanceof Prefix ? prefixes : tunnels;
                String before = present ? map.put(key(destination), "") : map.remove(key(destination));
                changed |= (before == null) == present;
            }
            if (changed) {
                store.commit();
                store.sync();
            }
        } catch (MVStoreException e) {
            rollback();
            throw new StoreException("the originated prefixes cannot be stored: " + e.getMessage(), e);
        }
    }

    private void rollback() {
        try {
            store.rollback();
        } catch (MVStoreException e) {
            LOG.error("the store cannot be rolled back: {}", e.getMessage());
        }
    }

    private static String key(Destination destination) {
        return switch (destination) {
            case Prefix prefix -> prefix.toString();
            case TunnelOrigin tunnel -> tunnel.overlayPrefix() + " " + tunnel.boundaryAddress() + " " + tunnel.vni()
                    + " " + Long.toUnsignedString(tunnel.metric());
        };
    }

    private static TunnelOrigin tunnelOrigin(String key) {
        String[] fields = key.split(" ", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException("expected four fields");
        }
        return new TunnelOrigin(IpPrefix.parse(fields[0]), Ipv6Address.parse(fields[1]), Integer.parseInt(fields[2]),
                Long.parseUnsignedLong(fields[3]));
    }

    private interface Reader {
        Destination read(String key);
    }

    private static void read(String key, Set<Destination> all, Reader reader) {
        try {
            all.add(reader.read(key));
        } catch (IllegalArgumentException e) {
            LOG.error("stored entry '{}' is not understood and left out: {}", key, e.getMessage());
        }
    }
}
