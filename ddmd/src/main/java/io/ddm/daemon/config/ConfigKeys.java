package io.ddm.daemon.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All keys, as flags of a command line and as a configuration. */
public final class ConfigKeys {

    /** What is logged; read from the environment before the first line is logged, see {@link LogLevel}. */
    static final ConfigKey<String> LOG = ConfigKey.of("DDM_LOG", new ValueType<>("LEVELS",
            "off, error, warn, info, debug or trace, for all loggers or as LOGGER=LEVEL", text -> text),
            "How much is logged. If it is not set, RUST_LOG is used.").byDefault("info");

    /** Every key, in the order of the help. */
    static final List<Section> SECTIONS = List.of(RouterKeys.SECTION, ProcessKeys.SECTION, PolicyKeys.SECTION,
            MultipathKeys.SECTION,
            AccessKeys.SECTION, ReferenceKeys.SECTION, new Section("Environment", List.of(LOG)));

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
        return new Settings(key -> {
            OptionSpec option = command.commandLine().getParseResult().matchedOption(key.name());
            return option == null ? List.of() : option.stringValues();
        });
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

    private static List<OptionSpec> flags(Section section) {
        List<OptionSpec> flags = new ArrayList<>();
        for (ConfigKey<?> key : section.keys()) {
            if (key.isFlag()) {
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
        if (key.appliesLive()) {
            facts.add("changes of the file apply live");
        }
        String text = facts.isEmpty() ? key.help() : key.help() + " (" + String.join("; ", facts) + ")";
        return text.replace("%", "%%");
    }
}
