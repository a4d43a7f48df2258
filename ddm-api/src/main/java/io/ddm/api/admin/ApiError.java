package io.ddm.api.admin;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.Struct;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of every reply of 400 and above, on the admin port and on the exchange port.
 *
 * @param requestId as in the reply's {@value #REQUEST_ID_HEADER} header
 * @param message for people
 * @param errorCode for programs; usually null
 */
public record ApiError(String requestId, String message, @Nullable String errorCode) {

    /** Header of every reply: a UUID that also appears in the log. */
    public static final String REQUEST_ID_HEADER = "x-request-id";

    private static final Struct ERROR = new Struct("Error", List.of("request_id", "message", "error_code"), 2);

    /** An error without a code. */
    public static ApiError of(String requestId, String message) {
        return new ApiError(requestId, message, null);
    }

    /** Status 500: only the log has the reason. */
    public static ApiError internal(String requestId) {
        return new ApiError(requestId, "Internal Server Error", "Internal");
    }

    /** JSON, indented by two spaces, without a newline at the end. */
    public byte[] toJson() {
        String code = errorCode == null ? "" : ",\n  \"error_code\": " + JsonText.quoted(errorCode);
        return ("{\n  \"request_id\": " + JsonText.quoted(requestId) + code + ",\n  \"message\": "
                + JsonText.quoted(message) + "\n}").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the body of a reply.
     *
     * @throws BadJsonException if it is not an error
     */
    public static ApiError parse(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            String requestId = null;
            String message = null;
            String errorCode = null;
            in.beginObject(ERROR);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "request_id" -> requestId = in.string();
                    case "message" -> message = in.string();
                    case "error_code" -> errorCode = in.isNull() ? null : in.string();
                    default -> in.skip();
                }
            }
            return new ApiError(Objects.requireNonNull(requestId, "required"),
                    Objects.requireNonNull(message, "required"), errorCode);
        });
    }
}
