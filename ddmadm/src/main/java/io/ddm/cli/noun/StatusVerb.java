package io.ddm.cli.noun;

import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Blocks.Block;
import io.ddm.cli.view.Blocks.Field;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Value;
import io.ddm.cli.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;

/** {@code status}: the router in a few lines, and what is wrong with it. */
@Command(name = "status", description = "Show the router in a few lines: links, routes, and what is wrong.")
public final class StatusVerb extends ListVerb<StatusReport, StatusReport> {

    private static final List<Column<StatusReport>> COLUMNS = List.of(
            text("router", report -> report.router().id()),
            text("kind", report -> report.router().kind().name().toLowerCase(Locale.ROOT)),
            text("version", report -> report.router().version()),
            number("uptime_ms", report -> report.router().uptime().toMillis()).moving(),
            text("ready", report -> Boolean.toString(report.isReady())).valued(report -> Value.of(report.isReady())),
            number("links", report -> report.links().size()), number("links_in_session", StatusVerb::inSession),
            number("imported_prefix_paths", report -> report.routes().importedPrefixPaths()),
            number("imported_tunnel_paths", report -> report.routes().importedTunnelPaths()),
            number("originated_prefixes", report -> report.routes().originatedPrefixes()),
            number("originated_tunnels", report -> report.routes().originatedTunnels()),
            number("networks", report -> report.kernel().wanted()),
            number("networks_installed", report -> report.kernel().installed()),
            number("networks_refused", report -> report.kernel().refused()),
            number("routes_repaired", report -> report.kernel().repaired()),
            text("problems", report -> Integer.toString(report.problems().size()))
                    .valued(report -> new Value.Items(report.problems().stream().map(StatusVerb::problem).toList())));

    private static Column<StatusReport> text(String key, Function<StatusReport, String> text) {
        return Column.<StatusReport>of(key.toUpperCase(Locale.ROOT).replace('_', ' '), text).keyed(key);
    }

    private static Column<StatusReport> number(String key, ToLongFunction<StatusReport> number) {
        return Column.<StatusReport>ofNumbers(key.toUpperCase(Locale.ROOT).replace('_', ' '), number).keyed(key);
    }

    private static Value problem(ReadyReport.Problem problem) {
        return Value.fields("code", Value.of(problem.code()), "severity", Value.of(problem.severity()), "on",
                problem.on().isEmpty() ? new Value.None() : Value.of(problem.on()), "since",
                Value.of(problem.since().toString()), "what", Value.of(problem.what()), "fix",
                Value.of(problem.fix()));
    }

    private static long inSession(StatusReport report) {
        return report.links().stream().filter(link -> link.peer().isPresent()).count();
    }

    @Override
    protected StatusReport query(AdminClient daemon) throws AdminClientException {
        return daemon.status();
    }

    @Override
    protected String schema() {
        return "ddm.status/1";
    }

    @Override
    protected List<Column<StatusReport>> columns() {
        return COLUMNS;
    }

    @Override
    protected List<StatusReport> rows(StatusReport report) {
        return List.of(report);
    }

    @Override
    protected View forPeople(Table<StatusReport> table, StatusReport report) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block(report.router().id(), List.of(
                Field.of("Router", report.router().kind().name().toLowerCase(Locale.ROOT)),
                Field.of("Version", report.router().version()),
                Field.of("Up", DurationText.brief(report.router().uptime())),
                Field.of("Ready", report.isReady() ? "yes" : "no"),
                Field.of("Links", inSession(report) + " of " + report.links().size() + " in session"),
                Field.of("Imported", report.routes().importedPrefixPaths() + " prefix paths",
                        report.routes().importedTunnelPaths() + " tunnel paths"),
                Field.of("Originated", report.routes().originatedPrefixes() + " prefixes",
                        report.routes().originatedTunnels() + " tunnels"),
                Field.of("Networks", report.kernel().installed() + " of " + report.kernel().wanted() + " installed",
                        report.kernel().refused() + " refused", report.kernel().repaired() + " repaired"))));
        for (ReadyReport.Problem problem : report.problems()) {
            blocks.add(new Block(problem.severity() + ": " + problem.code()
                    + (problem.on().isEmpty() ? "" : " on " + problem.on()),
                    List.of(Field.of("What", problem.what()), Field.of("Try", problem.fix()),
                            Field.of("Since", problem.since().toString()))));
        }
        return new Blocks(blocks);
    }
}
