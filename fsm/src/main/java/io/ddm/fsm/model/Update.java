package io.ddm.fsm.model;

import java.util.List;

/**
 * What one router tells another: paths that it now offers, and paths that it no longer does.
 *
 * @param announce paths on offer; a receiver takes these in before it looks at {@code withdraw}
 * @param withdraw paths no longer on offer, each exactly as it was announced
 */
public record Update(List<PathVector> announce, List<PathVector> withdraw) {

    public Update {
        announce = List.copyOf(announce);
        withdraw = List.copyOf(withdraw);
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return announce.isEmpty() && withdraw.isEmpty();
    }
}
