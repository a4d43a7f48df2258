package io.ddm.api.admin;

import java.util.Comparator;

/**
 * A version by the rules of semver.org 2.0.0, rejected with the reference's messages. Versions of equal numbers are
 * ordered only by whether they have a pre-release (earlier) or build metadata (later): ours have neither.
 */
record SemanticVersion(long major, long minor, long patch, String preRelease,
        String build) implements Comparable<SemanticVersion> {

    private static final Comparator<SemanticVersion> ORDER = Comparator
            .<SemanticVersion, Long>comparing(SemanticVersion::major, Long::compareUnsigned)
            .thenComparing(SemanticVersion::minor, Long::compareUnsigned)
            .thenComparing(SemanticVersion::patch, Long::compareUnsigned)
            .thenComparing(v -> v.preRelease.isEmpty())
            .thenComparing(v -> !v.build.isEmpty());

    private static final String PRE_RELEASE = "pre-release identifier";
    private static final String BUILD = "build metadata";

    @Override
    public int compareTo(SemanticVersion other) {
        return ORDER.compare(this, other);
    }

    /**
     * Parses a version with at least three numbers.
     *
     * @throws ApiVersionException if it is malformed
     */
    static SemanticVersion parse(String text) throws ApiVersionException {
        return new Parser(text).version();
    }

    /** Walks over the text once, from left to right. */
    private static final class Parser {

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        SemanticVersion version() throws ApiVersionException {
            if (text.isEmpty()) {
                throw bad("empty string, expected a semver version");
            }
            long major = number("major version number");
            dot("major version number");
            long minor = number("minor version number");
            dot("minor version number");
            long patch = number("patch version number");
            String last = "patch version number";
            String preRelease = "";
            String build = "";
            if (next() == '-') {
                last = PRE_RELEASE;
                preRelease = identifiers(PRE_RELEASE);
            }
            if (next() == '+') {
                last = BUILD;
                build = identifiers(BUILD);
            }
            if (at < text.length()) {
                throw bad("unexpected character " + nextQuoted() + " after " + last);
            }
            return new SemanticVersion(major, minor, patch, preRelease, build);
        }

        private long number(String what) throws ApiVersionException {
            int start = at;
            while (isDigit(next())) {
                at++;
            }
            String digits = text.substring(start, at);
            if (digits.isEmpty()) {
                throw bad(at < text.length()
                        ? "unexpected character " + nextQuoted() + " while parsing " + what
                        : "unexpected end of input while parsing " + what);
            }
            if (digits.length() > 1 && digits.charAt(0) == '0') {
                throw bad("invalid leading zero in " + what);
            }
            try {
                return Long.parseUnsignedLong(digits);
            } catch (NumberFormatException e) {
                throw bad("value of " + what + " exceeds u64::MAX");
            }
        }

        private void dot(String after) throws ApiVersionException {
            if (next() != '.') {
                throw bad(at < text.length()
                        ? "unexpected character " + nextQuoted() + " after " + after
                        : "unexpected end of input while parsing " + after);
            }
            at++;
        }

        /** Identifiers with dots between them; in a pre-release, numbers have no leading zero. */
        private String identifiers(String what) throws ApiVersionException {
            at++;
            int start = at;
            int segment = at;
            while (true) {
                char c = next();
                if (isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-') {
                    at++;
                    continue;
                }
                String identifier = text.substring(segment, at);
                if (identifier.isEmpty()) {
                    throw bad("empty identifier segment in " + what);
                }
                boolean number = identifier.chars().allMatch(d -> isDigit((char) d));
                if (what.equals(PRE_RELEASE) && number && identifier.length() > 1 && identifier.charAt(0) == '0') {
                    throw bad("invalid leading zero in " + what);
                }
                if (c != '.') {
                    return text.substring(start, at);
                }
                at++;
                segment = at;
            }
        }

        private char next() {
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private String nextQuoted() {
            return "'" + Character.toString(text.codePointAt(at)) + "'";
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private ApiVersionException bad(String problem) {
            return new ApiVersionException(
                    "bad value for header \"" + AdminApi.VERSION_HEADER + "\": " + problem + ": " + text);
        }
    }
}
