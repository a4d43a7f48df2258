package io.ddm.interop.speaker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process: {@code Speaker ID server|transit DATA-DIR VERSION LINK...}. It keeps what the neighbors offer, and a
 * transit passes on all it is told, with its id appended: without looking for itself in the path, without leaving out
 * what it said before, the shortest path or not. Tunnel endpoints of others it gives only to those that pull.
 */
final class Speaker {

    /** What a neighbor offers. */
    private record Imported(Set<Offer> offers, Set<Tunnel> tunnels) {}

    private final String id;
    private final boolean transit;
    private final Originations originated;
    private final KernelRoutes kernel = new KernelRoutes();
    private final Map<Session, Imported> imported = new LinkedHashMap<>();
    private final Map<Session, String> gateways = new LinkedHashMap<>();
    private final List<Session> sessions = new ArrayList<>();

    private Speaker(String id, boolean transit, Path data) throws IOException {
        this.id = id;
        this.transit = transit;
        this.originated = new Originations(data.resolve("originated.json"));
    }

    public static void main(String[] args) throws IOException {
        Stage stage = new Stage(Integer.parseInt(args[3]));
        Speaker speaker = new Speaker(args[0], args[1].equals("transit"), Path.of(args[2]));
        for (String link : List.of(args).subList(4, args.length)) {
            speaker.sessions.add(new Session(speaker, stage, Link.of(link), args[0], speaker.transit ? 1 : 0));
        }
        for (Session session : speaker.sessions) {
            session.open();
        }
        new AdminPort(speaker, stage).open();
    }

    List<Session> sessions() {
        return sessions;
    }

    synchronized Set<String> originatedPrefixes() {
        return Set.copyOf(originated.prefixes());
    }

    synchronized Set<Tunnel> originatedTunnels() {
        return Set.copyOf(originated.tunnels());
    }

    synchronized Set<Offer> offersOf(Session session) {
        return Set.copyOf(of(session).offers);
    }

    synchronized Set<Tunnel> tunnelsOf(Session session) {
        return Set.copyOf(of(session).tunnels);
    }

    /** Originates prefixes, or no longer; told to everybody also if nothing changes. */
    synchronized void originatePrefixes(boolean announce, List<String> prefixes) throws IOException {
        change(originated.prefixes(), announce, prefixes);
        originated.store();
        List<Offer> offers = prefixes.stream().map(this::own).toList();
        Update update = announce ? Update.announcing(offers) : Update.withdrawing(offers);
        sessions.forEach(session -> session.tell(update));
    }

    /** Originates tunnel endpoints, or no longer. */
    synchronized void originateTunnels(boolean announce, List<Tunnel> tunnels) throws IOException {
        change(originated.tunnels(), announce, tunnels);
        originated.store();
        Update update = new Update(null,
                announce ? new Update.Half<>(tunnels, List.of()) : new Update.Half<>(List.of(), tunnels));
        sessions.forEach(session -> session.tell(update));
    }

    /** A neighbor told us something, by a push or in the answer to a pull, which adds too. */
    synchronized void told(Session from, Update update) throws IOException {
        Imported known = of(from);
        known.offers.addAll(update.offers().announce());
        update.offers().withdraw().forEach(known.offers::remove);
        known.tunnels.addAll(update.tunnels().announce());
        update.tunnels().withdraw().forEach(known.tunnels::remove);
        from.neighbor().ifPresent(neighbor -> gateways.put(from, Link.text(neighbor.address())));
        program(from, known);
        if (!update.offers().announce().isEmpty()) {
            passOn(from, Update.announcing(through(update.offers().announce())));
        }
        if (!update.offers().withdraw().isEmpty()) {
            passOn(from, Update.withdrawing(through(update.offers().withdraw())));
        }
    }

    /** A neighbor is lost, and all that it offered. */
    synchronized void lost(Session session) {
        Imported known = of(session);
        imported.remove(session);
        try {
            program(session, of(session));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!known.offers.isEmpty()) {
            passOn(session, Update.withdrawing(through(known.offers)));
        }
    }

    /** The answer to a pull: what we originate, and as a transit what others offer. */
    synchronized Offers offersFor(Session to) {
        Stream<Offer> offers = originated.prefixes().stream().map(this::own);
        Stream<Tunnel> tunnels = originated.tunnels().stream();
        if (transit) {
            offers = Stream.concat(offers, others(to).flatMap(other -> through(other.offers).stream()));
            tunnels = Stream.concat(tunnels, others(to).flatMap(other -> other.tunnels.stream()));
        }
        return new Offers(offers.distinct().toList(), tunnels.distinct().toList());
    }

    private Stream<Imported> others(Session to) {
        return imported.entrySet().stream().filter(entry -> entry.getKey() != to).map(Map.Entry::getValue);
    }

    private Imported of(Session session) {
        return imported.computeIfAbsent(session, s -> new Imported(new LinkedHashSet<>(), new LinkedHashSet<>()));
    }

    private void passOn(Session from, Update update) {
        if (transit) {
            sessions.stream().filter(session -> session != from).forEach(session -> session.tell(update));
        }
    }

    private void program(Session session, Imported known) throws IOException {
        String gateway = gateways.get(session);
        if (gateway != null) {
            kernel.follow(session.link(), gateway,
                    known.offers.stream().map(Offer::destination).collect(Collectors.toCollection(HashSet::new)));
        }
    }

    private Offer own(String prefix) {
        return new Offer(prefix, List.of(id));
    }

    private List<Offer> through(Iterable<Offer> offers) {
        List<Offer> further = new ArrayList<>();
        offers.forEach(offer -> further.add(offer.through(id)));
        return further;
    }

    private static <T> void change(Set<T> set, boolean add, List<T> elements) {
        if (add) {
            set.addAll(elements);
        } else {
            elements.forEach(set::remove);
        }
    }
}
