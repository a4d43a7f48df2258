package io.ddm.cli;

import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Underlay prefixes, imported and originated. */
final class Prefixes {

    private Prefixes() {}

    /** Lists what was imported. */
    @Command(name = "get-prefixes", mixinStandardHelpOptions = true, description = "List the prefixes that peers offer; paths begin with the nearest router.")
    static final class Get extends Verb {

        private record Row(PathVector offered, Ipv6Address nextHop) {
            static final Comparator<Row> ORDER = Comparator.comparing((Row row) -> row.offered.destination(),
                    io.ddm.fsm.model.Destination.ORDER).thenComparing(Row::nextHop).thenComparing(Row::offered,
                            PathVector.ORDER);
        }

        @Override
        void run(AdminClient client) throws AdminClientException {
            List<Row> rows = new ArrayList<>();
            client.prefixes().forEach(
                    (nextHop, table) -> table.forEach(offered -> rows.add(new Row(offered, nextHop))));
            rows.sort(Row.ORDER);
            Table table = new Table("Destination", "Next Hop", "Path");
            rows.forEach(row -> table.row(row.offered.destination(), row.nextHop,
                    row.offered.path().reversed().stream().map(RouterId::value).collect(Collectors.joining(" "))));
            print(table);
        }
    }

    /** Lists what this router originates. */
    @Command(name = "get-originated", mixinStandardHelpOptions = true, description = "List the prefixes that this router originates.")
    static final class Originated extends Verb {
        @Override
        void run(AdminClient client) throws AdminClientException {
            Table table = new Table("Prefix");
            client.originated().forEach(table::row);
            print(table);
        }
    }

    /** Originates prefixes. */
    @Command(name = "advertise-prefixes", mixinStandardHelpOptions = true, description = "Originate prefixes.")
    static final class Advertise extends Verb {
        @Parameters(paramLabel = "PREFIX", arity = "0..*", description = "An IPv6 prefix such as fd00:1::/64.")
        List<String> prefixes = new ArrayList<>();

        @Override
        void run(AdminClient client) throws AdminClientException {
            client.advertisePrefixes(parsed(prefixes, Prefix::parse));
        }
    }

    /** Withdraws prefixes. */
    @Command(name = "withdraw-prefixes", mixinStandardHelpOptions = true, description = "Withdraw prefixes that this router originates.")
    static final class Withdraw extends Verb {
        @Parameters(paramLabel = "PREFIX", arity = "0..*", description = "An IPv6 prefix such as fd00:1::/64.")
        List<String> prefixes = new ArrayList<>();

        @Override
        void run(AdminClient client) throws AdminClientException {
            client.withdrawPrefixes(parsed(prefixes, Prefix::parse));
        }
    }
}
