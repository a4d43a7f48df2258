package io.ddm.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A recording can begin in the middle only if each class hands all through that decides. A new field stands in the
 * class's {@code archive}, or here with the reason why not.
 */
class ArchiveTest {

    private static final Path SOURCES = Path.of("src/main/java/io/ddm/fsm");
    private static final Pattern FIELD = Pattern
            .compile("^    private (?!static)(?:final )?[\\w.<>,?@ \\[\\]]+ (\\w+)(?: = .*)?;$", Pattern.MULTILINE);
    private static final Pattern ARCHIVE = Pattern
            .compile("^    [\\w.<>,? ]*\\barchive\\w*\\(.*?^    }$", Pattern.MULTILINE | Pattern.DOTALL);

    /** What a class is made with, whichever it is. */
    private static final Set<String> GIVEN = Set.of("all", "anomalies", "burstSpan", "changes", "config", "effects",
            "exchange", "expireThreshold", "filter", "interfaces", "interval", "key", "name", "propagation", "queue",
            "retrySpan", "rib", "routes", "secret", "self", "sessions", "tables");

    /** What a class is made with, or what follows from the rest. */
    private static final Set<String> NOT_HANDED_THROUGH = Set.of(
            // Given by StateArchive, Session and Outbound, which hand it through.
            "Exchanging.active", "Exchanging.session", "Inbound.peer", "Inbound.pulls", "Inbound.rejections",
            "CurrentState.state", "Inbound.table", "LinkControl.state",
            "LocalRoutes.policy", "Opening.epoch", "Tables.policies", "Opening.usable",
            "Session.nextHop", "AdjRibOut.comparison", "Fib.mode", "Fib.slack", "Ranking.probes", "Ranking.probedAt",
            "Ranking.updatedAt",
            "Ranking.departing",
            // Follows from the tables of the peers and from what is originated.
            "LocalPrefixes.local", "LocalPrefixes.originated", "Rib.candidates", "Rib.idLengths", "PeerTables.live",
            "Rib.networks", "Rib.quality", "Ranking.ranks", "Ranking.deadline", "Fib.recent", "Rib.originatedCounts",
            "Propagation.fib", "Propagation.redistribution",
            "AdvertisedEntries.varying", "Walk.isOver", "Walk.keys", "Walk.last", "Walk.rest",
            // Keyed sums, which begin again under another key.
            "AdjRibIn.digest", "ConfirmedDigest.sum",
            // Set at the beginning of each event, or empty between events.
            "RouteExchange.working", "Propagation.now",
            // Seen by readers only.
            "CurrentState.history", "CurrentState.since", "CurrentState.transitions", "InterfaceFsm.lostPeer",
            "LinkControl.lastIndex", "PeerTables.version", "Router.reports");

    @Test
    void everyFieldIsHandedThrough() throws IOException {
        Set<String> missing = new TreeSet<>();
        int classes = 0;
        for (Path file : sources()) {
            String source = Files.readString(file);
            StringBuilder archive = new StringBuilder();
            ARCHIVE.matcher(source).results().forEach(method -> archive.append(method.group()));
            if (archive.isEmpty()) {
                continue;
            }
            classes++;
            String name = file.getFileName().toString().replace(".java", "");
            for (Matcher field = FIELD.matcher(source); field.find();) {
                if (!GIVEN.contains(field.group(1))
                        && !Pattern.compile("\\b" + field.group(1) + "\\b").matcher(archive).find()) {
                    missing.add(name + "." + field.group(1));
                }
            }
        }
        assertThat(classes).isGreaterThan(30);
        assertThat(missing).containsExactlyInAnyOrderElementsOf(NOT_HANDED_THROUGH);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        return sources;
    }
}
