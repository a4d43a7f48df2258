package io.ddm.cli;

import io.ddm.api.admin.config.LogLevelReport;
import io.ddm.api.admin.config.LogLevelRequest;
import io.ddm.api.admin.config.ReloadReport;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The configuration of a running daemon. */
final class ConfigVerbs {

    /** A key without a value. */
    private static final String NONE = "-";

    private ConfigVerbs() {}

    /** {@code reload}. */
    @Command(
            name = "reload",
            description = "Read the configuration file, tokens and keys of the daemon again, apply what applies live,"
                    + " and show each changed key. A file with a mistake changes nothing.")
    static final class Reload extends Verb<ReloadReport> {

        @Option(names = "--dry-run", description = "Change nothing; show what a reload would change.")
        private boolean dryRun;

        @Override
        protected ReloadReport query(AdminClient daemon) throws AdminClientException {
            return daemon.reload(dryRun);
        }

        /** What is shown of a key. */
        private record Row(String key, String before, String after, String effect) {}

        @Override
        protected View view(ReloadReport report) {
            List<Row> rows = new ArrayList<>();
            report.changes()
                    .forEach(change -> rows.add(new Row(change.key(), text(change.before()), text(change.after()),
                            effect(change.effect(), report.isDryRun()))));
            report.files()
                    .forEach(file -> rows.add(new Row(file.key(), NONE, NONE, file.isRead()
                            ? "content read again"
                            : "content not read, the log says why; the previous one stays")));
            return rows.isEmpty()
                    ? new Notes(List.of("no key has another value than the daemon runs with; ddmd --print-config"
                            + " shows where each value is from"))
                    : new Table<>("ddm.reload/1", List.of(Column.of("KEY", Row::key), Column.of("BEFORE", Row::before),
                            Column.of("AFTER", Row::after), Column.of("EFFECT", Row::effect)), rows);
        }

        private static String text(List<String> values) {
            return values.isEmpty() ? NONE : String.join(",", values);
        }

        private static String effect(ReloadReport.Effect effect, boolean isDryRun) {
            return switch (effect) {
                case LIVE -> isDryRun ? "applies live" : "applied";
                case RESETS_SESSIONS -> (isDryRun ? "applies live" : "applied")
                        + ", ends the sessions of removed interfaces";
                case RESTART -> "needs a restart";
            };
        }
    }

    /** {@code log-level}. */
    @Command(
            name = "log-level",
            description = "Show what the daemon logs, or log something else for a while.")
    static final class LogLevel extends Verb<LogLevelReport> {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Parameters(
                paramLabel = "LEVELS",
                arity = "0..1",
                description = "For example debug, or ddm.exchange=debug,ddm.session=trace.")
        private @Nullable String levels;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = Time.class,
                description = "For how long, as in 90s, 10m or 2h; at most 24h. The default is 10m.")
        private @Nullable Duration time;

        @Option(names = "--reset", description = "Return to the levels of the configuration now.")
        private boolean reset;

        @Override
        protected LogLevelReport query(AdminClient daemon) throws AdminClientException {
            if (reset && (levels != null || time != null)) {
                throw new ParameterException(spec.commandLine(), "--reset takes neither LEVELS nor --for");
            }
            if (reset) {
                return daemon.setLogLevels(new LogLevelRequest("", LogLevelRequest.DEFAULT_TIME));
            }
            if (levels == null) {
                if (time != null) {
                    throw new ParameterException(spec.commandLine(), "--for needs LEVELS");
                }
                return daemon.logLevels();
            }
            if (levels.isBlank()) {
                throw new ParameterException(spec.commandLine(), "LEVELS is empty; --reset ends temporary levels");
            }
            return daemon.setLogLevels(request(levels));
        }

        private LogLevelRequest request(String text) {
            try {
                return new LogLevelRequest(text, time == null ? LogLevelRequest.DEFAULT_TIME : time);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        protected View view(LogLevelReport report) {
            String until = report.temporary()
                    .map(other -> "'" + other.levels() + "' for another " + other.left().toSeconds() + " s, then '"
                            + report.configured() + "'")
                    .orElse("as configured");
            return new Table<>("ddm.log-level/1",
                    List.of(Column.of("LOGGER", Map.Entry::getKey), Column.of("LEVEL", Map.Entry::getValue),
                            Column.of("UNTIL", logger -> until)),
                    List.copyOf(report.loggers().entrySet()));
        }
    }

    /** How long temporary levels last. */
    static final class Time implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            Duration read = DurationText.parse(text);
            if (read.toSeconds() < 1 || read.compareTo(LogLevelRequest.MAX_TIME) > 0) {
                throw new IllegalArgumentException("must be 1s to 24h");
            }
            return Duration.ofSeconds(read.toSeconds());
        }
    }
}
