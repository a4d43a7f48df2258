package io.ddm.fsm;

/**
 * A number for each section of {@link Reports}, which grows whenever the section changes. While a number stays the same
 * so does the section, and {@link Reports} returns the same object for it. Reading the numbers costs nothing that grows
 * with the tables or with the interfaces.
 *
 * @param interfaces of {@link Reports#interfaces}: states, peers, anomalies, rejected routes; all but what
 *     {@code liveness} counts
 * @param liveness of the instants in {@link Reports#interfaces} at which a peer was last heard and an anomaly was last
 *     noticed, which change every few seconds on a healthy link
 * @param originated of {@link Reports#originated}
 * @param imported of {@link Reports#imported}
 */
public record ReportVersions(long interfaces, long liveness, long originated, long imported) {}
