package io.ddm.daemon.admin;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.InterfacesJson;
import io.ddm.api.admin.InterfacesReader;
import io.ddm.api.admin.PeerState;
import io.ddm.api.json.BadJsonException;
import io.ddm.daemon.Driver;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.observe.Metrics;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.peer.InterfaceReport;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operations on interfaces mean, which came with version 3.0.0 of the admin API. */
public final class InterfaceHandlers {

    /** The kernel's indices are positive numbers of 31 bits, so that from here downwards there is room for others. */
    private static final long LAST_INDEX = 0xffff_ffffL;

    private static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final Driver driver;
    private final Metrics metrics;
    private final DynamicInterfaces dynamic;

    public InterfaceHandlers(Driver driver, Metrics metrics, DynamicInterfaces dynamic) {
        this.driver = driver;
        this.metrics = metrics;
        this.dynamic = dynamic;
    }

    /** Interfaces that cannot be used have no index that is theirs: each gets one that no interface can have. */
    void getInterfaces(HttpCall call) {
        RouterReport report = driver.report();
        SortedMap<Long, InterfaceInfo> interfaces = new TreeMap<>();
        long spare = LAST_INDEX;
        for (InterfaceReport link : report.interfaces()) {
            long index = link.address().isPresent() ? link.index() : spare--;
            interfaces.put(index, info(report, link));
        }
        call.ok(InterfacesJson.interfaces(interfaces));
    }

    void apply(HttpCall call) {
        replace(call, InterfacesReader::applyRequest);
    }

    void getExternalPeers(HttpCall call) {
        call.ok(InterfacesJson.externalPeers(dynamic.names()));
    }

    void putExternalPeers(HttpCall call) {
        replace(call, InterfacesReader::externalPeers);
    }

    private interface Reading {
        Set<InterfaceName> read(byte[] body) throws BadJsonException;
    }

    private void replace(HttpCall call, Reading reading) {
        Set<InterfaceName> wanted;
        try {
            wanted = reading.read(call.body().getBytes());
        } catch (BadJsonException e) {
            call.error(400, e.getMessage());
            return;
        }
        OperatorLog.changed(call, "set dynamic interfaces,", wanted);
        dynamic.replace(wanted).onSuccess(done -> call.noContent()).onFailure(e -> {
            LOG.error("dynamic interfaces {}: not settled: {}", wanted, e.getMessage());
            call.error(500, "Internal Server Error");
        });
    }

    private InterfaceInfo info(RouterReport report, InterfaceReport link) {
        return new InterfaceInfo(link.name(), link.address().orElse(UNSPECIFIED), PeerState.of(link.state()),
                Duration.between(link.since(), driver.now()),
                link.peer().map(peer -> new InterfaceInfo.Peer(peer.address(), peer.id().value(), peer.kind())),
                metrics.stats(report, link));
    }
}
