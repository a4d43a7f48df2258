package io.ddm.interop.bench.growth;

import java.util.ArrayList;
import java.util.List;

/**
 * Racks of servers, each on the two leaf transits of its rack; leaves joined by the two spines of their pod, spines by
 * two top spines. In two {@linkplain Shape#PLANES planes} each router above a server has one uplink, in a
 * {@linkplain Shape#MESH mesh} it has two. A single rack has no spines.
 *
 * @param servers in each rack
 */
record Fabric(Shape shape, int racks, int servers) {

    /** How routers of one tier are joined to those of the next. */
    enum Shape {
        /** The first leaf of a rack to the first spine of its pod, and that to the first top; likewise the second. */
        PLANES,
        /** Each leaf to both spines of its pod, each spine to both tops. */
        MESH
    }

    /** Racks of one pod, which share two spines. */
    static final int RACKS_OF_POD = 8;

    /** Servers of a full rack. */
    static final int SERVERS_OF_RACK = 32;

    private static final int PAIR = 2;

    /** A router at its place. */
    record Site(String id, Role role) {}

    /** A link between two sites, by their numbers. */
    record Cable(int lower, int upper) {}

    /** The fabric of full racks whose number of routers is nearest to this one. */
    static Fabric ofAbout(Shape shape, int routers) {
        Fabric nearest = new Fabric(shape, 1, SERVERS_OF_RACK);
        for (int racks = 2; nearest.routers() < routers; racks++) {
            Fabric next = new Fabric(shape, racks, SERVERS_OF_RACK);
            nearest = Math.abs(next.routers() - routers) <= Math.abs(nearest.routers() - routers) ? next : nearest;
            if (next.routers() >= routers) {
                break;
            }
        }
        return nearest;
    }

    int pods() {
        return isSingle() ? 0 : (racks + RACKS_OF_POD - 1) / RACKS_OF_POD;
    }

    private boolean isSingle() {
        return racks == 1;
    }

    /** How many routers have this role. */
    int count(Role role) {
        return switch (role) {
            case SERVER -> racks * servers;
            case LEAF -> PAIR * racks;
            case SPINE -> PAIR * pods();
            case TOP -> isSingle() ? 0 : PAIR;
        };
    }

    int routers() {
        return count(Role.SERVER) + count(Role.LEAF) + count(Role.SPINE) + count(Role.TOP);
    }

    /** All routers: the tops, then each pod's spines, then rack by rack its leaves and its servers. */
    List<Site> sites() {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < count(Role.TOP); i++) {
            sites.add(new Site("top" + i, Role.TOP));
        }
        for (int i = 0; i < PAIR * pods(); i++) {
            sites.add(new Site("pod" + i / PAIR + "-spine" + i % PAIR, Role.SPINE));
        }
        for (int rack = 0; rack < racks; rack++) {
            for (int i = 0; i < PAIR; i++) {
                sites.add(new Site("rack" + rack + "-leaf" + i, Role.LEAF));
            }
            for (int i = 0; i < servers; i++) {
                sites.add(new Site("rack" + rack + "-server" + i, Role.SERVER));
            }
        }
        return sites;
    }

    List<Cable> cables() {
        List<Cable> cables = new ArrayList<>();
        for (int spine = 0; spine < PAIR * pods(); spine++) {
            join(cables, PAIR + spine, 0);
        }
        for (int rack = 0; rack < racks; rack++) {
            int leaves = count(Role.TOP) + count(Role.SPINE) + rack * (PAIR + servers);
            for (int leaf = leaves; leaf < leaves + PAIR; leaf++) {
                if (!isSingle()) {
                    join(cables, leaf, PAIR + PAIR * (rack / RACKS_OF_POD));
                }
                for (int server = 0; server < servers; server++) {
                    cables.add(new Cable(leaves + PAIR + server, leaf));
                }
            }
        }
        return cables;
    }

    /** Joins a router to one or both of a pair above it. */
    private void join(List<Cable> cables, int lower, int pair) {
        for (int i = 0; i < PAIR; i++) {
            if (shape == Shape.MESH || lower % PAIR == i) {
                cables.add(new Cable(lower, pair + i));
            }
        }
    }
}
