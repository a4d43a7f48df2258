package io.ddm.daemon.config;

import io.ddm.api.admin.config.ReloadReport;
import io.ddm.api.json.JsonText;
import io.ddm.daemon.log.LogFormat;
import io.ddm.daemon.log.LogLevels;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All keys, as flags of a command line and as a configuration. */
public final class ConfigKeys {

    /** Every key, in the order of the help. */
    static final List<Section> SECTIONS = List.of(RouterKeys.SECTION, ProcessKeys.SECTION, PolicyKeys.SECTION,
            MultipathKeys.SECTION, AccessKeys.SECTION, ReferenceKeys.SECTION);

    private ConfigKeys() {}

    /** Adds the flags to a command. */
    public static void addTo(CommandSpec command) {
        int order = 0;
        for (Section section : SECTIONS) {
            List<OptionSpec> flags = flags(section);
            if (section.title().isEmpty()) {
                flags.forEach(command::addOption);
            } else if (!flags.isEmpty()) {
                ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                        .validate(false)
                        .heading("%n" + section.title() + ":%n")
                        .order(order++);
                flags.forEach(group::addArg);
                command.addArgGroup(group.build());
            }
        }
    }

    /** What was given on the command line of a command. */
    public static Settings settings(CommandSpec command) {
        Map<ConfigKey<?>, List<String>> flags = new HashMap<>();
        for (ConfigKey<?> key : all()) {
            OptionSpec option = command.commandLine().getParseResult().matchedOption(key.name());
            if (option != null) {
                flags.put(key, option.stringValues());
            }
        }
        return Settings.ofFlags(flags);
    }

    /** Every key. */
    static List<ConfigKey<?>> all() {
        return SECTIONS.stream().<ConfigKey<?>>flatMap(section -> section.keys().stream()).toList();
    }

    /** Every key that a configuration file may have: all but the one that names the file. */
    static List<ConfigKey<?>> inFile() {
        return all().stream().filter(key -> !key.equals(ProcessKeys.CONFIG)).toList();
    }

    /**
     * What the settings say.
     *
     * @throws IllegalArgumentException if one is wrong, or two contradict each other; the message names them
     */
    public static DaemonConfig config(Settings settings) {
        ReferenceKeys.check(settings);
        LinkConfig links = RouterKeys.links(settings, PolicyKeys.limits(settings));
        InetAddress address = settings.get(ProcessKeys.ADMIN_ADDR);
        DataplaneKind dataplane = settings.get(RouterKeys.DATAPLANE);
        return new DaemonConfig(RouterKeys.router(settings, PolicyKeys.policies(settings)), links,
                new AdminConfig(address, settings.get(ProcessKeys.ADMIN_PORT), ProcessKeys.stats(settings),
                        AccessKeys.access(settings, address)),
                settings.get(RouterKeys.DATA_DIR), links.apiOnly() ? DataplaneKind.NONE : dataplane,
                settings.find(ProcessKeys.RECORD));
    }

    /** Where to write the admin API's port, if anywhere. */
    public static Optional<Path> adminPortFile(Settings settings) {
        return settings.find(ProcessKeys.ADMIN_PORT_FILE);
    }

    /** Where to write the process id, if anywhere. */
    public static Optional<Path> pidFile(Settings settings) {
        return settings.find(ProcessKeys.PID_FILE);
    }

    /** How much to log. */
    public static LogLevels log(Settings settings) {
        return settings.get(ProcessKeys.LOG);
    }

    /** The form of its lines. */
    public static LogFormat logFormat(Settings settings) {
        return settings.get(ProcessKeys.LOG_FORMAT);
    }

    /** The settings of which a daemon can take the changes while it runs from {@code next}, the others as they are. */
    public static Settings applied(Settings running, Settings next) {
        Map<String, Settings.Given> given = new HashMap<>();
        for (ConfigKey<?> key : all()) {
            boolean isLive = key.applies() == ConfigKey.Applies.LIVE
                    || key.applies() == ConfigKey.Applies.LIVE_FOR_INTERFACES;
            (isLive ? next : running).given(key).ifPresent(value -> given.put(key.name(), value));
        }
        return new Settings(given);
    }

    /** The keys whose values differ, in the order of the help; the order within a list means nothing. */
    public static List<ReloadReport.Change> changes(Settings running, Settings next) {
        List<ReloadReport.Change> changes = new ArrayList<>();
        for (ConfigKey<?> key : all()) {
            Set<Object> before = running.values(key);
            Set<Object> after = next.values(key);
            if (!before.equals(after)) {
                changes.add(new ReloadReport.Change(key.fileName(), running.effectiveTexts(key),
                        next.effectiveTexts(key), key.applies().effect(before, after)));
            }
        }
        return changes;
    }

    /**
     * The settings as a configuration file that gives the same ones, each key with where it is from: its default, a
     * file with its line, a variable of the environment, or a flag.
     */
    public static String print(Settings settings) {
        StringBuilder text = new StringBuilder(4096);
        for (Section section : SECTIONS) {
            text.append(text.isEmpty() ? "# The router\n" : "\n# " + section.title() + "\n");
            for (ConfigKey<?> key : section.keys()) {
                text.append(line(settings, key)).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(Settings settings, ConfigKey<?> key) {
        List<String> texts = settings.effectiveTexts(key);
        String origin = settings.given(key).map(given -> given.origin().text()).orElse("default");
        String value;
        if (key.isSwitch()) {
            value = String.valueOf(settings.isSet(key));
        } else if (key.isRepeatable()) {
            value = texts.stream().map(JsonText::quoted).collect(Collectors.joining(", ", "[", "]"));
        } else if (texts.isEmpty()) {
            return "# " + key.fileName() + " is not set";
        } else {
            value = key.type().isNumber() ? texts.getLast() : JsonText.quoted(texts.getLast());
        }
        String hidden = key.equals(ProcessKeys.CONFIG) ? "# " : "";
        return hidden + key.fileName() + " = " + value + " # " + origin;
    }

    private static List<OptionSpec> flags(Section section) {
        List<OptionSpec> flags = new ArrayList<>();
        for (ConfigKey<?> key : section.keys()) {
            OptionSpec.Builder flag = OptionSpec.builder(key.names().toArray(String[]::new))
                    .description(description(key));
            if (key.isSwitch()) {
                flag.arity("0").type(boolean.class);
            } else if (key.isRepeatable()) {
                flag.arity("1").paramLabel(key.type().label()).type(List.class).auxiliaryTypes(String.class);
            } else {
                flag.arity("1").paramLabel(key.type().label()).type(String.class);
            }
            flags.add(flag.build());
        }
        return flags;
    }

    /** The help of a key and, in parentheses, all that there is to know about its values. */
    private static String description(ConfigKey<?> key) {
        List<String> facts = new ArrayList<>();
        if (!key.type().bounds().isEmpty()) {
            facts.add(key.type().bounds());
        }
        key.byDefault().ifPresent(text -> facts.add("default: " + text));
        if (key.isRepeatable()) {
            facts.add("may be repeated");
        }
        if (key.applies() != ConfigKey.Applies.RESTART) {
            facts.add("a change applies " + key.applies().text());
        }
        String text = facts.isEmpty() ? key.help() : key.help() + " (" + String.join("; ", facts) + ")";
        return text.replace("%", "%%");
    }
}
