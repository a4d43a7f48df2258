package io.ddm.cli.noun;

import io.ddm.api.admin.status.History;
import io.ddm.api.admin.status.HistoryEntry;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.api.json.BadJsonException;
import io.ddm.cli.output.Watch;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.verb.Problem;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Tone;
import io.ddm.cli.view.Value;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code history}: what has happened, oldest first. */
@Command(
        name = "history",
        description = {"Show what has happened: states of links, peers, probes, roles, routes, problems.",
                "The daemon keeps about a thousand events; changes of routes beyond the latest 200 are left out. A file"
                        + " that --save writes can be read with --from, by the same filters and without a daemon."})
public final class HistoryVerb extends ListVerb<History, HistoryEntry> {

    @Option(names = "--last", paramLabel = "N", description = "Only the latest N events.")
    private @Nullable Integer last;

    @Option(names = "--since", paramLabel = "TIME", description = "Only events of this time until now, as in 10m.")
    private @Nullable String since;

    @Option(names = "--link", paramLabel = "IF", split = ",", description = "Only events of these interfaces.")
    private List<String> links = new ArrayList<>();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only events of these kinds: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Kinds.class)
    private List<String> kinds = new ArrayList<>();

    @Option(names = {"-f", "--follow"}, description = "Go on with what happens, until interrupted.")
    private boolean follow;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the events to a new file, as JSON lines.")
    private @Nullable Path save;

    @Option(names = "--from", paramLabel = "FILE", description = "Read the events from such a file, not from a daemon.")
    private @Nullable Path from;

    private final AtomicLong newest = new AtomicLong();

    /** The kinds of events, for completion and checks. */
    static final class Kinds extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Kinds() {
            super(List.of("interface", "transition", "role", "probes", "routes", "problem", "notice"));
        }
    }

    @Override
    protected String schema() {
        return History.SCHEMA;
    }

    @Override
    protected List<Column<HistoryEntry>> columns() {
        return List.of(Column.<HistoryEntry>of("TIME", entry -> entry.at().truncatedTo(ChronoUnit.MILLIS).toString())
                .keyed("at")
                .valued(entry -> Value.of(entry.at().toString())),
                Column.of("KIND", HistoryEntry::kind),
                Column.<HistoryEntry>of("IF", entry -> entry.link().orElse("-"))
                        .keyed("interface")
                        .valued(entry -> Value.of(entry.link())),
                Column.<HistoryEntry>of("WHAT", HistoryEntry::text).keyed("text").toned(HistoryVerb::tone),
                Column.<HistoryEntry>ofNumbers("ID", HistoryEntry::id).wide(),
                Column.<HistoryEntry>of("FROM", entry -> entry.from().orElse("-"))
                        .valued(entry -> Value.of(entry.from()))
                        .wide(),
                Column.<HistoryEntry>of("TO", entry -> entry.to().orElse("-"))
                        .valued(entry -> Value.of(entry.to()))
                        .wide(),
                Column.<HistoryEntry>of("PEER", entry -> entry.peer().orElse("-"))
                        .valued(entry -> Value.of(entry.peer()))
                        .wide());
    }

    private static Tone tone(HistoryEntry entry) {
        if (entry.text().startsWith("raised ") || entry.from().equals(Optional.of("Exchange"))) {
            return Tone.BAD;
        }
        return entry.to().equals(Optional.of("Exchange")) ? Tone.GOOD : Tone.PLAIN;
    }

    @Override
    protected History query(AdminClient daemon) throws AdminClientException {
        History all = daemon.history(newest.get());
        newest.set(all.newest());
        return new History(all.newest(), selected(all.events()));
    }

    @Override
    protected List<HistoryEntry> rows(History history) {
        return history.events();
    }

    @Override
    protected int run() throws AdminClientException {
        checkOptions();
        filter();
        if (from != null) {
            return replay(from);
        }
        History first = query(ddmadm().client());
        if (save != null) {
            return write(save, first.events());
        }
        show(first, true);
        if (follow) {
            new Watch(ddmadm().client(), ddmadm().terminal()).append(() -> {
                History more = query(ddmadm().client());
                return () -> {
                    if (!more.events().isEmpty()) {
                        show(more, false);
                    }
                };
            });
        }
        return ExitCodes.SUCCESS;
    }

    private void checkOptions() {
        List<String> known = new Kinds();
        kinds.stream().filter(kind -> !known.contains(kind)).findFirst().ifPresent(kind -> {
            throw invalid("'" + kind + "' is no kind of event; the kinds are " + String.join(", ", known));
        });
        if (last != null && last < 1) {
            throw invalid("--last must be at least 1");
        }
        if (follow && (save != null || from != null)) {
            throw invalid("--follow cannot be combined with --save or --from");
        }
    }

    private List<HistoryEntry> selected(List<HistoryEntry> events) {
        List<HistoryEntry> selected = events.stream().filter(filter()).toList();
        return last == null || selected.size() <= last
                ? selected
                : selected.subList(selected.size() - last, selected.size());
    }

    private Predicate<HistoryEntry> filter() {
        Instant earliest;
        try {
            earliest = since == null ? Instant.MIN : Instant.now().minus(DurationText.parse(since));
        } catch (IllegalArgumentException e) {
            throw invalid("--since " + e.getMessage());
        }
        return entry -> !entry.at().isBefore(earliest) && (kinds.isEmpty() || kinds.contains(entry.kind()))
                && (links.isEmpty() || entry.link().filter(links::contains).isPresent());
    }

    private int write(Path file, List<HistoryEntry> events) {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8,
                StandardOpenOption.CREATE_NEW)) {
            for (HistoryEntry event : events) {
                out.write(new String(History.line(event), StandardCharsets.UTF_8));
                out.newLine();
            }
        } catch (IOException e) {
            return failed("write", file, e);
        }
        ddmadm().terminal().note(events.size() + " events written to " + file);
        return ExitCodes.SUCCESS;
    }

    private int replay(Path file) {
        List<HistoryEntry> events = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                events.add(History.readLine(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (BadJsonException e) {
            ddmadm().report(new Problem("cannot read " + file,
                    "line " + (events.size() + 1) + ": " + e.getMessage(), "a file that --save has written"));
            return ExitCodes.INVALID_ARGUMENTS;
        } catch (IOException e) {
            return failed("read", file, e);
        }
        show(new History(0, selected(events)), true);
        return ExitCodes.SUCCESS;
    }

    private int failed(String verb, Path file, IOException e) {
        ddmadm().report(new Problem("cannot " + verb + " " + file, FileProblem.reason(e), "another file"));
        return ExitCodes.INVALID_ARGUMENTS;
    }
}
