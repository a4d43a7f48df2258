package io.ddm.api.admin;

/** A request whose version we cannot serve; the message is what to answer with status 400. */
public final class ApiVersionException extends Exception {

    private static final long serialVersionUID = 1L;

    ApiVersionException(String message) {
        super(message);
    }
}
