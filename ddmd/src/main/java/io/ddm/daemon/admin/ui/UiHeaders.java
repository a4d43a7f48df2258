package io.ddm.daemon.admin.ui;

import io.ddm.daemon.http.HttpCall;

/** What browsers may do with the page: show it, with its own files, and nothing else. */
final class UiHeaders {

    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private UiHeaders() {}

    /** Puts them on the answer to come, errors included. */
    static void set(HttpCall call) {
        call.request()
                .response()
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-content-type-options", "nosniff")
                // With "no-referrer" browsers would hide the origin of a login, which is checked.
                .putHeader("referrer-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("cache-control", "no-store");
    }
}
