package io.ddm.cli;

import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Value;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Underlay prefixes. */
final class Prefixes {

    private Prefixes() {}

    /** A received path and the peer that it was received from. */
    record Row(PathVector entry, Ipv6Address nextHop) {

        static final Comparator<Row> ORDER = Comparator
                .comparing((Row row) -> row.entry.destination(), Destination.ORDER)
                .thenComparing(Row::nextHop)
                .thenComparing(row -> row.entry.path(), RouterPath.ORDER);

        /** The routers in the order that a packet passes them; the wire has the reverse order. */
        String path() {
            return entry.path().routers().reversed().stream().map(RouterId::value).collect(Collectors.joining(" "));
        }
    }

    /** {@code get-prefixes}. */
    @Command(
            name = "get-prefixes",
            description = {"Show the prefixes received from peers, with all paths.",
                    "A path begins with the nearest router and ends with the originator."})
    static final class Get extends ListVerb<SortedMap<Ipv6Address, SortedSet<PathVector>>, Row> {

        private static final List<Column<Row>> COLUMNS = List.of(
                Column.of("Destination", row -> row.entry.destination().toString()),
                Column.of("Next Hop", row -> row.nextHop.toString()),
                Column.<Row>of("Path", Row::path)
                        .valued(row -> Value.ofTexts(row.entry.path().routers().reversed())));

        @Override
        protected SortedMap<Ipv6Address, SortedSet<PathVector>> query(AdminClient daemon) throws AdminClientException {
            return daemon.prefixes();
        }

        @Override
        protected String schema() {
            return "ddm.get-prefixes/1";
        }

        @Override
        protected List<Column<Row>> columns() {
            return COLUMNS;
        }

        @Override
        protected List<Row> rows(SortedMap<Ipv6Address, SortedSet<PathVector>> prefixes) {
            return prefixes.entrySet()
                    .stream()
                    .flatMap(peer -> peer.getValue().stream().map(entry -> new Row(entry, peer.getKey())))
                    .sorted(Row.ORDER)
                    .toList();
        }
    }

    /** {@code get-originated}. */
    @Command(name = "get-originated", description = "Show the prefixes that the router originates.")
    static final class GetOriginated extends ListVerb<SortedSet<Prefix>, Prefix> {

        private static final List<Column<Prefix>> COLUMNS = List.of(Column.of("Prefix", Prefix::toString));

        @Override
        protected SortedSet<Prefix> query(AdminClient daemon) throws AdminClientException {
            return daemon.originated();
        }

        @Override
        protected String schema() {
            return "ddm.get-originated/1";
        }

        @Override
        protected List<Column<Prefix>> columns() {
            return COLUMNS;
        }

        @Override
        protected List<Prefix> rows(SortedSet<Prefix> prefixes) {
            return List.copyOf(prefixes);
        }
    }

    /**
     * The answer to a change.
     *
     * @param prefixes what was requested to change
     * @param changed how many did change; empty if the daemon does not report it
     */
    record Change(List<Prefix> prefixes, OptionalInt changed) {}

    /** A verb that changes which prefixes the router originates. */
    abstract static class ChangeVerb extends Verb<Change> {

        @Mixin
        private PrefixArguments arguments = new PrefixArguments();

        private final String unchanged;

        /**
         * @param unchanged what is true of a prefix that did not change, such as {@code already originated}
         */
        ChangeVerb(String unchanged) {
            this.unchanged = unchanged;
        }

        /** Sends the request for at least one prefix. */
        abstract OptionalInt send(AdminClient daemon, List<Prefix> prefixes) throws AdminClientException;

        /** What the host bits of a prefix mean for the request. */
        abstract String hostBits(Prefix prefix);

        @Override
        protected final Change query(AdminClient daemon) throws AdminClientException {
            List<Prefix> prefixes = arguments.prefixes();
            return new Change(prefixes, prefixes.isEmpty() ? OptionalInt.empty() : send(daemon, prefixes));
        }

        @Override
        protected final Notes view(Change change) {
            return PrefixArguments.notes(change.prefixes, change.changed, this::hostBits, unchanged);
        }
    }

    /** {@code advertise-prefixes}. */
    @Command(
            name = "advertise-prefixes",
            description = "Originate prefixes. Without a prefix, or if all are originated already, a note says so; the"
                    + " exit code is 0.")
    static final class Advertise extends ChangeVerb {

        Advertise() {
            super("already originated");
        }

        @Override
        String hostBits(Prefix prefix) {
            return "it is kept as given, and routers install " + prefix.network();
        }

        @Override
        OptionalInt send(AdminClient daemon, List<Prefix> prefixes) throws AdminClientException {
            return daemon.advertisePrefixes(prefixes);
        }
    }

    /** {@code withdraw-prefixes}. */
    @Command(
            name = "withdraw-prefixes",
            description = "Stop originating prefixes. Without a prefix, or if none is originated, a note says so; the"
                    + " exit code is 0.")
    static final class Withdraw extends ChangeVerb {

        Withdraw() {
            super("not originated");
        }

        @Override
        String hostBits(Prefix prefix) {
            return "it matches only a prefix that was advertised with the same host bits";
        }

        @Override
        OptionalInt send(AdminClient daemon, List<Prefix> prefixes) throws AdminClientException {
            return daemon.withdrawPrefixes(prefixes);
        }
    }
}
