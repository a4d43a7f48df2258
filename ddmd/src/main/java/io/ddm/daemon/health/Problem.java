package io.ddm.daemon.health;

import java.time.Instant;

/**
 * A problem that exists now.
 *
 * @param kind its entry in the catalog
 * @param on the interface, or empty
 * @param what what is wrong, with the evidence
 * @param fix what an operator can do about this cause
 * @param since when it was first seen
 */
public record Problem(ProblemKind kind, String on, String what, String fix, Instant since) {

    /** A problem with the advice of its kind. */
    Problem(ProblemKind kind, String on, String what, Instant since) {
        this(kind, on, what, kind.fix(), since);
    }
}
