package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.Offers;
import io.ddm.fsm.table.Budget;
import io.ddm.fsm.table.Union;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a peer tells us, taken in one after the other in the order in which it came, each a slice at a time: pushes are
 * acknowledged when they are done, and a table counts as pulled when it is.
 */
final class Inbound {

    /** So many entries are looked at together. */
    private static final int STEP = 32;

    private final RouterId peer;
    private final AdjRibIn table;
    private final Routes routes;
    private final Consumer<Effect> effects;
    private final Consumer<RejectedRoutes> refused;
    private final Runnable outdated;
    private final Deque<Job> jobs = new ArrayDeque<>();
    private final NavigableSet<PathVector> newer = new TreeSet<>(PathVector.ORDER);

    /** Entries of pushes that wait, at about 100 bytes each; a peer of our kind has one push under way. */
    private static final int MAX_WAITING = 200_000;

    private int waiting;

    /** Something to take in. */
    private interface Job {
        /** Goes on; returns whether it is done. */
        boolean work(Budget budget);

        /** It will not be done. */
        void drop();
    }

    /**
     * @param refused told what of the peer's offers is not taken in, message by message
     * @param outdated called when what belongs to this machine changed while a message was taken in, so that part of it
     *     was judged by what is no longer true
     */
    Inbound(RouterId peer, AdjRibIn table, Routes routes, Consumer<Effect> effects, Consumer<RejectedRoutes> refused,
            Runnable outdated) {
        this.peer = peer;
        this.table = table;
        this.routes = routes;
        this.effects = effects;
        this.refused = refused;
        this.outdated = outdated;
    }

    AdjRibIn table() {
        return table;
    }

    boolean isIdle() {
        return jobs.isEmpty();
    }

    /** A pull goes out: what is pushed from now on is newer than its answer. */
    void pulling() {
        newer.clear();
    }

    /**
     * The peer told us something.
     *
     * @param isNewer whether a pull is under way, of which the answer may be older
     */
    void pushed(Update told, boolean isNewer, long request) {
        if (waiting > 0 && waiting + told.size() > MAX_WAITING) {
            effects.accept(new Effect.DropRequest(request, "earlier pushes are still being imported"));
            return;
        }
        waiting += told.size();
        jobs.add(new Push(told, isNewer, request));
    }

    /**
     * Our pull brought the peer's table.
     *
     * @param begins called when it is begun to be taken in
     * @param done called when it is taken in
     */
    void pulled(List<PathVector> offered, Runnable begins, Runnable done) {
        jobs.add(new Pull(offered, begins, done));
    }

    /** Goes on with what there is to do. */
    void work(Budget budget) {
        while (budget.isLeft() && !jobs.isEmpty()) {
            if (jobs.getFirst().work(budget)) {
                jobs.removeFirst();
            }
        }
    }

    /** The session is over. */
    void drop() {
        jobs.forEach(Job::drop);
        jobs.clear();
        waiting = 0;
    }

    /**
     * Gives entries that came without a path, where the wire has none for their family, the shortest path that is
     * true: through the peer.
     */
    private List<PathVector> attributed(List<PathVector> told) {
        return told.stream()
                .map(p -> p.path().isEmpty() && mayOmitPath(p.destination().family())
                        ? new PathVector(p.destination(), List.of(peer))
                        : p)
                .toList();
    }

    private static boolean mayOmitPath(RouteFamily family) {
        return family.formFor(PeerCapabilities.NONE) == RouteFamily.WireForm.WITHOUT_PATH;
    }

    private final class Push implements Job {
        private final Update told;
        private final boolean isNewer;
        private final long request;
        private final RejectionCounts refusals = new RejectionCounts();
        private long localVersion = -1;
        private int announced;
        private int withdrawn;

        Push(Update told, boolean isNewer, long request) {
            this.told = told;
            this.isNewer = isNewer;
            this.request = request;
        }

        @Override
        public boolean work(Budget budget) {
            localVersion = localVersion < 0 ? routes.localVersion() : localVersion;
            while (budget.isLeft() && announced < told.announce().size()) {
                int end = Math.min(announced + STEP, told.announce().size());
                List<PathVector> offered = attributed(told.announce().subList(announced, end));
                List<PathVector> left = new ArrayList<>();
                List<PathVector> admitted = routes.admit(table, offered, table.offers(), (reason, path) -> {
                    refusals.add(reason, path);
                    left.add(path);
                });
                remember(offered);
                routes.update(table, admitted, left, List.of(), budget);
                announced = end;
            }
            while (budget.isLeft() && withdrawn < told.withdraw().size()) {
                int end = Math.min(withdrawn + STEP, told.withdraw().size());
                List<PathVector> gone = attributed(told.withdraw().subList(withdrawn, end));
                remember(gone);
                routes.update(table, List.of(), List.of(), gone, budget);
                withdrawn = end;
            }
            if (announced < told.announce().size() || withdrawn < told.withdraw().size()) {
                return false;
            }
            budget.spend(1);
            waiting -= told.size();
            refusals.toList().forEach(refused);
            if (localVersion != routes.localVersion()) {
                outdated.run();
            }
            effects.accept(new Effect.AcceptPush(request));
            return true;
        }

        private void remember(List<PathVector> paths) {
            if (isNewer) {
                newer.addAll(paths);
            }
        }

        @Override
        public void drop() {
            effects.accept(new Effect.DropRequest(request, "the session is over"));
        }
    }

    /** First the table is put in order, then it is compared with what is known, destination by destination. */
    private final class Pull implements Job {
        private final List<PathVector> offered;
        private final Runnable begins;
        private final Runnable done;
        private final RejectionCounts refusals = new RejectionCounts();
        private final Offers sorted = new Offers();
        private boolean begun;
        private long localVersion;
        private boolean isWhole = true;
        private int read;
        private Iterator<Destination> compared = List.<Destination>of().iterator();
        private boolean comparing;

        Pull(List<PathVector> offered, Runnable begins, Runnable done) {
            this.offered = offered;
            this.begins = begins;
            this.done = done;
        }

        @Override
        public boolean work(Budget budget) {
            if (!begun) {
                begun = true;
                localVersion = routes.localVersion();
                begins.run();
            }
            while (budget.isLeft() && read < offered.size()) {
                int end = Math.min(read + STEP, offered.size());
                budget.spend(end - read);
                read(attributed(offered.subList(read, end)));
                read = end;
            }
            if (read < offered.size()) {
                return false;
            }
            if (!comparing) {
                comparing = true;
                table.beginReplacement();
                compared = new Union<>(Destination.ORDER, List.of(sorted.destinations(), table.destinations()))
                        .iterator();
            }
            while (budget.isLeft() && compared.hasNext()) {
                List<Destination> some = new ArrayList<>(STEP);
                while (some.size() < STEP && compared.hasNext()) {
                    some.add(compared.next());
                }
                routes.replace(table, some, sorted, newer::contains, budget);
            }
            if (compared.hasNext()) {
                return false;
            }
            if (!isWhole) {
                table.omitEntry();
            }
            newer.clear();
            table.expectPaths(0);
            refusals.toList().forEach(refused);
            if (localVersion != routes.localVersion()) {
                outdated.run();
            }
            done.run();
            return true;
        }

        private void read(List<PathVector> some) {
            List<PathVector> left = new ArrayList<>();
            List<PathVector> admitted = routes.admit(table, some, sorted, (reason, path) -> {
                refusals.add(reason, path);
                left.add(path);
            });
            for (PathVector path : admitted) {
                isWhole &= sorted.add(path, routes.accepts(path));
            }
            for (PathVector path : left) {
                isWhole &= sorted.add(path, false);
            }
            table.expectPaths(sorted.paths());
        }

        @Override
        public void drop() {
            // Nobody waits for it.
        }
    }
}
