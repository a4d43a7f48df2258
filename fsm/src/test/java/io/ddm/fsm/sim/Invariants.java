package io.ddm.fsm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.Effect;
import io.ddm.fsm.Router;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.rib.Fib;
import io.ddm.fsm.rib.Rib;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds after every event at the router that handled it. Costs what the event touched. */
final class Invariants {

    private static final Field RIB = ribField();

    private Invariants() {}

    static void afterEvent(SimRouter at, List<Effect> effects, Instant now) {
        Rib rib = rib(at.router());
        Set<NextHop> live = new LinkedHashSet<>();
        for (SimPort port : at.ports()) {
            NextHop nextHop = port.nextHop();
            if (nextHop != null) {
                live.add(nextHop);
            }
        }
        require(live.containsAll(rib.peers()), at, "no route without a live session", rib.peers());
        Instant deadline = at.router().nextDeadline().orElse(Instant.MAX);
        require(deadline.isAfter(now) || at.router().isBusy(), at, "what is due is done", deadline);
        Map<Prefix, List<NextHop>> programmed = new LinkedHashMap<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Program program) {
                program.changes().forEach(change -> programmed.put(change.network(), change.nextHops()));
            }
        }
        programmed.forEach((network, nextHops) -> {
            require(Fib.compute(rib, network).equals(nextHops), at, "what was programmed is wanted", network);
            require(at.router().wantedFib().getOrDefault(network, List.of()).equals(nextHops), at,
                    "the wanted FIB is a function of the RIB", network);
            require(live.containsAll(nextHops) || at.router().isBusy(), at, "next hops are live peers", nextHops);
        });
    }

    static void mayPull(SimRouter at, SimPort port, Effect.Pull pull) {
        require(port.isLive(pull.epoch()) && pull.peer().equals(port.peer()), at, "effects are of live sessions", pull);
        require(!port.isPulling(), at, "at most one pull is under way", pull);
    }

    static void mayPush(SimRouter at, SimPort port, Effect.Push push) {
        require(port.isLive(push.epoch()) && push.peer().equals(port.peer()), at, "effects are of live sessions", push);
        require(!port.isPushing(), at, "at most one push is under way", push);
        require(!push.update().isEmpty(), at, "nothing is not told", push);
        for (PathVector told : push.update().announce()) {
            path(at, push.peer().id(), told.path());
        }
    }

    private static void path(SimRouter from, RouterId to, List<RouterId> path) {
        require(path.getLast().equals(from.id()), from, "we are the nearest on a path that we tell", path);
        for (int i = 0; i < path.size(); i++) {
            require(!path.get(i).equals(to), from, "nobody is told a path through himself", path);
            for (int j = 0; j < i; j++) {
                require(!path.get(i).equals(path.get(j)), from, "no path repeats a router", path);
            }
        }
    }

    /** The wanted FIB, computed from scratch. */
    static void wholeFib(SimRouter at) {
        Rib rib = rib(at.router());
        Fib fresh = new Fib(rib);
        fresh.refresh(rib.destinations());
        assertThat(at.router().wantedFib()).as("wanted FIB of %s", at.id()).isEqualTo(fresh.wanted());
    }

    static Rib rib(Router router) {
        try {
            return (Rib) RIB.get(router);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Field ribField() {
        try {
            Field field = Router.class.getDeclaredField("rib");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private static void require(boolean holds, SimRouter at, String rule, Object what) {
        if (!holds) {
            throw new AssertionError("at " + at.id() + ": " + rule + ", but: " + what);
        }
    }
}
