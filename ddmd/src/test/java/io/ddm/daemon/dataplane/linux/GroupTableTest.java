package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.linux.GroupTable.Group;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GroupTableTest {

    private static final WeightedNextHop A = via(1, "fe80::a");
    private static final WeightedNextHop B = via(2, "fe80::b");
    private static final WeightedNextHop C = via(3, "fe80::c");

    private boolean sameMembers;
    private final GroupTable table = new GroupTable((content, other) -> sameMembers);
    private int lastId = 100;

    @Test
    void sharesGroupAmongNetworksOfOneContent() {
        assign(0, 3, A, B);
        assertThat(table.groups()).singleElement()
                .satisfies(group -> assertThat(group.content()).containsExactly(A, B));
    }

    @Test
    void editsGroupWhenAllItsNetworksChange() {
        assign(0, 1000, A, B);
        int id = group(0).id();
        Set<Group> touched = assign(0, 1000, A);
        assertThat(touched).containsExactly(group(0));
        assertThat(group(0).id()).isEqualTo(id);
        assertThat(group(999).content()).containsExactly(A);
    }

    @Test
    void movesNetworksWhenOnlySomeChange() {
        assign(0, 10, A, B);
        int id = group(0).id();
        assign(0, 4, A);
        assertThat(group(3).id()).isNotEqualTo(id);
        assertThat(group(4).id()).isEqualTo(id);
        assertThat(group(4).content()).containsExactly(A, B);
    }

    /** As the router works on tables: the first peer's path of 64 networks, and then the second one's. */
    @Test
    void networksThatArriveInSlicesShareOneGroup() {
        for (int slice = 0; slice < 100; slice++) {
            assign(64 * slice, 64, A);
            assign(64 * slice, 64, A, B);
        }
        assertThat(table.groups()).hasSize(1);
    }

    @Test
    void keepsGroupOfManyNetworksBesideAnotherOfItsContent() {
        assign(0, 300, A, B);
        assign(300, 5, A);
        int id = group(0).id();
        assign(0, 300, A);
        assertThat(group(0).id()).isEqualTo(id);
        assertThat(table.groups()).hasSize(2);
    }

    @Test
    void movesFewNetworksToTheExistingGroup() {
        assign(0, 5, A, B);
        assign(5, 5, A);
        assign(0, 5, A);
        assertThat(table.groups()).hasSize(1);
    }

    @Test
    void editsGroupToTheContentOfMostNetworks() {
        assign(0, 50, A, B);
        int id = group(0).id();
        List<FibChange> changes = changes(0, 40, A);
        changes.addAll(changes(40, 8, A, C));
        changes.addAll(changes(48, 2));
        assign(changes, 0);
        assertThat(group(0).id()).isEqualTo(id);
        assertThat(group(0).content()).containsExactly(A);
        assertThat(group(40).content()).containsExactly(A, C);
        assertThat(table.groupOf(network(48))).isNull();
    }

    @Test
    void swapsGroupsWhenContentsAreSwapped() {
        assign(0, 40, A);
        assign(40, 40, B);
        List<FibChange> changes = changes(0, 40, B);
        changes.addAll(changes(40, 40, A));
        assign(changes, 0);
        assertThat(group(0).content()).containsExactly(B);
        assertThat(group(40).content()).containsExactly(A);
        assertThat(table.groups()).hasSize(2);
    }

    @Test
    void keepsGroupThatCarriesRoutesOfOthers() {
        assign(0, 5, A, B);
        int id = group(0).id();
        assign(changes(0, 5, A), 6);
        assertThat(group(0).id()).isNotEqualTo(id);
    }

    @Test
    void removesGroupWithItsLastNetwork() {
        assign(0, 2, A);
        assign(0, 2);
        assertThat(table.groups()).isEmpty();
        assertThat(table.ids()).isEmpty();
        assign(0, 1, A);
        assertThat(group(0).content()).containsExactly(A);
    }

    @Test
    void renumbersGroupWhoseIdIsTaken() {
        assign(0, 2, A);
        table.renumber(group(0), 777);
        assertThat(table.ids()).containsExactly(777);
        assertThat(group(1).id()).isEqualTo(777);
    }

    @Test
    void editsGroupWhenAWeightChanges() {
        assign(0, 1000, A, B);
        int id = group(0).id();
        WeightedNextHop heavy = new WeightedNextHop(A.nextHop(), 3);
        assertThat(assign(0, 1000, heavy, B)).containsExactly(group(0));
        assertThat(group(999).id()).isEqualTo(id);
        assertThat(group(999).content()).containsExactly(heavy, B);
    }

    @Test
    void sharesNoGroupAmongDifferentWeights() {
        assign(0, 3, A, B);
        assign(3, 3, new WeightedNextHop(A.nextHop(), 3), B);
        assertThat(group(0)).isNotSameAs(group(3));
    }

    @Test
    void keepsNetworksOnAGroupOfTheSameMembersUntilAllHaveChanged() {
        assign(0, 200, A, B);
        int id = group(0).id();
        sameMembers = true;
        for (int slice = 0; slice < 200; slice += 50) {
            assertThat(group(199).content()).containsExactly(A, B);
            assign(slice, 50, B);
            assertThat(group(slice).id()).isEqualTo(id);
        }
        assertThat(group(0).content()).containsExactly(B);
        assertThat(table.groups()).hasSize(1);
        sameMembers = false;
        assertThat(table.diverging()).isEmpty();
    }

    @Test
    void movesNetworksWhoseGroupGetsOtherMembers() {
        assign(0, 10, A, B);
        sameMembers = true;
        assertThat(assign(0, 4, B)).as("the kernel has nothing to do").isEmpty();
        assertThat(table.diverging()).isEmpty();
        sameMembers = false;
        assertThat(table.diverging()).containsExactlyInAnyOrderElementsOf(changes(0, 4, B));
        assign(table.diverging(), 0);
        assertThat(group(3).content()).containsExactly(B);
        assertThat(group(4).content()).containsExactly(A, B);
        assertThat(table.diverging()).isEmpty();
    }

    @Test
    void takesBackNetworksThatStayed() {
        assign(0, 10, A, B);
        sameMembers = true;
        assign(0, 4, B);
        assign(0, 4, A, B);
        sameMembers = false;
        assertThat(table.diverging()).isEmpty();
        assertThat(table.groups()).hasSize(1);
        assign(0, 10);
        assertThat(table.groups()).isEmpty();
    }

    @Test
    void leavesNoGroupBehindWhenFewNetworksMoveToAnother() {
        assign(0, 5, A, B);
        assign(5, 5, B);
        sameMembers = true;
        assign(0, 3, B);
        assign(3, 2, B);
        assertThat(table.groups()).allSatisfy(group -> assertThat(group.content()).containsExactly(B));
        assign(0, 5, A, B);
        assign(0, 5, B);
        assertThat(table.groups()).singleElement().satisfies(group -> assertThat(group.content()).containsExactly(B));
    }

    /** Whatever changes: a network is never on a group whose members are not its own. */
    @Property(tries = 100)
    void keepsNoNetworkOnAGroupOfOtherMembers(@ForAll long seed) {
        Random random = new Random(seed);
        List<List<WeightedNextHop>> contents = List.of(List.of(), List.of(A), List.of(B), List.of(A, B),
                List.of(B, C), List.of(A, B, C));
        NextHopRanks[] ranks = {NextHopRanks.NONE};
        GroupTable groups = new GroupTable(
                (content, other) -> ranks[0].carrying(content).equals(ranks[0].carrying(other)));
        Map<Prefix, List<WeightedNextHop>> desired = new HashMap<>();
        for (int step = 0; step < 30; step++) {
            List<FibChange> changes = new ArrayList<>();
            if (random.nextInt(4) == 0) {
                ranks[0] = new NextHopRanks(new TreeMap<>(Map.of(A.nextHop(), ranked(random), B.nextHop(),
                        ranked(random))));
                changes.addAll(groups.diverging());
            } else {
                List<WeightedNextHop> content = contents.get(random.nextInt(contents.size()));
                int from = random.nextInt(100);
                changes.addAll(changes(from, random.nextInt(60), content.toArray(WeightedNextHop[]::new)));
            }
            changes.forEach(change -> desired.put(change.network(), change.nextHops()));
            groups.assign(changes, _ -> 0, _ -> ++lastId);
            assertThat(groups.diverging()).isEmpty();
            Set<Group> used = new HashSet<>();
            desired.forEach((network, content) -> {
                Group group = groups.groupOf(network);
                List<WeightedNextHop> members = group == null ? List.of() : group.content();
                assertThat(ranks[0].carrying(members)).isEqualTo(ranks[0].carrying(content));
                if (group != null && members.equals(content)) {
                    used.add(group);
                }
            });
            assertThat(groups.groups()).as("each has a network of its content")
                    .containsExactlyInAnyOrderElementsOf(used);
        }
    }

    private static NextHopRank ranked(Random random) {
        return random.nextBoolean() ? NextHopRank.FAILED : NextHopRank.ACTIVE;
    }

    private static WeightedNextHop via(int interfaceIndex, String gateway) {
        return WeightedNextHop.equalShare(new NextHop(interfaceIndex, Ipv6Address.parse(gateway)));
    }

    private Set<Group> assign(int from, int count, WeightedNextHop... nextHops) {
        return assign(changes(from, count, nextHops), 0);
    }

    private Set<Group> assign(List<FibChange> changes, int routesInKernel) {
        return table.assign(changes, _ -> routesInKernel, _ -> ++lastId);
    }

    private static List<FibChange> changes(int from, int count, WeightedNextHop... nextHops) {
        List<FibChange> changes = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            changes.add(new FibChange(network(i), List.of(nextHops)));
        }
        return changes;
    }

    private static Prefix network(int number) {
        return new Prefix(new Ipv6Address(0xfd00_0000_0000_0000L + number, 0), 64);
    }

    private Group group(int number) {
        return Objects.requireNonNull(table.groupOf(network(number)));
    }
}
