package io.ddm.api.wire;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of reading one body: what it may still hold, and what of it was left out. */
final class BodyContext {

    private final ReadLimits limits;
    private final Skipped skipped = new Skipped();
    /** So that a body of many entries costs no more than its different ids. */
    private final Map<String, RouterId> routers = new HashMap<>();
    private RouterPath lastPath = RouterPath.EMPTY;
    private RouterPath lastDelayed = RouterPath.EMPTY;
    private int entries;

    BodyContext(ReadLimits limits) {
        this.limits = limits;
    }

    /** What was read, with what was left out. */
    <T> Decoded<T> with(T value) {
        return skipped.with(value);
    }

    /** The value, or null and one more entry skipped if the model refuses it. */
    <T> @Nullable T orSkip(JsonReader in, Supplier<T> value) {
        return skipped.orSkip(in, value);
    }

    /** Whether there is room for one more entry; skips it otherwise. */
    boolean takeEntry(JsonReader in) {
        if (entries < limits.maxEntries()) {
            entries++;
            return true;
        }
        skipped.skip(in, "more than " + limits.maxEntries() + " entries");
        return false;
    }

    /** Reads the ids of a path; null if the entry is to be skipped. */
    @Nullable
    RouterPath path(JsonReader in) throws BadJsonException {
        List<RouterId> path = new ArrayList<>();
        boolean whole = true;
        in.beginArray();
        while (in.nextElement()) {
            String id = in.string();
            if (whole && path.size() == limits.maxPathIds()) {
                skipped.skip(in, "a path of more than " + limits.maxPathIds() + " routers");
                whole = false;
            }
            // An entry is skipped once, whatever else is wrong with it.
            RouterId router = whole ? router(in, id) : null;
            if (router == null) {
                whole = false;
            } else {
                path.add(router);
            }
        }
        if (!whole) {
            return null;
        }
        if (!path.equals(lastPath.routers())) {
            lastPath = new RouterPath(path);
        }
        return lastPath;
    }

    /** The path with this delay; entries that follow each other with the same ones share it. */
    RouterPath withDelay(RouterPath path, PathDelay delay) {
        if (!delay.equals(lastDelayed.delay()) || !path.isAlong(lastDelayed)) {
            lastDelayed = path.withDelay(delay);
        }
        return lastDelayed;
    }

    private @Nullable RouterId router(JsonReader in, String id) {
        RouterId known = routers.get(id);
        if (known != null) {
            return known;
        }
        if (routers.size() == limits.maxRouters()) {
            skipped.skip(in, "more than " + limits.maxRouters() + " different router ids in one body");
            return null;
        }
        RouterId router = skipped.orSkip(in, () -> new RouterId(id));
        if (router != null) {
            routers.put(id, router);
        }
        return router;
    }
}
