package io.ddm.api.admin.config;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.ObjectReader;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reply to {@code GET} and {@code PUT /log-levels}.
 *
 * @param configured the levels of the configuration, as in {@code info,ddm.exchange=debug}
 * @param temporary other levels on top of them, for a while
 * @param loggers each logger with its level now
 */
public record LogLevelReport(String configured, Optional<Temporary> temporary, SortedMap<String, String> loggers) {

    private static final class Draft {
        String configured = "";
        Optional<Temporary> temporary = Optional.empty();
        SortedMap<String, String> loggers = new TreeMap<>();
        String levels = "";
        long secondsLeft;
    }

    private static final ObjectReader<Draft> TEMPORARY = ObjectReader.<Draft>named("TemporaryLevels")
            .required("levels", (in, draft) -> draft.levels = in.string())
            .required("seconds_left", (in, draft) -> draft.secondsLeft = in.unsigned(Integer.SIZE));

    private static final ObjectReader<Draft> READER = ObjectReader.<Draft>named("LogLevelReport")
            .required("configured", (in, draft) -> draft.configured = in.string())
            .required("loggers", LogLevelReport::readLoggers)
            .nullable("temporary", (in, draft) -> {
                TEMPORARY.read(in, draft);
                draft.temporary = Optional.of(new Temporary(draft.levels, Duration.ofSeconds(draft.secondsLeft)));
            });

    public LogLevelReport {
        loggers = Collections.unmodifiableSortedMap(new TreeMap<>(loggers));
    }

    /**
     * Levels that fall back by themselves.
     *
     * @param levels as in {@code ddm.exchange=debug}
     * @param left the time until they do
     */
    public record Temporary(String levels, Duration left) {}

    /** As JSON. */
    public byte[] toJson() {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("configured", configured);
            if (temporary.isPresent()) {
                out.writeObjectFieldStart("temporary");
                out.writeStringField("levels", temporary.get().levels);
                out.writeNumberField("seconds_left", temporary.get().left.toSeconds());
                out.writeEndObject();
            } else {
                out.writeNullField("temporary");
            }
            out.writeObjectFieldStart("loggers");
            for (Map.Entry<String, String> logger : loggers.entrySet()) {
                out.writeStringField(logger.getKey(), logger.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    /**
     * Reads it.
     *
     * @throws BadJsonException if it is something else
     */
    public static LogLevelReport parse(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            Draft draft = READER.read(in, new Draft());
            return new LogLevelReport(draft.configured, draft.temporary, draft.loggers);
        });
    }

    private static void readLoggers(JsonReader in, Draft draft) throws BadJsonException {
        in.beginMap();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            draft.loggers.put(name, in.string());
        }
    }
}
