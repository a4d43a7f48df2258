package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Prefixes of the underlay. */
final class Prefixes {

    private Prefixes() {}

    /** A path and the neighbour that it leads through. */
    private record Row(PathVector entry, Ipv6Address nextHop) {

        static final Comparator<Row> ORDER = Comparator.comparing((Row row) -> row.entry.destination(),
                Destination.ORDER).thenComparing(Row::nextHop).thenComparing(row -> row.entry.path(),
                        PathVector::comparePaths);

        /** The nearest router first, as a packet meets them; on the wire it is the last. */
        String path() {
            return entry.path().reversed().stream().map(RouterId::value).collect(Collectors.joining(" "));
        }
    }

    /** {@code get-prefixes}. */
    @Command(name = "get-prefixes", description = "Show the prefixes received from peers.")
    static final class Get implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Override
        public Integer call() throws AdminClientException {
            List<Row> rows = new ArrayList<>();
            ddmadm.client().prefixes().forEach((nextHop, entries) -> entries.forEach(entry -> rows.add(new Row(entry,
                    nextHop))));
            rows.sort(Row.ORDER);
            Table table = new Table("Destination", "Next Hop", "Path");
            rows.forEach(row -> table.row(row.entry.destination().toString(), row.nextHop.toString(), row.path()));
            table.print(ddmadm.terminal());
            return 0;
        }
    }

    /** {@code get-originated}. */
    @Command(name = "get-originated", description = "Show the prefixes that the router originates.")
    static final class GetOriginated implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Override
        public Integer call() throws AdminClientException {
            Table table = new Table("Prefix");
            ddmadm.client().originated().forEach(prefix -> table.row(prefix.toString()));
            table.print(ddmadm.terminal());
            return 0;
        }
    }

    /** {@code advertise-prefixes}. */
    @Command(name = "advertise-prefixes", description = "Originate prefixes.")
    static final class Advertise implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Mixin
        private PrefixArguments arguments = new PrefixArguments();

        @Override
        public Integer call() throws AdminClientException {
            List<Prefix> prefixes = arguments.prefixes();
            OptionalInt changed = prefixes.isEmpty()
                    ? OptionalInt.empty()
                    : ddmadm.client().advertisePrefixes(prefixes);
            PrefixArguments.explain(ddmadm.terminal(), prefixes, changed, "already originated");
            return 0;
        }
    }

    /** {@code withdraw-prefixes}. */
    @Command(name = "withdraw-prefixes", description = "Stop originating prefixes.")
    static final class Withdraw implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Mixin
        private PrefixArguments arguments = new PrefixArguments();

        @Override
        public Integer call() throws AdminClientException {
            List<Prefix> prefixes = arguments.prefixes();
            OptionalInt changed = prefixes.isEmpty()
                    ? OptionalInt.empty()
                    : ddmadm.client().withdrawPrefixes(prefixes);
            PrefixArguments.explain(ddmadm.terminal(), prefixes, changed, "not originated");
            return 0;
        }
    }
}
