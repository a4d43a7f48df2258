package io.ddm.api.sim;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A reference router as the running one was seen to be, with its limits: it takes no body above 1024 bytes and hears no
 * refusal of its own, pulls once per session and only adds, knows no loop and no shortest path, passes on whatever it
 * is told with its id appended, tunnel origins only when asked, and tells nobody what it had before a session began.
 */
final class Reference implements Speaker {

    /** Its exchange server refuses what is longer. */
    static final int MAX_BODY_BYTES = 1024;

    private final SimRouter place;
    private final List<ReferenceLink> links;
    private final Set<Destination> originated = new LinkedHashSet<>();

    Reference(SimRouter place) {
        this.place = place;
        this.links = place.ports().stream().map(port -> new ReferenceLink(this, port)).toList();
    }

    SimRouter place() {
        return place;
    }

    boolean isEnded() {
        return place.process() != this;
    }

    ReferenceLink link(SimPort port) {
        return links.get(port.index() - 1);
    }

    boolean isTransit() {
        return place.kind() == RouterKind.TRANSIT;
    }

    boolean originates(Destination destination) {
        return originated.contains(destination);
    }

    @Override
    public void start() {
        originated.addAll(place.stored());
        for (ReferenceLink link : links) {
            // A neighbor that does not notice the new process does not ask, and is not told by itself.
            link.neverArrived(new Update(asOurs(originated), List.of()));
            link.start();
        }
    }

    @Override
    public void end() {
        // Nothing is said to anybody; what is scheduled asks whether the process has ended.
    }

    @Override
    public void ready(SimPort port) {
        link(port).ready();
    }

    @Override
    public void lost(SimPort port) {
        link(port).lost();
    }

    @Override
    public boolean listens(SimPort port) {
        return port.hasCarrier();
    }

    @Override
    public void packet(SimPort port, byte[] payload) {
        link(port).packet(payload);
    }

    @Override
    public void request(SimPort port, SimExchange exchange) {
        link(port).request(exchange);
    }

    @Override
    public void originate(Set<Destination> destinations) {
        originated.addAll(destinations);
        links.forEach(link -> link.tell(new Update(asOurs(destinations), List.of()), ReferenceLink.Root.OWN));
    }

    @Override
    public void withdraw(Set<Destination> destinations) {
        originated.removeAll(destinations);
        links.forEach(link -> link.tell(new Update(List.of(), asOurs(destinations)), ReferenceLink.Root.OWN));
    }

    @Override
    public void losesProbes(SimPort port, long micros) {}

    @Override
    public void expirePeer(Ipv6Address address) {
        links.stream().filter(link -> link.port().otherEnd().address().equals(address)).forEach(ReferenceLink::expire);
    }

    @Override
    public void synchronize() {
        links.forEach(ReferenceLink::pullAgain);
    }

    @Override
    public void reconfigure(SimPort port, long afterMicros) {
        // It cannot: interfaces are given at its start.
    }

    @Override
    public void stop() {
        place.crash();
    }

    @Override
    public Collection<PathVector> holds(SimPort port) {
        return link(port).held();
    }

    /** What a pull is answered: what is ours, and all that other neighbors told us. */
    @Override
    public List<PathVector> tells(SimPort port) {
        Set<PathVector> told = new LinkedHashSet<>(asOurs(originated));
        if (isTransit()) {
            links.stream()
                    .filter(link -> link.port() != port)
                    .forEach(link -> link.held().forEach(held -> told.add(passedOn(held))));
        }
        return List.copyOf(told);
    }

    /** Passes on what a neighbor told, or what it took away: to all others, tunnel origins excepted. */
    void passOn(ReferenceLink from, Update update, ReferenceLink.Root root) {
        if (!isTransit()) {
            return;
        }
        Update longer = new Update(underlay(update.announce()), underlay(update.withdraw()));
        links.stream().filter(link -> link != from).forEach(link -> link.tell(longer, root));
    }

    private List<PathVector> underlay(List<PathVector> told) {
        return told.stream().filter(p -> !(p.destination() instanceof TunnelOrigin)).map(this::passedOn).toList();
    }

    private PathVector passedOn(PathVector held) {
        return held.destination() instanceof TunnelOrigin
                ? held
                : new PathVector(held.destination(), OurRules.appended(held.path(), place.id()));
    }

    private List<PathVector> asOurs(Collection<? extends Destination> destinations) {
        return destinations.stream()
                .map(ours -> new PathVector(ours,
                        ours instanceof TunnelOrigin ? RouterPath.EMPTY : RouterPath.of(place.id())))
                .toList();
    }
}
