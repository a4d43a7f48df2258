package io.ddm.fsm.session;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.replay.PathState;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.Offers;
import io.ddm.fsm.table.Budget;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Union;
import io.ddm.fsm.table.Walk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a peer sends us, imported one after the other in the order in which it came, each a slice at a time: pushes are
 * acknowledged when they are done, and a table counts as pulled when it is.
 */
final class Inbound {

    /** So many entries are looked at together. */
    private static final int STEP = 32;

    private final RouterId peer;
    private final AdjRibIn table;
    private final Routes routes;
    private final Consumer<Effect> effects;
    private final PeerRejections rejections;
    private final TablePulls pulls;
    private final Deque<InboundJob> jobs = new ArrayDeque<>();
    private final OrderedMap<PathVector, Boolean> newer = new OrderedMap<>(PathVector.ORDER);

    /** Entries of pushes that wait, at about 100 bytes each; a peer of our kind has one push under way. */
    private static final int MAX_WAITING = 200_000;

    private int waiting;

    /**
     * @param rejections count what of the peer's offers is not imported, message by message
     * @param pulls of the peer's table
     */
    Inbound(RouterId peer, AdjRibIn table, Routes routes, Consumer<Effect> effects, PeerRejections rejections,
            TablePulls pulls) {
        this.peer = peer;
        this.table = table;
        this.routes = routes;
        this.effects = effects;
        this.rejections = rejections;
        this.pulls = pulls;
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
     * The peer pushed an update.
     *
     * @param isNewer whether a pull is under way, of which the answer may be older
     */
    void pushed(Update update, boolean isNewer, long request) {
        if (waiting > 0 && waiting + update.size() > MAX_WAITING) {
            effects.accept(new Effect.DropRequest(request, "earlier pushes are still being imported"));
            return;
        }
        waiting += update.size();
        jobs.add(new Push(update, isNewer, request));
    }

    /** Our pull brought the peer's table. */
    void pulled(List<PathVector> offered) {
        jobs.add(new Pull(offered));
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
        jobs.forEach(InboundJob::drop);
        jobs.clear();
        waiting = 0;
    }

    private final class Push implements InboundJob {
        private final Update update;
        private final boolean isNewer;
        private final long request;
        private final RejectionCounts rejected = new RejectionCounts();
        private long localVersion = -1;
        private int announced;
        private int withdrawn;

        Push(Update update, boolean isNewer, long request) {
            this.update = update;
            this.isNewer = isNewer;
            this.request = request;
        }

        @Override
        public boolean work(Budget budget) {
            localVersion = localVersion < 0 ? routes.localVersion() : localVersion;
            while (budget.isLeft() && announced < update.announce().size()) {
                int end = Math.min(announced + STEP, update.announce().size());
                List<PathVector> offered = PathAttribution.to(peer, update.announce().subList(announced, end));
                List<PathVector> left = new ArrayList<>();
                List<PathVector> admitted = routes.admit(table, offered, table.offers(), (reason, path) -> {
                    rejected.add(reason, path);
                    left.add(path);
                });
                remember(offered);
                routes.update(table, admitted, left, List.of(), budget);
                announced = end;
            }
            while (budget.isLeft() && withdrawn < update.withdraw().size()) {
                int end = Math.min(withdrawn + STEP, update.withdraw().size());
                List<PathVector> gone = PathAttribution.to(peer, update.withdraw().subList(withdrawn, end));
                remember(gone);
                if (!rejections.isEmpty() && gone.stream().anyMatch(table::isRejected)) {
                    // What is counted is no longer so, and a pull of what has not changed would not say it.
                    pulls.requestWholeTable();
                }
                routes.update(table, List.of(), List.of(), gone, budget);
                withdrawn = end;
            }
            if (announced < update.announce().size() || withdrawn < update.withdraw().size()) {
                return false;
            }
            budget.spend(1);
            waiting -= update.size();
            rejected.toList().forEach(rejections::add);
            if (localVersion != routes.localVersion()) {
                // Part of it was checked against what is no longer so.
                pulls.requestWholeTable();
            }
            effects.accept(new Effect.AcceptPush(request));
            return true;
        }

        private void remember(List<PathVector> paths) {
            if (isNewer) {
                paths.forEach(path -> newer.put(path, true));
            }
        }

        @Override
        public void drop() {
            effects.accept(new Effect.DropRequest(request, "the session is over"));
        }

        @Override
        public void archive(Archive archive) {
            rejected.archive(archive.in("rejected"));
            localVersion = archive.number("localVersion", localVersion);
            announced = archive.number("announced", announced);
            withdrawn = archive.number("withdrawn", withdrawn);
        }
    }

    /** Hands through what waits. */
    public void archive(Archive archive) {
        archive.rows("newer", PathVector.class, newer.snapshot(), path -> newer.put(path, true));
        waiting = archive.number("waiting", waiting);
        archive.parts("jobs", jobs, this::archive, jobs::add);
    }

    private InboundJob archive(Archive archive, Optional<InboundJob> now) {
        InboundJob job = archive.flag("isPush", now.filter(Push.class::isInstance).isPresent())
                ? push(archive, now.map(Push.class::cast))
                : pull(archive, now.map(Pull.class::cast));
        job.archive(archive);
        return job;
    }

    private Push push(Archive archive, Optional<Push> now) {
        Update update = archive.optional("update", Update.class, now.map(push -> push.update)).orElseThrow();
        boolean isNewer = archive.flag("isNewer", now.map(push -> push.isNewer).orElse(false));
        long request = archive.number("request", now.map(push -> push.request).orElse(0L));
        return now.orElseGet(() -> new Push(update, isNewer, request));
    }

    private Pull pull(Archive archive, Optional<Pull> now) {
        List<PathVector> offered = new ArrayList<>();
        archive.rows("offered", PathVector.class, now.map(pull -> pull.offered).orElse(List.of()), offered::add);
        return now.orElseGet(() -> new Pull(offered));
    }

    /** First the table is put in order, then it is compared with what is known, destination by destination. */
    private final class Pull implements InboundJob {
        private final List<PathVector> offered;
        private final RejectionCounts rejected = new RejectionCounts();
        private final Offers sorted = new Offers();
        private boolean begun;
        private long localVersion;
        private boolean isWhole = true;
        private int read;
        private Walk<Destination> compared = Walk.over(Destination.ORDER);
        private boolean comparing;

        Pull(List<PathVector> offered) {
            this.offered = offered;
        }

        @Override
        public boolean work(Budget budget) {
            if (!begun) {
                begun = true;
                localVersion = routes.localVersion();
                rejections.clear();
            }
            while (budget.isLeft() && read < offered.size()) {
                int end = Math.min(read + STEP, offered.size());
                budget.spend(end - read);
                read(PathAttribution.to(peer, offered.subList(read, end)));
                read = end;
            }
            if (read < offered.size()) {
                return false;
            }
            if (!comparing) {
                comparing = true;
                table.beginReplacement();
                compared = new Walk<>(Destination.ORDER,
                        new Union<>(Destination.ORDER, List.of(sorted.destinations(), table.destinations())));
            }
            while (budget.isLeft() && compared.hasNext()) {
                List<Destination> some = new ArrayList<>(STEP);
                while (some.size() < STEP && compared.hasNext()) {
                    some.add(compared.next());
                }
                routes.replace(table, some, sorted, newer::containsKey, budget);
            }
            if (compared.hasNext()) {
                return false;
            }
            if (!isWhole) {
                table.omitEntry();
            }
            newer.clear();
            table.expectPaths(0);
            rejected.toList().forEach(rejections::add);
            if (localVersion != routes.localVersion()) {
                pulls.requestWholeTable();
            }
            pulls.imported();
            return true;
        }

        private void read(List<PathVector> some) {
            List<PathVector> left = new ArrayList<>();
            List<PathVector> admitted = routes.admit(table, some, sorted, (reason, path) -> {
                rejected.add(reason, path);
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
        public void archive(Archive archive) {
            rejected.archive(archive.in("rejected"));
            archive.rows("sorted", PathState.class, sorted.rows(), row -> sorted.add(row.path(), row.first() > 0));
            begun = archive.flag("begun", begun);
            localVersion = archive.number("localVersion", localVersion);
            isWhole = archive.flag("isWhole", isWhole);
            read = archive.number("read", read);
            compared = compared.archive("compared", archive, Destination.class);
            comparing = archive.flag("comparing", comparing);
        }
    }
}
