package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.linux.KernelNexthop.Member;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MemberChoiceTest {

    private final KernelState kernel = new KernelState();
    private final MemberChoice choice = new MemberChoice(kernel);
    private final TreeMap<NextHop, NextHopRank> ranks = new TreeMap<>();

    /** A next hop whose object has its interface as id. */
    private WeightedNextHop hop(int id, int weight, NextHopRank rank) {
        NextHop nextHop = new NextHop(id, Ipv6Address.parse("fe80::1"));
        kernel.addNextHop(id, nextHop);
        ranks.put(nextHop, rank);
        choice.rank(new NextHopRanks(ranks));
        return new WeightedNextHop(nextHop, weight);
    }

    @Test
    void addsStandbyWithTheLeastWeight() {
        List<WeightedNextHop> content = List.of(hop(1, 3, NextHopRank.ACTIVE), hop(2, 7, NextHopRank.STANDBY),
                hop(3, 1, NextHopRank.ACTIVE), hop(4, 1, NextHopRank.OFFLINE));
        assertThat(choice.members(content, true)).containsExactly(new Member(1, 255), new Member(2, 1),
                new Member(3, 85));
        assertThat(choice.members(content, false)).containsExactly(new Member(1, 3), new Member(3, 1));
    }

    @Test
    void addsNoFailedNextHop() {
        List<WeightedNextHop> content = List.of(hop(1, 1, NextHopRank.ACTIVE), hop(2, 1, NextHopRank.FAILED));
        assertThat(choice.members(content, true)).containsExactly(new Member(1, 1));
    }

    @Test
    void distinguishesContentsThatWillDiffer() {
        WeightedNextHop active = hop(1, 1, NextHopRank.ACTIVE);
        WeightedNextHop standby = hop(2, 1, NextHopRank.STANDBY);
        WeightedNextHop failed = hop(3, 1, NextHopRank.FAILED);
        assertThat(choice.isSame(List.of(active, failed), List.of(active))).isTrue();
        assertThat(choice.isSame(List.of(active, standby), List.of(active))).as("its spare").isFalse();
        kernel.removeNexthop(1);
        assertThat(choice.isSame(List.of(active, failed), List.of(active))).as("the failed one carries").isFalse();
    }

    /** As the kernel distributes buckets ({@code nh_res_group_rebalance}). */
    @Property(tries = 2000)
    void givesNoBucketToStandbys(@ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 256) Integer> weights,
            @ForAll @IntRange(min = 1, max = 7) int standbys) {
        MemberChoiceTest test = new MemberChoiceTest();
        List<WeightedNextHop> content = new ArrayList<>();
        for (int i = 0; i < standbys; i++) {
            content.add(test.hop(1 + i, 1, NextHopRank.STANDBY));
        }
        for (int i = 0; i < weights.size(); i++) {
            content.add(test.hop(100 + i, weights.get(i), NextHopRank.ACTIVE));
        }
        List<Member> members = test.choice.members(content, true);
        Map<Integer, Integer> buckets = buckets(members);
        assertThat(members).anyMatch(member -> member.id() < 100);
        buckets.forEach((id, count) -> assertThat(id >= 100 || count == 0).as("%s of %s", buckets, members).isTrue());
        Map<Integer, Integer> without = buckets(
                members.stream().filter(member -> member.id() >= 100).toList());
        without.forEach((id, count) -> assertThat(buckets.getOrDefault(id, 0)).isBetween(count - 1, count + 1));
    }

    private static Map<Integer, Integer> buckets(List<Member> members) {
        int total = members.stream().mapToInt(Member::weight).sum();
        int sum = 0;
        int given = 0;
        Map<Integer, Integer> buckets = new HashMap<>();
        for (Member member : members.stream().sorted(Comparator.comparingInt(Member::weight).reversed()).toList()) {
            sum += member.weight();
            int bound = (GroupKind.BUCKETS * sum + total / 2) / total;
            buckets.put(member.id(), bound - given);
            given = bound;
        }
        return buckets;
    }
}
