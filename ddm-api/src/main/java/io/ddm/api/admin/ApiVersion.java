package io.ddm.api.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the admin API. A client names a semantic version in the header {@value #HEADER}; it is served the
 * newest form that is not newer than that, and refused if it asks for more than there is.
 */
public enum ApiVersion {
    /** The status of a peer is one word. */
    V1("1.0.0"),
    /** The status of a peer is a state and for how long. */
    V2("2.0.0");

    /** The header in which a client names its version. */
    public static final String HEADER = "api-version";

    private static final List<String> PARTS = List.of("major", "minor", "patch");

    private final String text;

    ApiVersion(String text) {
        this.text = text;
    }

    /** The version as it stands in the header. */
    public String text() {
        return text;
    }

    /**
     * What a client asks for.
     *
     * @param header the header's value; null if it is absent
     * @throws IllegalArgumentException if it is absent, not a semantic version or newer than all; the message is the
     *     reference's, for the client
     */
    public static ApiVersion parse(@Nullable String header) {
        if (header == null) {
            throw new IllegalArgumentException("missing expected header \"" + HEADER + "\"");
        }
        Asked asked = Asked.parse(header);
        for (int i = values().length - 1; i >= 0; i--) {
            Asked served = Asked.parse(values()[i].text);
            int order = asked.compareTo(served);
            if (order > 0 && i == values().length - 1) {
                throw new IllegalArgumentException("server does not support this API version: " + header);
            }
            if (order >= 0) {
                return values()[i];
            }
        }
        return V1;
    }

    /** A semantic version, as far as it decides what is served. */
    private record Asked(long major, long minor, long patch, boolean preRelease, boolean build) {

        static Asked parse(String text) {
            if (text.isEmpty()) {
                throw bad("empty string, expected a semver version", text);
            }
            long[] numbers = new long[PARTS.size()];
            int at = 0;
            for (int part = 0; part < numbers.length; part++) {
                int start = at;
                while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < 18) {
                    numbers[part] = numbers[part] * 10 + text.charAt(at++) - '0';
                }
                boolean last = part == numbers.length - 1;
                if (at == start || (!last && (at == text.length() || text.charAt(at) != '.'))) {
                    throw bad((at == text.length()
                            ? "unexpected end of input"
                            : "unexpected character '"
                                    + text.charAt(at) + "'")
                            + " while parsing " + PARTS.get(part) + " version number", text);
                }
                at += last ? 0 : 1;
            }
            boolean preRelease = at < text.length() && text.charAt(at) == '-';
            boolean build = text.indexOf('+', at) >= 0;
            if (at < text.length() && !preRelease && text.charAt(at) != '+') {
                throw bad("unexpected character '" + text.charAt(at) + "' after patch version number", text);
            }
            return new Asked(numbers[0], numbers[1], numbers[2], preRelease, build);
        }

        int compareTo(Asked other) {
            int order = Long.compare(major, other.major);
            order = order != 0 ? order : Long.compare(minor, other.minor);
            order = order != 0 ? order : Long.compare(patch, other.patch);
            order = order != 0 ? order : Boolean.compare(other.preRelease, preRelease);
            return order != 0 ? order : Boolean.compare(build, other.build);
        }

        private static IllegalArgumentException bad(String problem, String text) {
            return new IllegalArgumentException("bad value for header \"" + HEADER + "\": " + problem + ": " + text);
        }
    }
}
