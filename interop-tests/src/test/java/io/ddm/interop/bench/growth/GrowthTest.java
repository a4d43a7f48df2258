package io.ddm.interop.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ddm.interop.bench.growth.Fabric.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fabrics that are measured, and that nothing grows faster with their size than it should. */
class GrowthTest {

    private static final int PREFIXES = 12;
    private static final Fabric THIRTY = new Fabric(Shape.MESH, 2, 11);
    private static final Fabric SIXTY = new Fabric(Shape.MESH, 4, 12);

    /** A prefix has two leaves, each of them two spines; a path goes no other way up and down. */
    private static final int MAX_PATHS_OF_SPINE = 2;

    /** Requests and replies of a router at the start; at 30 and 60 routers there are about 55. */
    private static final double MAX_MESSAGES = 75;

    /** Of the messages of a router with twice as many routers; in proportion it would be 2. */
    private static final double MAX_GROWTH = 1.5;

    private static final Map<Role, Role> ABOVE = Map.of(Role.SERVER, Role.LEAF, Role.LEAF, Role.SPINE, Role.SPINE,
            Role.TOP);

    private static List<Measurement> measure(Fabric fabric) {
        return new Size("test", fabric, PREFIXES).measure();
    }

    private static Measurement of(List<Measurement> all, String phase, Role role) {
        return all.stream().filter(m -> m.phase().equals(phase) && m.role() == role).findFirst().orElseThrow();
    }

    private static double perRouter(List<Measurement> all, String phase) {
        return all.stream()
                .filter(m -> m.phase().equals(phase))
                .mapToDouble(m -> m.messages() * m.count() / m.routers())
                .sum();
    }

    @Test
    void joinsEachRouterToTheNextTier() {
        for (Shape shape : Shape.values()) {
            int ups = shape == Shape.MESH ? 2 : 1;
            Fabric fabric = new Fabric(shape, 20, 32);
            List<Fabric.Site> sites = fabric.sites();
            assertThat(sites).hasSize(fabric.routers()).hasSize(2 + 2 * 3 + 20 * 34);
            int[] up = new int[sites.size()];
            int[] down = new int[sites.size()];
            for (Fabric.Cable cable : fabric.cables()) {
                up[cable.lower()]++;
                down[cable.upper()]++;
                assertThat(sites.get(cable.upper()).role()).as("%s", cable)
                        .isEqualTo(ABOVE.get(sites.get(cable.lower()).role()));
            }
            assertThat(fabric.cables()).doesNotHaveDuplicates();
            assertThat(numbers(fabric, Role.SERVER)).allMatch(i -> up[i] == 2 && down[i] == 0);
            assertThat(numbers(fabric, Role.LEAF)).allMatch(i -> up[i] == ups && down[i] == 32);
            assertThat(numbers(fabric, Role.SPINE)).allMatch(i -> up[i] == ups);
            assertThat(numbers(fabric, Role.SPINE).stream().mapToInt(i -> down[i]).sum()).isEqualTo(2 * ups * 20);
            assertThat(numbers(fabric, Role.TOP)).allMatch(i -> down[i] == ups * 3);
        }
    }

    private static List<Integer> numbers(Fabric fabric, Role role) {
        List<Fabric.Site> sites = fabric.sites();
        return IntStream.range(0, sites.size()).filter(i -> sites.get(i).role() == role).boxed().toList();
    }

    @Test
    void findsFleetsOfAboutTheSize() {
        for (int routers : new int[]{100, 300, 1_000, 3_000, 10_000}) {
            assertThat(Fabric.ofAbout(Shape.PLANES, routers).routers()).isCloseTo(routers, within(17));
        }
        assertThat(new Fabric(Shape.PLANES, 1, 18).routers()).isEqualTo(20);
    }

    /** Without split horizon by destination each spine holds every prefix from every link. */
    @Test
    void costsOfARouterDoNotFollowTheSizeOfTheFleet() {
        List<Measurement> thirty = measure(THIRTY);
        List<Measurement> sixty = measure(SIXTY);
        for (List<Measurement> fleet : List.of(thirty, sixty)) {
            assertThat(of(fleet, "rest", Role.SPINE).held()).as("paths that a spine holds")
                    .isLessThanOrEqualTo(MAX_PATHS_OF_SPINE * PREFIXES);
            assertThat(of(fleet, "rest", Role.SPINE).messages()).as("messages of transits with one another at rest")
                    .isLessThanOrEqualTo(of(fleet, "rest", Role.LEAF).messages());
            assertThat(perRouter(fleet, "start")).as("messages of a router at the start").isLessThan(MAX_MESSAGES);
        }
        assertThat(perRouter(sixty, "rest")).as("messages of a router at rest, a second")
                .isCloseTo(perRouter(thirty, "rest"), within(0.1));
        for (String phase : List.of("start", "originate", "withdraw")) {
            assertThat(perRouter(sixty, phase)).as("messages of a router, %s", phase)
                    .isLessThan(MAX_GROWTH * perRouter(thirty, phase));
        }
    }

    /** A fleet in which most servers only acknowledge is the same to the others. */
    @Test
    void serversWithoutTablesChangeNothingElse() {
        Fabric rack = new Fabric(Shape.PLANES, 2, 4);
        List<Long> counts = new ArrayList<>();
        for (int full : new int[]{4, 1}) {
            World world = new World(rack, full);
            Phase.of("start", world, () -> world.start(PREFIXES), 3_000_000);
            world.run(20_000_000);
            counts.add(world.tally(Role.LEAF).paths);
            counts.add(world.tally(Role.LEAF).tables);
        }
        assertThat(counts.get(2)).as("paths").isCloseTo(counts.get(0), within(counts.get(0) / 10));
        assertThat(counts.get(3)).as("whole tables").isEqualTo(counts.get(1));
    }

    @Test
    void findsTheLawOfGrowth() {
        Law law = Law.of(List.of(new Law.Point(10, 20), new Law.Point(100, 2_000), new Law.Point(1_000, 200_000)));
        assertThat(law.slope()).isCloseTo(2, within(1e-9));
        assertThat(law.factor()).isCloseTo(0.2, within(1e-9));
        assertThat(law.residual()).isCloseTo(1, within(1e-9));
        assertThat(law.at(10_000)).isCloseTo(2e7, within(1.0));
        assertThat(Law.of(List.of(new Law.Point(1, 1), new Law.Point(10, 20), new Law.Point(100, 100))).residual())
                .isGreaterThan(1.1);
    }
}
