package io.ddm.daemon.config;

import io.ddm.daemon.config.file.BadConfigException;
import io.ddm.daemon.config.file.Suggestion;
import io.ddm.daemon.log.LogLevels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the settings of a process come from: flags, before variables of the environment, before a file, before the
 * defaults. The file is read again at each {@link #load}.
 */
public final class ConfigSource {

    /**
     * A configuration that was read, and where it can be read again.
     *
     * @param settings as they were read
     */
    public record Loaded(ConfigSource source, Settings settings) {

        /** Of a daemon that is configured by the program that it is part of: no key ever changes. */
        public static final Loaded NONE = new ConfigSource(Settings.ofFlags(Map.of()), Map.of(), Optional.empty())
                .load();
    }

    private static final String PREFIX = "DDM_";

    /** What the reference's service sets; an accident of another program must not end the start. */
    private static final String REFERENCE_LOG = "RUST_LOG";

    private final Settings flags;
    private final Map<String, String> environment;
    private final Optional<Path> byDefault;

    /**
     * The flags, the environment of this process, and the file that they name, or {@code /etc/ddm/ddmd.toml}.
     */
    public ConfigSource(Settings flags) {
        this(flags, System.getenv(), Optional.of(ConfigFile.DEFAULT));
    }

    /**
     * @param byDefault the file to read if it exists and no other one is named
     */
    ConfigSource(Settings flags, Map<String, String> environment, Optional<Path> byDefault) {
        this.flags = flags;
        this.environment = Map.copyOf(environment);
        this.byDefault = byDefault;
    }

    /**
     * What is set now. Reads the file, so not on an event loop.
     *
     * @throws BadConfigException if a variable or the file cannot be used; names every problem of both
     */
    public Loaded load() {
        return new Loaded(this, read());
    }

    /** The settings of {@link #load}. */
    Settings read() {
        List<String> problems = new ArrayList<>();
        Settings outer = flags.over(variables(problems));
        Optional<Path> file = file(outer);
        Settings all = file.isPresent() ? outer.over(ConfigFile.read(file.get(), problems::add)) : outer;
        if (!problems.isEmpty()) {
            throw new BadConfigException(problems);
        }
        return all;
    }

    /** The file that is read, if there is one. */
    public Optional<Path> file() {
        return file(flags.over(variables(new ArrayList<>())));
    }

    /** What is odd about the environment and no error, a sentence each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Set<String> known = ConfigKeys.all()
                .stream()
                .map(key -> key.variable().substring(PREFIX.length()))
                .collect(Collectors.toSet());
        environment.keySet()
                .stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name.substring(PREFIX.length())))
                .sorted()
                .forEach(name -> Suggestion.of(name.substring(PREFIX.length()), known)
                        .ifPresent(similar -> warnings.add("the environment variable " + name
                                + " is unknown and ignored; did you mean " + PREFIX + similar + "?")));
        logProblem().ifPresent(warnings::add);
        return warnings;
    }

    private Optional<Path> file(Settings outer) {
        return outer.find(ProcessKeys.CONFIG)
                .or(() -> byDefault.filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)));
    }

    private Settings variables(List<String> problems) {
        Map<String, Settings.Given> given = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            String name = variable(key);
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank() && !isTolerated(key)) {
                try {
                    given.put(key.name(), given(key, value, new Settings.Origin(name, "")));
                } catch (IllegalArgumentException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return new Settings(given);
    }

    private static Settings.Given given(ConfigKey<?> key, String value, Settings.Origin origin) {
        if (key.isSwitch() && !value.equals("true") && !value.equals("false")) {
            throw ConfigKey.invalid(value, origin, "must be true or false", null);
        }
        List<String> texts = key.isRepeatable()
                ? Stream.of(value.split("[,\\s]+")).filter(text -> !text.isEmpty()).toList()
                : List.of(value);
        texts.forEach(text -> key.read(text, origin));
        return new Settings.Given(texts, origin);
    }

    private String variable(ConfigKey<?> key) {
        return key.equals(ProcessKeys.LOG) && !environment.containsKey(key.variable())
                ? REFERENCE_LOG
                : key.variable();
    }

    /** A daemon that logs too little or too much is better than none. */
    private boolean isTolerated(ConfigKey<?> key) {
        return key.equals(ProcessKeys.LOG) && logProblem().isPresent();
    }

    private Optional<String> logProblem() {
        String name = variable(ProcessKeys.LOG);
        try {
            LogLevels.parse(environment.getOrDefault(name, ""));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("invalid " + name + ": " + e.getMessage()
                    + "; use LEVEL, LOGGER=LEVEL or several separated by commas. It is ignored");
        }
    }
}
