package io.ddm.daemon.exchange;

import io.ddm.api.wire.HopRoom;
import io.ddm.api.wire.ReadLimits;
import io.ddm.fsm.event.RouterConfig;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/** What the exchanges of all links share: threads, memory, and what is known of the network's ids. Thread-safe. */
public final class ExchangeResources {

    /** A peer may offer several paths to a prefix, at most eight; few networks have more than two. */
    private static final int PATHS_PER_PREFIX = 4;

    /** What a prefix may take in a table, in bytes: two paths of three ids each. */
    private static final int BYTES_PER_PREFIX = 256;

    private static final long LEAST_TABLE_BYTES = 1024L * 1024;

    private final CodecPool codecs;
    private final BodyBudget budget;
    private final ReadLimits limits;
    private final int maxTableBytes;
    private final HopRoom ours;
    private volatile IntSupplier longestId = () -> 0;

    /**
     * @param router its limits of what a peer may offer bound what is read
     * @param onContext runs on the router's context
     */
    public ExchangeResources(RouterConfig router, Executor onContext) {
        this(router, onContext, BodyBudget.ofHeap());
    }

    public ExchangeResources(RouterConfig router, Executor onContext, BodyBudget budget) {
        int prefixes = router.imports().maxPrefixes();
        this.codecs = new CodecPool(onContext);
        this.budget = budget;
        this.limits = new ReadLimits(Math.clamp((long) PATHS_PER_PREFIX * prefixes, 1000, 4_000_000),
                Math.max(ReadLimits.DEFAULT.maxPathIds(), router.imports().maxPathLength()),
                ReadLimits.DEFAULT.maxRouters());
        this.maxTableBytes = (int) Math.min(Integer.MAX_VALUE / 2,
                Math.min(budget.largest(), LEAST_TABLE_BYTES + (long) BYTES_PER_PREFIX * prefixes));
        this.ours = HopRoom.LEAST.fitting(router.id());
    }

    public CodecPool codecs() {
        return codecs;
    }

    public BodyBudget budget() {
        return budget;
    }

    /** What of a body is read. */
    public ReadLimits limits() {
        return limits;
    }

    /** The largest table that is taken from a peer, in bytes: what its prefixes may need, and the heap has room for. */
    public int maxTableBytes() {
        return maxTableBytes;
    }

    /** The room for the longest id that is known now, ours included. */
    public HopRoom hopRoom() {
        return new HopRoom(Math.max(ours.idBytes(), longestId.getAsInt()));
    }

    /**
     * Which ids to expect behind peers from now on: what a peer says counts only while it is taken in.
     *
     * @param longest the longest in bytes; any thread asks
     */
    public void expectIds(IntSupplier longest) {
        longestId = longest;
    }
}
