package io.ddm.cli.stat;

import io.ddm.api.admin.stat.ProbeMessage;

/**
 * A finished probe.
 *
 * @param timeMs when it was sent, in milliseconds since the command began to follow; negative before
 */
public record ProbeRow(long timeMs, ProbeMessage.Result probe) {}
