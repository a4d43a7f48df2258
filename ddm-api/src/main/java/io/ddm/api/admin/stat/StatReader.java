package io.ddm.api.admin.stat;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the reply to {@code GET /stat}. Unknown fields are skipped. */
public final class StatReader {

    private static final Struct STAT = new Struct("Stat",
            List.of("failure_detection_time_ms", "interfaces", "groups", "groups_omitted", "targets"), 5);
    private static final Struct INTERFACE = new Struct("StatInterface",
            List.of("name", "index", "active", "group", "flags", "link", "probe", "state"), 8);
    private static final Struct GROUP = new Struct("StatGroup",
            List.of("id", "name", "state", "fdt_ms", "interfaces", "destinations"), 6);
    private static final Struct MEMBER = new Struct("StatMember", List.of("name", "use", "weight"), 3);

    private static final String REQUIRED = "nextField checks that it was there";

    private StatReader() {}

    /**
     * Reads a document.
     *
     * @throws BadJsonException if it is malformed, or a word in it is unknown
     */
    public static Stat stat(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            OptionalLong fdtMs = OptionalLong.empty();
            List<InterfaceStat> interfaces = List.of();
            List<GroupStat> groups = List.of();
            long omitted = 0;
            List<TargetStat> targets = List.of();
            in.beginObject(STAT);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "failure_detection_time_ms" -> fdtMs = StatFields.optionalNumber(in);
                    case "interfaces" -> interfaces = StatFields.list(in, StatReader::link);
                    case "groups" -> groups = StatFields.list(in, StatReader::group);
                    case "groups_omitted" -> omitted = in.unsigned(Long.SIZE);
                    case "targets" -> targets = StatFields.list(in, TargetReader::probing);
                    default -> in.skip();
                }
            }
            return new Stat(fdtMs, interfaces, groups, omitted, targets);
        });
    }

    private static InterfaceStat link(JsonReader in) throws BadJsonException {
        String name = null;
        int index = 0;
        boolean isActive = false;
        Optional<String> group = Optional.empty();
        String flags = null;
        InterfaceStat.Link link = null;
        InterfaceStat.Probe probe = null;
        InterfaceStat.State state = null;
        in.beginObject(INTERFACE);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = StatFields.name(in);
                case "index" -> index = index(in);
                case "active" -> isActive = in.flag();
                case "group" -> group = StatFields.optionalName(in);
                case "flags" -> flags = StatFields.name(in);
                case "link" -> link = StatFields.read(in, InterfaceStat.Link.values());
                case "probe" -> probe = StatFields.read(in, InterfaceStat.Probe.values());
                case "state" -> state = StatFields.read(in, InterfaceStat.State.values());
                default -> in.skip();
            }
        }
        return new InterfaceStat(Objects.requireNonNull(name, REQUIRED), index, isActive, group,
                Objects.requireNonNull(flags, REQUIRED), Objects.requireNonNull(link, REQUIRED),
                Objects.requireNonNull(probe, REQUIRED), Objects.requireNonNull(state, REQUIRED));
    }

    private static int index(JsonReader in) throws BadJsonException {
        long index = in.unsigned(Integer.SIZE);
        if (index > Integer.MAX_VALUE) {
            throw in.bad("invalid value: integer `" + index + "`, expected an interface index");
        }
        return (int) index;
    }

    private static GroupStat group(JsonReader in) throws BadJsonException {
        String id = null;
        String name = null;
        GroupStat.State state = null;
        OptionalLong fdtMs = OptionalLong.empty();
        List<GroupStat.Member> members = List.of();
        long destinations = 0;
        in.beginObject(GROUP);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "id" -> id = StatFields.name(in);
                case "name" -> name = StatFields.name(in);
                case "state" -> state = StatFields.read(in, GroupStat.State.values());
                case "fdt_ms" -> fdtMs = StatFields.optionalNumber(in);
                case "interfaces" -> members = StatFields.list(in, StatReader::member);
                case "destinations" -> destinations = in.unsigned(Long.SIZE);
                default -> in.skip();
            }
        }
        return new GroupStat(Objects.requireNonNull(id, REQUIRED), Objects.requireNonNull(name, REQUIRED),
                Objects.requireNonNull(state, REQUIRED), fdtMs, members, destinations);
    }

    private static GroupStat.Member member(JsonReader in) throws BadJsonException {
        String name = null;
        GroupStat.Use use = null;
        int weight = 0;
        in.beginObject(MEMBER);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = StatFields.name(in);
                case "use" -> use = StatFields.read(in, GroupStat.Use.values());
                case "weight" -> weight = StatFields.weight(in);
                default -> in.skip();
            }
        }
        return new GroupStat.Member(Objects.requireNonNull(name, REQUIRED), Objects.requireNonNull(use, REQUIRED),
                weight);
    }
}
