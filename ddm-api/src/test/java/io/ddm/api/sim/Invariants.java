package io.ddm.api.sim;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What holds after every event at the router that handled it, and for every message. Costs what the event touched. */
final class Invariants {

    /** What an id of 16 characters adds to each path of a body, in bytes. */
    private static final int HOP_BYTES = ",\"\"".length() + 16;

    private Invariants() {}

    /** {@code wasStopping} and {@code wasStopped} as it was before the event. */
    static void afterEvent(OurRouter at, List<Effect> effects, boolean wasStopping, boolean wasStopped) {
        Set<NextHop> live = new LinkedHashSet<>();
        for (OurLink link : at.links()) {
            if (link.peer() != null) {
                live.add(link.port().nextHop());
            }
        }
        require(at.isBusy() || wasStopping || at.isStopping() || live.containsAll(at.nextHops()), at,
                "no route without a live session", at.nextHops());
        for (Effect effect : effects) {
            if (effect instanceof Effect.Program program) {
                require(!wasStopped || !at.place().net().claims(Claim.STOP), at, "nothing is programmed after the stop",
                        program);
                require(!wasStopping || !at.place().net().claims(Claim.STOP)
                        || program.changes().stream().allMatch(change -> change.nextHops().isEmpty()), at,
                        "no route is added while stopping", program);
            }
        }
    }

    static void mayPull(OurLink link, Effect.Pull pull) {
        SimRouter at = link.port().owner();
        require(link.isLive(pull.epoch(), pull.peer()), at, "effects are of live sessions", pull);
        require(!link.isPulling(), at, "at most one pull is under way", pull);
    }

    static void mayPush(OurLink link, Effect.Push push) {
        SimRouter at = link.port().owner();
        require(link.isLive(push.epoch(), push.peer()), at, "effects are of live sessions", push);
        require(!link.isPushing(), at, "at most one push is under way", push);
        require(!push.update().isEmpty(), at, "nothing is not told", push);
        for (PathVector told : push.update().announce()) {
            path(at, push.peer().id(), told.path());
        }
    }

    private static void path(SimRouter from, RouterId to, RouterPath told) {
        List<RouterId> path = told.routers();
        require(path.getLast().equals(from.id()), from, "we are the nearest on a path that we tell", path);
        for (int i = 0; i < path.size(); i++) {
            require(!path.get(i).equals(to), from, "nobody is told a path through himself", path);
            for (int j = 0; j < i; j++) {
                require(!path.get(i).equals(path.get(j)), from, "no path repeats a router", path);
            }
        }
    }

    /** The body of a push that arrived, as its receiver reads it. */
    static void body(SimExchange push, Update update) {
        SimRouter from = push.client().owner();
        SimRouter to = push.client().otherEnd().owner();
        if (!(push.speaker() instanceof OurRouter)) {
            return;
        }
        if (!update.announce().isEmpty() && !update.withdraw().isEmpty()) {
            Set<PathVector> both = new LinkedHashSet<>(update.announce());
            both.retainAll(new LinkedHashSet<>(update.withdraw()));
            require(both.isEmpty() || !from.net().claims(Claim.TUNNELS), from,
                    "no body announces and withdraws the same", both);
        }
        if (to.isReference()) {
            int size = push.request().body().length;
            require(size <= Reference.MAX_BODY_BYTES, from, "a body for the reference has no more than it takes",
                    size);
            int grown = size
                    + 2 * HOP_BYTES * (int) update.announce().stream().filter(told -> !told.path().isEmpty()).count()
                    + 2 * HOP_BYTES * (int) update.withdraw().stream().filter(told -> !told.path().isEmpty()).count();
            require(grown <= Reference.MAX_BODY_BYTES || update.size() == 1 || to.kind() == RouterKind.SERVER
                    || !from.net().claims(Claim.ROOM_FOR_TWO_HOPS), from,
                    "a body for the reference may grow by two hops", size + " bytes, " + update.size() + " entries");
        }
    }

    static void nothingSkipped(List<String> skipped) {
        if (!skipped.isEmpty()) {
            throw new AssertionError("entries that we cannot read: " + skipped);
        }
    }

    private static void require(boolean holds, OurRouter at, String rule, Object what) {
        require(holds, at.place(), rule, what);
    }

    private static void require(boolean holds, SimRouter at, String rule, Object what) {
        if (!holds) {
            throw new AssertionError("at " + at.id() + ": " + rule + ", but: " + what);
        }
    }
}
