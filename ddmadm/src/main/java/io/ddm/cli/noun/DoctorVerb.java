package io.ddm.cli.noun;

import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.doctor.DaemonChecks;
import io.ddm.cli.doctor.Finding;
import io.ddm.cli.doctor.Finding.Group;
import io.ddm.cli.doctor.Finding.Outcome;
import io.ddm.cli.doctor.HostChecks;
import io.ddm.cli.doctor.LinkChecks;
import io.ddm.cli.doctor.Machine;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.verb.Problem;
import io.ddm.cli.verb.Version;
import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Blocks.Block;
import io.ddm.cli.view.Blocks.Field;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Tone;
import io.ddm.cli.view.Value;
import io.ddm.cli.view.View;
import io.ddm.fsm.model.RouterKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: what is wrong, with evidence, and one remedy for each cause. */
@Command(
        name = "doctor",
        description = {"Check machine, links, peers, routes and daemon, and say what to do.",
                "Without a daemon the machine is checked all the same. Exit code 1 if a check failed; 10 with --strict"
                        + " if there are warnings only."})
public final class DoctorVerb extends ListVerb<DoctorVerb.Report, Finding> {

    @Option(names = "--pre", description = "Check the machine only, as before an installation; asks no daemon.")
    private boolean pre;

    @Option(
            names = "--link",
            paramLabel = "IF",
            split = ",",
            description = "Check these interfaces, instead of those that the daemon has.")
    private List<String> links = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "GROUP",
            split = ",",
            description = "Only these groups of checks: host, links, peers, routes, daemon.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--skip", paramLabel = "CODE", split = ",", description = "Leave out checks with these codes.")
    private List<String> skip = new ArrayList<>();

    @Option(names = {"-v", "--verbose"}, description = "Show also what is as it should be.")
    private boolean verbose;

    @Option(names = "--strict", description = "Exit with code 10 if there are warnings.")
    private boolean strict;

    /** All findings, and why the daemon could not be asked, if it could not. */
    public record Report(List<Finding> findings, Optional<Unreached> unreached) {}

    /** A daemon that did not answer. */
    public record Unreached(AdminClientException failure) {}

    @Override
    protected Report query(AdminClient daemon) {
        only.stream().filter(name -> group(name).isEmpty()).findFirst().ifPresent(name -> {
            throw invalid("'" + name + "' is no group of checks; the groups are " + String.join(", ",
                    Arrays.stream(Group.values()).map(Group::word).toList()));
        });
        Optional<StatusReport> status = Optional.empty();
        Optional<Unreached> unreached = Optional.empty();
        if (!pre) {
            try {
                status = Optional.of(daemon.status());
            } catch (AdminClientException e) {
                unreached = Optional.of(new Unreached(e));
            }
        }
        List<Finding> findings = new ArrayList<>(unreached.map(this::notReached).stream().toList());
        if (ddmadm().isLocal() || pre) {
            checkMachine(findings, status);
        } else {
            findings.add(new Finding("machine", Group.HOST, "", Outcome.SKIPPED,
                    "the daemon runs on another machine: run ddmadm doctor there", "", ""));
        }
        status.ifPresent(report -> merge(findings, new DaemonChecks(report, Version.text()).findings()));
        return new Report(findings.stream().filter(this::isWanted).toList(), unreached);
    }

    private void checkMachine(List<Finding> findings, Optional<StatusReport> status) {
        Machine machine = Machine.local();
        findings.addAll(new HostChecks(machine, status.isPresent(),
                status.filter(report -> report.router().kind() == RouterKind.TRANSIT).isPresent()).findings());
        LinkChecks linkChecks = new LinkChecks(machine);
        List<String> names = links.isEmpty()
                ? status.map(report -> report.links().stream().map(LinkStatus::name).toList()).orElse(List.of())
                : links;
        names.forEach(name -> findings.add(linkChecks.check(name)));
    }

    /** The daemon and the machine may see the same defect of a link; one remedy for one cause. */
    private static void merge(List<Finding> findings, List<Finding> ofDaemon) {
        for (Finding finding : ofDaemon) {
            boolean isKnown = finding.group() == Group.LINKS && finding.isBad() && findings.stream()
                    .anyMatch(known -> known.isBad() && known.group() == Group.LINKS
                            && (finding.on().isEmpty() || known.on().equals(finding.on())));
            if (!isKnown) {
                findings.add(finding);
            }
        }
    }

    private Finding notReached(Unreached unreached) {
        Problem problem = Problem.of(unreached.failure(), ddmadm().target());
        return new Finding("daemon-unreachable", Group.DAEMON, "", Outcome.FAILED,
                problem.what() + ": " + problem.why(), "peers, routes and the daemon itself are not checked",
                problem.remedy());
    }

    private boolean isWanted(Finding finding) {
        return (only.isEmpty() || only.contains(finding.group().word())) && !skip.contains(finding.code());
    }

    private static Optional<Group> group(String name) {
        return Arrays.stream(Group.values()).filter(group -> group.word().equals(name)).findFirst();
    }

    @Override
    protected String schema() {
        return "ddm.doctor/1";
    }

    @Override
    protected List<Column<Finding>> columns() {
        return List.of(Column.of("CODE", Finding::code), Column.of("GROUP", finding -> finding.group().word()),
                Column.<Finding>of("IF", finding -> finding.on().isEmpty() ? "-" : finding.on())
                        .keyed("interface")
                        .valued(finding -> finding.on().isEmpty() ? new Value.None() : Value.of(finding.on())),
                Column.<Finding>of("OUTCOME", finding -> word(finding.outcome())).toned(DoctorVerb::tone),
                Column.of("EVIDENCE", Finding::evidence), Column.of("CONSEQUENCE", Finding::consequence),
                Column.of("FIX", Finding::fix));
    }

    private static Tone tone(Finding finding) {
        return switch (finding.outcome()) {
            case OK -> Tone.GOOD;
            case SKIPPED, WARNING -> Tone.WAITING;
            case FAILED -> Tone.BAD;
        };
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    @Override
    protected List<Finding> rows(Report report) {
        return report.findings();
    }

    /** What is wrong, a block each; the rest on request. */
    @Override
    protected View forPeople(Table<Finding> table, Report report) {
        List<Block> blocks = new ArrayList<>();
        for (Finding finding : table.rows()) {
            if (finding.isBad() || verbose || finding.outcome() == Outcome.SKIPPED) {
                blocks.add(block(finding));
            }
        }
        return new Blocks(blocks);
    }

    private static Block block(Finding finding) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("Seen", finding.evidence()));
        if (!finding.consequence().isEmpty()) {
            fields.add(Field.of("So", finding.consequence()));
        }
        if (!finding.fix().isEmpty()) {
            fields.add(Field.of("Try", finding.fix()));
        }
        return new Block(word(finding.outcome()) + ": " + finding.code()
                + (finding.on().isEmpty() ? "" : " on " + finding.on()), fields);
    }

    @Override
    protected Notes notes(Report report) {
        long passed = count(report, Outcome.OK);
        long failed = count(report, Outcome.FAILED);
        long warnings = count(report, Outcome.WARNING);
        long skipped = count(report, Outcome.SKIPPED);
        return new Notes(List.of(passed + (passed == 1 ? " check" : " checks") + " passed"
                + (failed == 0 ? "" : ", " + failed + " failed")
                + (warnings == 0 ? "" : ", " + warnings + (warnings == 1 ? " warning" : " warnings"))
                + (skipped == 0 ? "" : ", " + skipped + " skipped")));
    }

    private static long count(Report report, Outcome outcome) {
        return report.findings().stream().filter(finding -> finding.outcome() == outcome).count();
    }

    @Override
    protected int exit(Report report) {
        if (count(report, Outcome.FAILED) > 0) {
            return ExitCodes.FAILURE;
        }
        return strict && count(report, Outcome.WARNING) > 0 ? ExitCodes.WARNINGS : ExitCodes.SUCCESS;
    }
}
