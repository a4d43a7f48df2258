package io.ddm.api.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The body of {@code GET /ready}: whether packets may be sent through the router, and what is wrong now. Indented
 * for people.
 *
 * @param ready whether every gate is passed
 * @param gates in their order
 * @param problems worst first; a router with problems may be ready
 */
public record ReadyReport(boolean ready, List<Gate> gates, List<Problem> problems) {

    /**
     * A step of the start.
     *
     * @param name one word for programs
     * @param passed whether it is done; each but {@code forwarding} stays so
     * @param description what it waits for, or waited for
     */
    public record Gate(String name, boolean passed, String description) {}

    /**
     * A problem.
     *
     * @param code its kind, for programs, such as {@code store-full}; the label of {@code ddm_problem}
     * @param severity {@code error} if routes or acknowledgements are missing, else {@code warning}
     * @param on the interface, or empty
     * @param since time of its detection
     * @param what description with evidence
     * @param fix what an operator can do
     */
    public record Problem(String code, String severity, String on, Instant since, String what, String fix) {

        /** Writes it as an object; without {@code on} if it is about no interface. */
        public void writeTo(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("code", code);
            out.writeStringField("severity", severity);
            if (!on.isEmpty()) {
                out.writeStringField("on", on);
            }
            out.writeStringField("since", since.toString());
            out.writeStringField("what", what);
            out.writeStringField("fix", fix);
            out.writeEndObject();
        }
    }

    /** As JSON, indented. */
    public byte[] toJson() {
        return JsonText.printable(out -> {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeBooleanField("ready", ready);
            out.writeArrayFieldStart("gates");
            for (Gate gate : gates) {
                out.writeStartObject();
                out.writeStringField("gate", gate.name);
                out.writeBooleanField("passed", gate.passed);
                out.writeStringField("what", gate.description);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("problems");
            for (Problem problem : problems) {
                problem.writeTo(out);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
