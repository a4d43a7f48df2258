package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.linux.KernelNexthop.Member;
import io.ddm.daemon.linux.Attributes;
import io.ddm.daemon.linux.MalformedMessageException;
import io.ddm.daemon.linux.MessageWriter;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Netlink messages about nexthop objects and groups; the fixed part is {@code struct nhmsg}. */
final class NexthopMessages {

    static final int NEWNEXTHOP = 104;
    static final int DELNEXTHOP = 105;
    private static final int GETNEXTHOP = 106;
    private static final int GETNEXTHOPBUCKET = 118;

    private static final int AF_UNSPEC = 0;
    private static final int AF_INET6 = 10;
    private static final int FIXED_BYTES = 8;
    private static final int NHA_ID = 1;
    private static final int NHA_GROUP = 2;
    private static final int NHA_GROUP_TYPE = 3;
    private static final int NHA_BLACKHOLE = 4;
    private static final int NHA_OIF = 5;
    private static final int NHA_GATEWAY = 6;
    private static final int NHA_ENCAP_TYPE = 7;
    private static final int NHA_RES_GROUP = 12;
    private static final int NHA_RES_GROUP_BUCKETS = 1;
    private static final int NHA_RES_GROUP_IDLE_TIMER = 2;
    private static final int NHA_RES_GROUP_UNBALANCED_TIMER = 3;
    private static final int NLA_F_NESTED = 0x8000;
    private static final int GROUP_TYPE_MULTIPATH = 0;
    private static final int GROUP_TYPE_RESILIENT = 1;
    /** The kernel counts timers in 1/100 s. */
    private static final int TICK_MILLISECONDS = 10;
    /** {@code struct nexthop_grp}: id, weight minus one in two bytes (low, high), reserved. */
    private static final int MEMBER_BYTES = 8;
    private static final int WEIGHT_OFFSET = 4;
    private static final int WEIGHT_HIGH_OFFSET = 5;

    private NexthopMessages() {}

    static void create(MessageWriter out, int id, NextHop nextHop) {
        out.begin(NEWNEXTHOP, MessageWriter.CREATE | MessageWriter.EXCLUSIVE);
        fixed(out, AF_INET6, KernelRoute.PROTOCOL);
        out.attribute(NHA_ID, id)
                .attribute(NHA_OIF, nextHop.interfaceIndex())
                .attribute(NHA_GATEWAY, nextHop.gateway());
    }

    /**
     * Creates a group, or gives one other members.
     *
     * @param exists whether there is one of this id; it must be of the same kind
     */
    static void putGroup(MessageWriter out, int id, KernelGroup group, boolean exists) {
        out.begin(NEWNEXTHOP, MessageWriter.CREATE | (exists ? MessageWriter.REPLACE : MessageWriter.EXCLUSIVE));
        fixed(out, AF_UNSPEC, KernelRoute.PROTOCOL);
        out.attribute(NHA_ID, id).attributeHeader(NHA_GROUP, group.members().size() * MEMBER_BYTES);
        for (Member member : inOrder(group)) {
            out.int32(member.id()).int8(member.weight() - 1).int8(0).int16(0);
        }
        if (group.isResilient()) {
            attribute16(out, NHA_GROUP_TYPE, GROUP_TYPE_RESILIENT);
            out.attributeHeader(NLA_F_NESTED | NHA_RES_GROUP, 3 * 8);
            attribute16(out, NHA_RES_GROUP_BUCKETS, group.buckets());
            out.attribute(NHA_RES_GROUP_IDLE_TIMER, ticks(GroupKind.IDLE_TIMER))
                    .attribute(NHA_RES_GROUP_UNBALANCED_TIMER, ticks(GroupKind.UNBALANCED_TIMER));
        }
    }

    /** Spares are last in a resilient group. In a plain one members keep their place, and so flows. */
    private static List<Member> inOrder(KernelGroup group) {
        return group.isResilient()
                ? group.members().stream().sorted(Comparator.comparingInt(Member::weight).reversed()).toList()
                : group.members();
    }

    /** Asks for a bucket of no group: an error in any case, and EOPNOTSUPP from a kernel without resilient groups. */
    static void probeBuckets(MessageWriter out) {
        out.begin(GETNEXTHOPBUCKET, 0);
        fixed(out, AF_UNSPEC, 0);
    }

    /** Removes a nexthop object or a group; the kernel removes what still points at it too. */
    static void delete(MessageWriter out, int id) {
        out.begin(DELNEXTHOP, 0);
        fixed(out, AF_UNSPEC, 0);
        out.attribute(NHA_ID, id);
    }

    /** Asks for all nexthop objects; the kernel cannot filter them by protocol. */
    static void dump(MessageWriter out) {
        out.begin(GETNEXTHOP, MessageWriter.DUMP);
        fixed(out, AF_UNSPEC, 0);
    }

    /**
     * @throws MalformedMessageException if the bytes are not those of a NEWNEXTHOP or DELNEXTHOP
     */
    static KernelNexthop decode(NetlinkMessage message) throws MalformedMessageException {
        int id = 0;
        int interfaceIndex = 0;
        Ipv6Address gateway = null;
        List<Member> members = List.of();
        int buckets = 0;
        int groupType = GROUP_TYPE_MULTIPATH;
        boolean plain = true;
        Attributes attributes = message.attributes(FIXED_BYTES);
        while (attributes.next()) {
            switch (attributes.type()) {
                case NHA_ID -> id = attributes.int32();
                case NHA_OIF -> interfaceIndex = attributes.int32();
                case NHA_GATEWAY -> {
                    plain &= attributes.length() == 16;
                    gateway = plain ? attributes.address() : null;
                }
                case NHA_GROUP -> {
                    members = members(attributes);
                    plain &= !members.isEmpty();
                }
                case NHA_GROUP_TYPE -> groupType = attributes.int16();
                case NHA_RES_GROUP -> buckets = buckets(attributes.nested());
                case NHA_BLACKHOLE, NHA_ENCAP_TYPE -> plain = false;
                default -> {
                    // Counters and timers.
                }
            }
        }
        NextHop nextHop = plain && members.isEmpty() && gateway != null ? new NextHop(interfaceIndex, gateway) : null;
        plain &= groupType == (buckets > 0 ? GROUP_TYPE_RESILIENT : GROUP_TYPE_MULTIPATH);
        return new KernelNexthop(id, message.int8(2), nextHop,
                plain && !members.isEmpty() ? new KernelGroup(buckets, members) : KernelGroup.NONE);
    }

    private static int buckets(Attributes attributes) throws MalformedMessageException {
        int buckets = 0;
        while (attributes.next()) {
            buckets = attributes.type() == NHA_RES_GROUP_BUCKETS ? attributes.int16() : buckets;
        }
        return buckets;
    }

    private static List<Member> members(Attributes attributes) throws MalformedMessageException {
        List<Member> members = new ArrayList<>();
        for (int at = 0; at < attributes.length(); at += MEMBER_BYTES) {
            int weight = attributes.int8(at + WEIGHT_OFFSET) + (attributes.int8(at + WEIGHT_HIGH_OFFSET) << Byte.SIZE);
            members.add(new Member(attributes.int32(at), weight + 1));
        }
        members.sort(Comparator.comparingInt(Member::id));
        return List.copyOf(members);
    }

    private static int ticks(Duration timer) {
        return (int) (timer.toMillis() / TICK_MILLISECONDS);
    }

    private static void attribute16(MessageWriter out, int type, int value) {
        out.int16(6).int16(type).int16(value).int16(0);
    }

    private static void fixed(MessageWriter out, int family, int protocol) {
        out.int8(family).int8(0).int8(protocol).int8(0).int32(0);
    }
}
