package io.ddm.api.admin;

import org.jspecify.annotations.Nullable;

/** The versions of the admin API that we serve, oldest first; a request gets the newest one up to its own. */
public enum ApiVersion {
    /** A peer's status is a single word. */
    V1_0_0(1, 0),
    /** A peer's status has a duration. */
    V2_0_0(2, 0),
    /** A peer's interface has a name; interfaces can be listed, added and removed. */
    V3_0_0(3, 0),
    /** What happens can be followed as a stream of events. */
    V3_1_0(3, 1);

    private final int major;
    private final int minor;

    ApiVersion(int major, int minor) {
        this.major = major;
        this.minor = minor;
    }

    /** The value in the header. */
    public String text() {
        return major + "." + minor + ".0";
    }

    /** Whether this version has what another one introduced. */
    public boolean includes(ApiVersion other) {
        return compareTo(other) >= 0;
    }

    private SemanticVersion version() {
        return new SemanticVersion(major, minor, 0, "", "");
    }

    /** The newest version. */
    public static ApiVersion newest() {
        return values()[values().length - 1];
    }

    /**
     * The version in which to serve a request.
     *
     * @param header the value of the {@value AdminApi#VERSION_HEADER} header, the first if there are several; null if
     *     there is none
     * @throws ApiVersionException with the message of status 400, if the header is missing, malformed, or newer than
     *     all supported versions
     */
    public static ApiVersion serving(@Nullable String header) throws ApiVersionException {
        if (header == null) {
            throw new ApiVersionException("missing expected header \"" + AdminApi.VERSION_HEADER + "\"");
        }
        SemanticVersion asked = SemanticVersion.parse(header);
        if (asked.compareTo(newest().version()) > 0) {
            throw new ApiVersionException("server does not support this API version: " + header);
        }
        ApiVersion served = V1_0_0;
        for (ApiVersion ours : values()) {
            if (asked.compareTo(ours.version()) >= 0) {
                served = ours;
            }
        }
        return served;
    }
}
