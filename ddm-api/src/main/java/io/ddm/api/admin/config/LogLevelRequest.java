package io.ddm.api.admin.config;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.ObjectReader;
import java.time.Duration;

/**
 * The body of {@code PUT /log-levels}: other levels for a while, after which those of the configuration count again.
 *
 * @param levels as in {@code info,ddm.exchange=debug}; loggers that are not named keep their level. Empty to end
 *     earlier ones now
 * @param time for how long, in whole seconds
 */
public record LogLevelRequest(String levels, Duration time) {

    /** The longest time: what is still wrong on the next day is worth another request. */
    public static final Duration MAX_TIME = Duration.ofDays(1);

    /** The time if nothing else is said. */
    public static final Duration DEFAULT_TIME = Duration.ofMinutes(10);

    /** Bound on the levels, in characters: all loggers by name take less. */
    static final int MAX_LEVELS = 1024;

    private static final class Draft {
        String levels = "";
        long seconds;
    }

    private static final ObjectReader<Draft> READER = ObjectReader.<Draft>named("LogLevelRequest")
            .required("levels", (in, draft) -> draft.levels = in.string())
            .required("for_seconds", (in, draft) -> draft.seconds = in.unsigned(Integer.SIZE));

    /**
     * @throws IllegalArgumentException if the text is too long, or the time is not 1 s to {@link #MAX_TIME}
     */
    public LogLevelRequest {
        if (levels.length() > MAX_LEVELS) {
            throw new IllegalArgumentException("levels must have at most " + MAX_LEVELS + " characters");
        }
        if (time.toSeconds() < 1 || time.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException("the time must be 1 to " + MAX_TIME.toSeconds() + " seconds");
        }
    }

    /** As JSON. */
    public byte[] toJson() {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("levels", levels);
            out.writeNumberField("for_seconds", time.toSeconds());
            out.writeEndObject();
        });
    }

    /**
     * Reads it.
     *
     * @throws BadJsonException if it is something else, or the text or the time is out of bounds
     */
    public static LogLevelRequest parse(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            Draft draft = READER.read(in, new Draft());
            try {
                return new LogLevelRequest(draft.levels, Duration.ofSeconds(draft.seconds));
            } catch (IllegalArgumentException e) {
                throw in.bad(String.valueOf(e.getMessage()));
            }
        });
    }
}
