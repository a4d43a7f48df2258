package io.ddm.daemon.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;

/** The HELP line of every metric of {@code GET /metrics}, by its name. */
final class MetricHelp implements MeterFilter {

    private static final Map<String, String> HELP = Map.ofEntries(
            Map.entry("ddm.admin.refused", "Requests and connections that a listener of the admin API rejected."),
            Map.entry("ddm.advertisements.received", "Discovery advertisements received."),
            Map.entry("ddm.advertisements.sent", "Discovery advertisements sent."),
            Map.entry("ddm.build.info",
                    "Always 1; the labels name the router, its kind and the version of the daemon."),
            Map.entry("ddm.convergence", "Time from an update of a peer until the kernel has the routes that follow."),
            Map.entry("ddm.event.wait", "How long events and timers waited for the event loop."),
            Map.entry("ddm.entries.skipped", "Entries of exchange messages that could not be read and were skipped."),
            Map.entry("ddm.exchange.replies.refused", "Exchange responses of peers that were rejected."),
            Map.entry("ddm.exchange.requests.refused", "Exchange requests of neighbors that were rejected."),
            Map.entry("ddm.failures", "Failed pushes, pulls, discovery sends and attempts to open an interface."),
            Map.entry("ddm.fib.apply", "Time to write a batch of changed routes to the kernel."),
            Map.entry("ddm.fib.drift", "Routes that another process had changed, and that were repaired."),
            Map.entry("ddm.fib.routes", "Prefixes by state of their kernel route: wanted, installed, refused."),
            Map.entry("ddm.imported.paths", "Paths imported from the peer of the link; 0 without a peer."),
            Map.entry("ddm.log.lines.dropped",
                    "Log lines lost because standard error was not read fast enough or could not be written."),
            Map.entry("ddm.loop.cpu", "Processor time of the event loop for each kind of event."),
            Map.entry("ddm.loop.lag.seconds", "How late the event loop is now."),
            Map.entry("ddm.offers.refused", "Routes advertised by peers and rejected."),
            Map.entry("ddm.packets.dropped", "Discovery packets dropped."),
            Map.entry("ddm.peer.address.changes", "Peers that returned with another address."),
            Map.entry("ddm.peer.established", "Sessions established."),
            Map.entry("ddm.peer.expirations", "Sessions lost, by reason."),
            Map.entry("ddm.peer.state", "1 for the state of the link: init, solicit or exchange; else 0."),
            Map.entry("ddm.peer.state.since.seconds", "Unix time at which the link entered its state."),
            Map.entry("ddm.peer.up", "1 while the link has a session with a peer, else 0."),
            Map.entry("ddm.problem",
                    "1 while there is a problem of this kind, on the link if it is of one, else 0; see GET /ready."),
            Map.entry("ddm.prefixes", "Destinations that the router originates, and paths that its peers offer."),
            Map.entry("ddm.ready", "1 while the gate of GET /ready is passed, else 0."),
            Map.entry("ddm.pulls.received", "Pulls received from peers."),
            Map.entry("ddm.pulls.sent", "Pulls that a peer answered."),
            Map.entry("ddm.pulls.unchanged", "Pulls that a peer answered with 304, table unchanged."),
            Map.entry("ddm.recorder.file.bytes", "The size of the file of --record."),
            Map.entry("ddm.recorder.kept.bytes", "What the recorder keeps in memory, compressed."),
            Map.entry("ddm.recorder.lost.events", "Events that the recorder, or its file, could not keep up with."),
            Map.entry("ddm.solicitations.received", "Discovery solicitations received."),
            Map.entry("ddm.solicitations.sent", "Discovery solicitations sent."),
            Map.entry("ddm.update.latency", "Time until the peer of the link acknowledges an update."),
            Map.entry("ddm.updates.received", "Updates received from peers."),
            Map.entry("ddm.updates.sent", "Updates sent to peers, acknowledged or not."));

    @Override
    public Meter.Id map(Meter.Id id) {
        String help = HELP.get(id.getName());
        return help == null
                ? id
                : new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), help, id.getType());
    }
}
