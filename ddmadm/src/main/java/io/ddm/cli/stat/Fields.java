package io.ddm.cli.stat;

import io.ddm.api.admin.stat.AddressStat;
import io.ddm.api.admin.stat.GroupStat;
import io.ddm.api.admin.stat.InterfaceStat;
import io.ddm.api.admin.stat.TargetStat;
import io.ddm.fsm.model.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of each mode, in their order; made when they are asked for, since a command has one mode. */
final class Fields {

    private Fields() {}

    /** Of {@code -a}. */
    static List<Field<AddressStat>> addresses() {
        return List.of(
                new Field<>("ADDRESS", 26, address -> address.destination().toString()),
                new Field<>("STATE", 7, address -> address.isUp() ? "up" : "down"),
                new Field<>("GROUP", 12, address -> address.group().orElse("")),
                new Field<>("INBOUND", 12, address -> String.join(" ", address.inbound())),
                new Field<>("OUTBOUND", 23, address -> each(address, AddressStat.Outbound::interfaceName)),
                new Field<>("WEIGHT", 12, address -> each(address, hop -> Integer.toString(hop.weight()))),
                new Field<>("DELAY", 20, address -> each(address, Fields::delay)));
    }

    private static String each(AddressStat address, Function<AddressStat.Outbound, String> shown) {
        return address.outbound().stream().map(shown).collect(Collectors.joining(" "));
    }

    /** In the place of its next hop, so never empty. */
    private static String delay(AddressStat.Outbound hop) {
        String delay = Amounts.milliseconds(hop.delayUs());
        return delay == null || delay.isEmpty() ? "--" : delay;
    }

    /** Of {@code -g}. */
    static List<Field<GroupStat>> groups() {
        return List.of(
                new Field<>("GROUP", 12, GroupStat::id),
                new Field<>("GROUPNAME", 12, GroupStat::name),
                new Field<>("STATE", 10, group -> word(group.state())),
                new Field<>("FDT", 10, group -> failureDetectionTime(group.fdtMs())),
                new Field<>("INTERFACES", 30, Fields::members));
    }

    /** Of {@code -i}. */
    static List<Field<InterfaceStat>> interfaces() {
        return List.of(
                new Field<>("INTERFACE", 12, InterfaceStat::name),
                new Field<>("ACTIVE", 8, link -> link.isActive() ? "yes" : "no"),
                new Field<>("GROUP", 12, link -> link.group().orElse("")),
                new Field<>("FLAGS", 10, InterfaceStat::flags),
                new Field<>("LINK", 10, link -> word(link.link())),
                new Field<>("PROBE", 10, link -> word(link.probe())),
                new Field<>("STATE", 10, link -> word(link.state())));
    }

    /**
     * Of {@code -t}.
     *
     * @param isNumeric whether targets are shown by address, not by name
     */
    static List<Field<TargetStat>> targets(boolean isNumeric) {
        return List.of(
                new Field<>("INTERFACE", 12, TargetStat::interfaceName),
                new Field<>("MODE", 10, probing -> word(probing.mode())),
                new Field<>("TESTADDR", 20, probing -> probing.testAddress().map(Ipv6Address::toString).orElse("")),
                new Field<>("TARGETS", 38, probing -> String.join(" ",
                        probing.targets()
                                .stream()
                                .map(target -> isNumeric ? target.address().toString() : target.host())
                                .toList())),
                new Field<>("ANSWER", 10, probing -> Amounts.milliseconds(probing.answers().latest())),
                new Field<>("ANSWERAVG", 10, probing -> Amounts.milliseconds(probing.answers().average())));
    }

    /**
     * Of {@code -p}.
     *
     * @param isNumeric whether targets are shown by address, not by name
     */
    static List<Field<ProbeRow>> probes(boolean isNumeric) {
        return List.of(
                new Field<>("TIME", 10, row -> Amounts.seconds(row.timeMs())),
                new Field<>("INTERFACE", 12, row -> row.probe().interfaceName()),
                new Field<>("PROBE", 7, row -> Long.toUnsignedString(row.probe().number())),
                new Field<>("NETRTT", 10, row -> acked(row, row.probe().roundTrip().net())),
                new Field<>("RTT", 10, row -> acked(row, row.probe().roundTrip().total())),
                new Field<>("RTTAVG", 10, row -> Amounts.millisecondsUnlessZero(row.probe().roundTrip().average())),
                new Field<>("TARGET", 20,
                        row -> isNumeric ? row.probe().target().toString() : row.probe().host()),
                new Field<>("RTTDEV", 10, row -> Amounts.millisecondsUnlessZero(row.probe().roundTrip().deviation())));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String acked(ProbeRow row, OptionalLong microseconds) {
        return row.probe().isLost() ? "" : Amounts.milliseconds(microseconds);
    }

    private static @Nullable String failureDetectionTime(OptionalLong milliseconds) {
        if (milliseconds.isEmpty()) {
            return "";
        }
        return milliseconds.getAsLong() < 0 ? null : Amounts.seconds(milliseconds.getAsLong());
    }

    /** Active ones, then inactive ones in parentheses, then unusable ones in brackets. */
    private static String members(GroupStat group) {
        List<String> shown = new ArrayList<>();
        for (GroupStat.Use use : GroupStat.Use.values()) {
            for (GroupStat.Member member : group.members()) {
                if (member.use() == use) {
                    shown.add(switch (use) {
                        case ACTIVE -> member.interfaceName();
                        case INACTIVE -> "(" + member.interfaceName() + ")";
                        case UNUSABLE -> "[" + member.interfaceName() + "]";
                    });
                }
            }
        }
        return String.join(" ", shown);
    }
}
