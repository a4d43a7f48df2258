package io.ddm.daemon.exchange;

import io.ddm.api.wire.HopRoom;
import io.ddm.api.wire.ReadLimits;
import io.ddm.fsm.event.RouterConfig;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/** Resources that the exchanges of all links share: threads, memory, and the longest router id. Thread-safe. */
public final class ExchangeResources {

    /** A peer may advertise up to eight paths to a prefix; few networks have more than two. */
    private static final int PATHS_PER_PREFIX = 4;

    /** Estimated size of a prefix in a table: two paths of three ids each. */
    private static final int BYTES_PER_PREFIX = 256;

    private static final long MIN_TABLE_BYTES = 1024L * 1024;

    private final CodecPool codecs;
    private final BodyBudget budget;
    private final ReadLimits limits;
    private final int maxTableBytes;
    private final HopRoom ours;
    private volatile IntSupplier longestId = () -> 0;

    /**
     * @param router its import limits bound what is decoded
     * @param onContext runs tasks on the router's context
     */
    public ExchangeResources(RouterConfig router, Executor onContext) {
        this(router, onContext, BodyBudget.ofHeap());
    }

    /** Resources with another budget. */
    public ExchangeResources(RouterConfig router, Executor onContext, BodyBudget budget) {
        int prefixes = router.imports().maxPrefixes();
        this.codecs = new CodecPool(onContext);
        this.budget = budget;
        this.limits = new ReadLimits(Math.clamp((long) PATHS_PER_PREFIX * prefixes, 1000, 4_000_000),
                Math.max(ReadLimits.DEFAULT.maxPathIds(), router.imports().maxPathLength()),
                ReadLimits.DEFAULT.maxRouters());
        this.maxTableBytes = (int) Math.min(Integer.MAX_VALUE / 2,
                Math.min(budget.largest(), MIN_TABLE_BYTES + (long) BYTES_PER_PREFIX * prefixes));
        this.ours = HopRoom.LEAST.fitting(router.id());
    }

    /** Threads that encode and decode bodies. */
    public CodecPool codecs() {
        return codecs;
    }

    /** Memory for bodies. */
    public BodyBudget budget() {
        return budget;
    }

    /** Limits for decoding a body. */
    public ReadLimits limits() {
        return limits;
    }

    /** The largest table that a peer may send: bounded by its prefix limit and by the heap. */
    public int maxTableBytes() {
        return maxTableBytes;
    }

    /** Room for the longest id that is known now, including ours. */
    public HopRoom hopRoom() {
        return new HopRoom(Math.max(ours.idBytes(), longestId.getAsInt()));
    }

    /**
     * Sets the source of the longest id behind peers; only imported routes count.
     *
     * @param longest the longest id in bytes; called by any thread
     */
    public void expectIds(IntSupplier longest) {
        longestId = longest;
    }
}
