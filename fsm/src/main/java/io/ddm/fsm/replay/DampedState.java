package io.ddm.fsm.replay;

import io.ddm.fsm.model.RouterPath;
import java.time.Instant;
import java.util.List;

/**
 * What a peer offers to a destination, and is damped.
 *
 * @param source the peer and the destination, and how often it changed since it is damped
 * @param until when that is looked at again
 * @param paths the paths that are held back, the oldest first
 * @param since when each of them came
 */
public record DampedState(FlapCount source, Instant until, List<RouterPath> paths, List<Instant> since) {}
