package io.ddm.daemon.health;

import java.time.Instant;

/**
 * Something that is wrong now.
 *
 * @param kind what of the catalog it is
 * @param on the interface that it is about, or empty
 * @param what what is wrong, with the evidence
 * @param fix what an operator can do about it, which fits the cause
 * @param since when it was first seen
 */
public record Problem(ProblemKind kind, String on, String what, String fix, Instant since) {

    /** One whose kind says what to do. */
    Problem(ProblemKind kind, String on, String what, Instant since) {
        this(kind, on, what, kind.fix(), since);
    }
}
