package io.ddm.fsm;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.Link;
import io.ddm.fsm.peer.Suppression;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.session.ReportChanges;
import io.ddm.fsm.session.Routes;
import io.ddm.fsm.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The interfaces of a router: those that are configured, in the order of configuration; the links that can be used,
 * configured or not; and what is remembered of interfaces that were removed.
 */
final class Interfaces {

    private final RouterConfig config;
    private final Consumer<Effect> effects;
    private final ReportChanges changes = new ReportChanges();
    private final Map<String, InterfaceFsm> configured = new LinkedHashMap<>();
    private final Map<String, Event.InterfaceReady> links = new LinkedHashMap<>();
    private final Map<String, InterfaceFsm> removed = new LinkedHashMap<>();
    private final Map<String, Suppression> suppressions = new LinkedHashMap<>();
    private boolean damping;

    /** Without any interface. */
    Interfaces(RouterConfig config, Consumer<Effect> effects) {
        this.config = config;
        this.effects = effects;
        this.damping = config.damping();
    }

    /** Every configured interface. */
    Collection<InterfaceFsm> all() {
        return Collections.unmodifiableCollection(configured.values());
    }

    /** How often what the interfaces report has changed. */
    ReportChanges changes() {
        return changes;
    }

    /** The interface of this name, if it is configured. */
    Optional<InterfaceFsm> find(String name) {
        return Optional.ofNullable(configured.get(name));
    }

    /** The sessions, in the order of their interfaces. */
    List<Session> sessions() {
        // A loop, since each event asks for them.
        List<Session> sessions = new ArrayList<>(configured.size());
        for (InterfaceFsm fsm : configured.values()) {
            fsm.session().ifPresent(sessions::add);
        }
        return sessions;
    }

    /** Adds an interface, unless it is there; it is opened at once if its link can be used. */
    void configure(String name, Instant now) {
        if (configured.containsKey(name)) {
            return;
        }
        InterfaceFsm fsm = removed.remove(name);
        if (fsm == null) {
            fsm = new InterfaceFsm(name, config, changes, effects, now);
            fsm.damping(damping);
        } else {
            fsm.restored(now);
        }
        configured.put(name, fsm);
        changes.changed();
        Suppression suppression = suppressions.get(name);
        if (suppression != null && now.isBefore(suppression.until())) {
            fsm.control().suppress(suppression, now);
        }
        Event.InterfaceReady link = links.get(name);
        if (link != null) {
            fsm.control().ready(new Link(link.index(), link.address()), now);
        }
    }

    /**
     * Removes an interface; its link must have been lost. One that was ever usable is kept for the case that it is
     * configured again: it must not reuse its epochs, since completions may be under way, and it knows what the peer
     * may still hold.
     */
    void remove(InterfaceFsm fsm) {
        configured.remove(fsm.name());
        changes.changed();
        if (fsm.wasUsable()) {
            removed.put(fsm.name(), fsm);
        }
    }

    /** A link stays closed until an instant, also if it is configured or becomes usable later. */
    void suppress(String name, Suppression suppression, Instant now) {
        suppressions.values().removeIf(past -> !now.isBefore(past.until()));
        suppressions.put(name, suppression);
    }

    /** Whether links that keep losing their peer get no session for a while, from now on. */
    public void damping(boolean enabled) {
        damping = enabled;
        configured.values().forEach(fsm -> fsm.damping(enabled));
        removed.values().forEach(fsm -> fsm.damping(enabled));
    }

    /** A link can be used from now on. */
    void linkReady(Event.InterfaceReady link) {
        links.put(link.name(), link);
    }

    /** A link can no longer be used. */
    void linkLost(String name) {
        links.remove(name);
    }

    /** Hands its state through. */
    public void archive(Archive archive, Routes routes) {
        damping = archive.flag("damping", damping);
        archive.rows("links", Event.class, List.copyOf(links.values()),
                link -> linkReady((Event.InterfaceReady) link));
        archive.parts("configured", configured.values(), (one, now) -> archive(one, now, routes),
                fsm -> configured.put(fsm.name(), fsm));
        archive.parts("removed", removed.values(), (one, now) -> archive(one, now, routes),
                fsm -> removed.put(fsm.name(), fsm));
        archive.parts("suppressions", suppressions.entrySet(), Interfaces::archive,
                one -> suppressions.put(one.getKey(), one.getValue()));
    }

    private InterfaceFsm archive(Archive archive, Optional<InterfaceFsm> now, Routes routes) {
        String name = archive.value("name", String.class, now.map(InterfaceFsm::name).orElse(""));
        InterfaceFsm fsm = now.orElseGet(() -> new InterfaceFsm(name, config, changes, effects, Instant.EPOCH));
        fsm.archive(archive, routes);
        return fsm;
    }

    private static Map.Entry<String, Suppression> archive(Archive archive,
            Optional<Map.Entry<String, Suppression>> now) {
        return Map.entry(archive.value("name", String.class, now.map(Map.Entry::getKey).orElse("")),
                archive.optional("suppression", Suppression.class, now.map(Map.Entry::getValue)).orElseThrow());
    }
}
