package io.ddm.cli;

import io.ddm.api.admin.stat.GroupStat;
import io.ddm.api.admin.stat.ProbeJson;
import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.api.admin.stat.Stat;
import io.ddm.api.admin.stat.StatJson;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.stat.Form;
import io.ddm.cli.stat.Page;
import io.ddm.cli.stat.ProbeRow;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.view.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code stat}: interfaces, groups, destinations, targets and probes, in the words and columns of ipmpstat. The short
 * names {@code -a} and {@code -p} are ipmpstat's here, and not those of the connection options.
 */
@Command(
        name = StatVerb.NAME,
        description = {"Show multipath groups, interfaces, destinations, probe targets or probes.",
                "Exactly one of -a, -g, -i, -p, -t says what. Of the connection options only the long names can follow"
                        + " this command."})
final class StatVerb implements Callable<Integer> {

    static final String NAME = "stat";

    /** Options that have a short name here which elsewhere belongs to a connection option. */
    private static final String ADDRESSES = "--addresses";
    private static final String PROBES = "--probes";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Ddmadm ddmadm;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = ADDRESSES, description = "Destinations: state, group, interfaces.")
    private boolean addresses;

    @Option(names = {"-g", "--groups"}, description = "Multipath groups: state, failure detection time, interfaces.")
    private boolean groups;

    @Option(names = {"-i", "--interfaces"}, description = "Interfaces: use, group, flags, link, probes, state.")
    private boolean interfaces;

    @Option(names = PROBES, description = "Probes, a line for each when it is answered or lost, until interrupted.")
    private boolean probes;

    @Option(names = {"-t", "--targets"}, description = "Targets: the neighbors that are probed.")
    private boolean targets;

    @Option(names = {"-n", "--numeric"}, description = "Show neighbors by address, not by router id.")
    private boolean numeric;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FIELD[,FIELD...]",
            description = "Show these fields in this order, in upper or lower case; 'all' for all.")
    private @Nullable String fields;

    @Option(
            names = {"-P", "--parseable"},
            description = "For programs: no header, fields separated by ':', with '\\' before ':' and '\\'. Requires"
                    + " -o.")
    private boolean parseable;

    @Option(names = "--json", description = "Show what the daemon answers as JSON; for probes a line each.")
    private boolean json;

    /** Gives {@code -a} and {@code -p} to this verb, once it has inherited the connection options. */
    static void claimShortNames(CommandSpec stat) {
        for (OptionSpec option : List.copyOf(stat.options())) {
            if (option.scopeType() == ScopeType.INHERIT && option.names().length > 1) {
                rename(stat, option, option.longestName());
            }
        }
        rename(stat, stat.findOption(ADDRESSES), "-a", ADDRESSES);
        rename(stat, stat.findOption(PROBES), "-p", PROBES);
    }

    private static void rename(CommandSpec stat, OptionSpec option, String... names) {
        stat.remove(option);
        stat.addOption(OptionSpec.builder(option).names(names).build());
    }

    @Override
    public Integer call() throws AdminClientException {
        if (Stream.of(addresses, groups, interfaces, probes, targets).filter(mode -> mode).count() != 1) {
            throw invalid("exactly one of -a, -g, -i, -p, -t is allowed and required");
        }
        if (json && (parseable || fields != null)) {
            throw invalid("--json cannot be combined with -P or -o");
        }
        Form form = new Form(numeric, Optional.ofNullable(fields), parseable, ddmadm.terminal());
        if (addresses) {
            show(form::addresses, AdminClient::addressStats, all -> all, StatJson::addresses);
        } else if (groups) {
            show(form::groups, AdminClient::stat, this::groups, StatJson::groups);
        } else if (interfaces) {
            show(form::interfaces, AdminClient::stat, Stat::interfaces, StatJson::interfaces);
        } else if (targets) {
            show(form::targets, AdminClient::stat, Stat::targets, StatJson::targets);
        } else {
            follow(valid(form::probes));
        }
        return ExitCodes.SUCCESS;
    }

    private interface Query<A> {
        A from(AdminClient daemon) throws AdminClientException;
    }

    /** Everything is checked before the daemon is asked. */
    private <A, R> void show(Supplier<Page<R>> form, Query<A> query, Function<A, List<R>> rows,
            Function<A, byte[]> document) throws AdminClientException {
        Page<R> page = valid(form);
        A answer = query.from(ddmadm.client());
        if (json) {
            printLine(document.apply(answer));
        } else {
            rows.apply(answer).forEach(row -> ddmadm.terminal().out().print(page.lines(row)));
        }
    }

    private List<GroupStat> groups(Stat stat) {
        if (stat.groupsOmitted() != 0) {
            ddmadm.terminal().note(Long.toUnsignedString(stat.groupsOmitted()) + " smaller groups are not shown");
        }
        return stat.groups();
    }

    /** Each line is written at once; when that fails, as after the end of the program that reads it, this ends. */
    private void follow(Page<ProbeRow> page) throws AdminClientException {
        Terminal terminal = ddmadm.terminal();
        AtomicLong began = new AtomicLong();
        ddmadm.client().followProbes(message -> {
            if (message instanceof ProbeMessage.Result probe) {
                if (json) {
                    printLine(ProbeJson.of(probe));
                } else {
                    terminal.out().print(page.lines(new ProbeRow(probe.timeMs() - began.get(), probe)));
                }
            } else if (message instanceof ProbeMessage.Begin begin) {
                if (begin.isResync()) {
                    terminal.note("probes are missing here: this end was too slow");
                } else {
                    began.set(begin.timeMs());
                }
            }
            return terminal.flush().isEmpty();
        });
    }

    private void printLine(byte[] document) {
        ddmadm.terminal().out().print(new String(document, StandardCharsets.UTF_8) + "\n");
    }

    private <R> Page<R> valid(Supplier<Page<R>> form) {
        try {
            return form.get();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException invalid(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}
