package io.ddm.fsm.model;

import java.util.List;

/**
 * What one router sends another: paths that it now offers, and paths that it no longer does.
 *
 * @param announce paths on offer; a receiver imports these before it looks at {@code withdraw}
 * @param withdraw paths no longer on offer, each exactly as it was announced
 */
public record Update(List<PathVector> announce, List<PathVector> withdraw) {

    public Update {
        announce = List.copyOf(announce);
        withdraw = List.copyOf(withdraw);
    }

    /** How many paths it has. */
    public int size() {
        return announce.size() + withdraw.size();
    }

    /** The same in two updates of equal size, to be sent in this order: what is announced still comes first. */
    public List<Update> halves() {
        int half = size() / 2;
        int announced = Math.min(half, announce.size());
        int withdrawn = half - announced;
        return List.of(new Update(announce.subList(0, announced), withdraw.subList(0, withdrawn)),
                new Update(announce.subList(announced, announce.size()), withdraw.subList(withdrawn, withdraw.size())));
    }

    /** Whether it has no paths. */
    public boolean isEmpty() {
        return announce.isEmpty() && withdraw.isEmpty();
    }
}
