package io.ddm.api.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The body of {@code GET /ready}: whether the router forwards packets, and its current problems. Indented for people.
 *
 * @param ready whether every gate is passed
 * @param gates in their order
 * @param problems worst first; a router with problems may be ready
 */
public record ReadyReport(boolean ready, List<Gate> gates, List<Problem> problems) {

    /**
     * A step of the start.
     *
     * @param name for programs
     * @param passed whether it is complete; only {@code forwarding} can change back
     * @param description what holds after it
     */
    public record Gate(String name, boolean passed, String description) {}

    /**
     * A problem.
     *
     * @param code for programs, words joined by hyphens; the label of {@code ddm_problem}
     * @param severity {@code error} if routes or acknowledgements are missing, else {@code warning}
     * @param on the interface, or empty
     * @param since time of its detection
     * @param what description with evidence
     * @param fix what an operator can do
     */
    public record Problem(String code, String severity, String on, Instant since, String what, String fix) {}

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
                write(out, problem);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Problem problem) throws IOException {
        out.writeStartObject();
        out.writeStringField("code", problem.code);
        out.writeStringField("severity", problem.severity);
        if (!problem.on.isEmpty()) {
            out.writeStringField("on", problem.on);
        }
        out.writeStringField("since", problem.since.toString());
        out.writeStringField("what", problem.what);
        out.writeStringField("fix", problem.fix);
        out.writeEndObject();
    }
}
