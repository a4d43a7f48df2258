package io.ddm.api.admin.status;

import io.ddm.api.admin.ReadyReport;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import java.time.Instant;

/** Reads a problem as {@link ReadyReport.Problem} writes it. */
final class ProblemReader {

    private static final ObjectReader<ProblemReader> PROBLEM = ObjectReader.<ProblemReader>named("Problem")
            .required("code", (in, problem) -> problem.code = in.string())
            .required("severity", (in, problem) -> problem.severity = in.string())
            .required("since", (in, problem) -> problem.since = StatusReader.instant(in))
            .required("what", (in, problem) -> problem.what = in.string())
            .required("fix", (in, problem) -> problem.fix = in.string())
            .optional("on", (in, problem) -> problem.on = in.string());

    private String code = "";
    private String severity = "";
    private String on = "";
    private Instant since = Instant.EPOCH;
    private String what = "";
    private String fix = "";

    private ProblemReader() {}

    static ReadyReport.Problem problem(JsonReader in) throws BadJsonException {
        ProblemReader read = PROBLEM.read(in, new ProblemReader());
        return new ReadyReport.Problem(read.code, read.severity, read.on, read.since, read.what, read.fix);
    }
}
