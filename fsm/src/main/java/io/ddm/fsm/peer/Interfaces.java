package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.time.Instant;
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
public final class Interfaces {

    private final RouterConfig config;
    private final Consumer<Effect> effects;
    private final ReportChanges changes = new ReportChanges();
    private final Map<String, InterfaceFsm> configured = new LinkedHashMap<>();
    private final Map<String, Event.InterfaceReady> links = new LinkedHashMap<>();
    private final Map<String, InterfaceFsm> removed = new LinkedHashMap<>();
    private final Map<String, Suppression> suppressions = new LinkedHashMap<>();

    /** Without any interface. */
    public Interfaces(RouterConfig config, Consumer<Effect> effects) {
        this.config = config;
        this.effects = effects;
    }

    /** Every configured interface. */
    public Collection<InterfaceFsm> all() {
        return Collections.unmodifiableCollection(configured.values());
    }

    /** How often what the interfaces report has changed. */
    public ReportChanges changes() {
        return changes;
    }

    /** The interface of this name, if it is configured. */
    public Optional<InterfaceFsm> find(String name) {
        return Optional.ofNullable(configured.get(name));
    }

    /** The sessions, in the order of their interfaces. */
    public List<Session> sessions() {
        return configured.values().stream().flatMap(fsm -> fsm.session().stream()).toList();
    }

    /** Adds an interface, unless it is there; it is opened at once if its link can be used. */
    public void configure(String name, Instant now) {
        if (configured.containsKey(name)) {
            return;
        }
        InterfaceFsm fsm = removed.remove(name);
        if (fsm == null) {
            fsm = new InterfaceFsm(name, config, changes, effects, now);
        } else {
            fsm.restored(now);
        }
        configured.put(name, fsm);
        changes.changed();
        Suppression suppression = suppressions.get(name);
        if (suppression != null && now.isBefore(suppression.until())) {
            fsm.suppress(suppression, now);
        }
        Event.InterfaceReady link = links.get(name);
        if (link != null) {
            fsm.ready(new Link(link.index(), link.address()), now);
        }
    }

    /**
     * Removes an interface; its link must have been lost. One that was ever usable is kept for the case that it is
     * configured again: it must not reuse its epochs, since completions may be under way, and it knows what the peer
     * may still hold.
     */
    public void remove(InterfaceFsm fsm) {
        configured.remove(fsm.name());
        changes.changed();
        if (fsm.wasUsable()) {
            removed.put(fsm.name(), fsm);
        }
    }

    /** A link stays closed until an instant, also if it is configured or becomes usable later. */
    public void suppress(String name, Suppression suppression, Instant now) {
        suppressions.values().removeIf(past -> !now.isBefore(past.until()));
        suppressions.put(name, suppression);
    }

    /** A link can be used from now on. */
    public void linkReady(Event.InterfaceReady link) {
        links.put(link.name(), link);
    }

    /** A link can no longer be used. */
    public void linkLost(String name) {
        links.remove(name);
    }
}
