package io.ddm.daemon;

import io.ddm.daemon.core.Driver;
import io.ddm.daemon.health.Health;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.link.LinkDefect;
import io.ddm.daemon.link.LinkListener;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** What the kernel says of interfaces and addresses, as events of the router and as a part of its health. */
final class LinkEvents implements LinkListener {

    private final Driver driver;
    private final Executor context;
    private final Health health;
    private final Readiness readiness;

    LinkEvents(Driver driver, Executor context, Health health, Readiness readiness) {
        this.driver = driver;
        this.context = context;
        this.health = health;
        this.readiness = readiness;
    }

    @Override
    public void ready(String name, int index, Ipv6Address linkLocal) {
        driver.submit(new Event.InterfaceReady(name, index, linkLocal));
    }

    @Override
    public void lost(String name, String reason) {
        driver.submit(new Event.InterfaceLost(name, reason));
    }

    @Override
    public void addressesChanged(Set<Ipv6Address> addresses, Set<Prefix> connected) {
        driver.submit(new Event.AddressesChanged(addresses, connected));
    }

    @Override
    public void upToDate(Map<String, LinkDefect> defects) {
        context.execute(() -> {
            health.linksRead(defects);
            readiness.linksKnown();
        });
    }

    @Override
    public void unreadable(String reason) {
        context.execute(() -> health.linksUnreadable(reason));
    }
}
