package io.ddm.api.admin;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.Struct;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every reply that is an error.
 *
 * @param requestId the same as in the header {@code x-request-id}
 * @param message what is wrong, for people
 * @param errorCode a word for programs; null if there is none
 */
public record ApiError(String requestId, String message, @Nullable String errorCode) {

    private static final Struct ERROR = new Struct("Error", List.of("message", "request_id", "error_code"), 1);

    /** The body: two spaces of indentation, no newline at the end, as the reference lays it out. */
    public byte[] toJson() {
        String code = errorCode == null ? "" : ",\n  \"error_code\": " + JsonText.quoted(errorCode);
        String text = "{\n  \"request_id\": " + JsonText.quoted(requestId) + code + ",\n  \"message\": "
                + JsonText.quoted(message) + "\n}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the body of an error reply.
     *
     * @throws BadJsonException if it is none
     */
    public static ApiError read(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            String requestId = "";
            String message = "";
            String code = null;
            in.beginObject(ERROR);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "request_id" -> requestId = in.string();
                    case "message" -> message = in.string();
                    case "error_code" -> code = in.isNull() ? null : in.string();
                    default -> in.skip();
                }
            }
            return new ApiError(requestId, message, code);
        });
    }
}
