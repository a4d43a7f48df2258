package io.ddm.cli.stat;

import io.ddm.api.admin.stat.GroupStat;
import io.ddm.api.admin.stat.InterfaceStat;
import io.ddm.api.admin.stat.Stat;
import io.ddm.api.admin.stat.TargetStat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What is measured of the peer of an interface, as text for a column. */
public final class PeerMeasures {

    /** What is shown of a value that is not known. */
    private static final String UNKNOWN = "-";

    private final Map<String, TargetStat> targets = new HashMap<>();
    private final Map<String, String> weights = new HashMap<>();

    public PeerMeasures(Stat stat) {
        stat.targets().forEach(target -> targets.put(target.interfaceName(), target));
        Map<String, GroupStat> groups = new HashMap<>();
        stat.groups().forEach(group -> groups.put(group.id(), group));
        for (InterfaceStat link : stat.interfaces()) {
            link.group()
                    .flatMap(id -> Optional.ofNullable(groups.get(id)))
                    .ifPresent(group -> weights.put(link.name(), share(link.name(), group.members())));
        }
    }

    /** One-way delay, as in {@code 0.16ms}. */
    public String delay(String interfaceName) {
        return known(Optional.ofNullable(targets.get(interfaceName))
                .map(target -> Objects.requireNonNullElse(Amounts.milliseconds(target.delayUs()), Field.FAILED)));
    }

    /** Loss of recent probes, as in {@code 0.5%}. */
    public String loss(String interfaceName) {
        return known(Optional.ofNullable(targets.get(interfaceName)).map(target -> percent(target.lossPermille())));
    }

    /** Its weight and the sum of all weights in the group with most destinations, as in {@code 2/3}. */
    public String weight(String interfaceName) {
        return known(Optional.ofNullable(weights.get(interfaceName)));
    }

    private static String known(Optional<String> text) {
        return text.filter(known -> !known.isEmpty()).orElse(UNKNOWN);
    }

    private static String percent(OptionalLong permille) {
        if (permille.isEmpty()) {
            return "";
        }
        long loss = permille.getAsLong();
        return loss < 0 ? Field.FAILED : loss / 10 + "." + loss % 10 + "%";
    }

    /** Empty for a member that carries nothing. */
    private static String share(String interfaceName, List<GroupStat.Member> members) {
        int own = 0;
        int sum = 0;
        for (GroupStat.Member member : members) {
            if (member.use() == GroupStat.Use.ACTIVE) {
                sum += member.weight();
                own += member.interfaceName().equals(interfaceName) ? member.weight() : 0;
            }
        }
        return own == 0 ? "" : own + "/" + sum;
    }
}
