package io.ddm.api.admin.stat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import java.io.IOException;
import java.util.List;

/** Writes the replies to {@code GET /stat} and {@code GET /stat/addresses}, and parts of the former. */
public final class StatJson {

    private StatJson() {}

    /** The reply to {@code GET /stat}. */
    public static byte[] stat(Stat stat) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            StatFields.writeNumber(out, "failure_detection_time_ms", stat.failureDetectionTimeMs());
            writeInterfaces(out, stat.interfaces());
            writeGroups(out, stat);
            writeTargets(out, stat.targets());
            out.writeEndObject();
        });
    }

    /** Its interfaces alone, as an object of one field. */
    public static byte[] interfaces(Stat stat) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            writeInterfaces(out, stat.interfaces());
            out.writeEndObject();
        });
    }

    /** Its groups alone, as an object. */
    public static byte[] groups(Stat stat) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            writeGroups(out, stat);
            out.writeEndObject();
        });
    }

    /** Its targets alone, as an object of one field. */
    public static byte[] targets(Stat stat) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            writeTargets(out, stat.targets());
            out.writeEndObject();
        });
    }

    /** The reply to {@code GET /stat/addresses}, in the order given; walks through them once. */
    public static byte[] addresses(Iterable<AddressStat> addresses) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("addresses");
            for (AddressStat address : addresses) {
                write(out, address);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void writeInterfaces(JsonGenerator out, List<InterfaceStat> interfaces) throws IOException {
        out.writeArrayFieldStart("interfaces");
        for (InterfaceStat link : interfaces) {
            out.writeStartObject();
            out.writeStringField("name", link.name());
            out.writeNumberField("index", link.index());
            out.writeBooleanField("active", link.isActive());
            out.writeStringField("group", link.group().orElse(null));
            out.writeStringField("flags", link.flags());
            out.writeStringField("link", StatFields.of(link.link()));
            out.writeStringField("probe", StatFields.of(link.probe()));
            out.writeStringField("state", StatFields.of(link.state()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeGroups(JsonGenerator out, Stat stat) throws IOException {
        out.writeArrayFieldStart("groups");
        for (GroupStat group : stat.groups()) {
            out.writeStartObject();
            out.writeStringField("id", group.id());
            out.writeStringField("name", group.name());
            out.writeStringField("state", StatFields.of(group.state()));
            StatFields.writeNumber(out, "fdt_ms", group.fdtMs());
            out.writeArrayFieldStart("interfaces");
            for (GroupStat.Member member : group.members()) {
                out.writeStartObject();
                out.writeStringField("name", member.interfaceName());
                out.writeStringField("use", StatFields.of(member.use()));
                out.writeNumberField("weight", member.weight());
                out.writeEndObject();
            }
            out.writeEndArray();
            StatFields.writeNumber(out, "destinations", group.destinations());
            out.writeEndObject();
        }
        out.writeEndArray();
        StatFields.writeNumber(out, "groups_omitted", stat.groupsOmitted());
    }

    private static void writeTargets(JsonGenerator out, List<TargetStat> targets) throws IOException {
        out.writeArrayFieldStart("targets");
        for (TargetStat probing : targets) {
            out.writeStartObject();
            out.writeStringField("interface", probing.interfaceName());
            out.writeStringField("mode", StatFields.of(probing.mode()));
            out.writeStringField("test_address", probing.testAddress().map(Object::toString).orElse(null));
            out.writeArrayFieldStart("targets");
            for (TargetStat.Target target : probing.targets()) {
                out.writeStartObject();
                out.writeStringField("address", target.address().toString());
                out.writeStringField("host", target.host());
                out.writeEndObject();
            }
            out.writeEndArray();
            write(out, probing.roundTrip());
            StatFields.writeNumber(out, "loss_permille", probing.lossPermille());
            StatFields.writeNumber(out, "delay_us", probing.delayUs());
            StatFields.writeNumber(out, "answer_us", probing.answers().latest());
            StatFields.writeNumber(out, "answer_avg_us", probing.answers().average());
            StatFields.writeNumber(out, "sent", probing.counts().sent());
            StatFields.writeNumber(out, "acked", probing.counts().acked());
            StatFields.writeNumber(out, "lost", probing.counts().lost());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static void write(JsonGenerator out, RoundTrip roundTrip) throws IOException {
        StatFields.writeNumber(out, "net_rtt_us", roundTrip.net());
        StatFields.writeNumber(out, "rtt_us", roundTrip.total());
        StatFields.writeNumber(out, "rtt_avg_us", roundTrip.average());
        StatFields.writeNumber(out, "rtt_dev_us", roundTrip.deviation());
    }

    private static void write(JsonGenerator out, AddressStat address) throws IOException {
        out.writeStartObject();
        out.writeStringField("destination", address.destination().toString());
        out.writeStringField("state", address.isUp() ? "up" : "down");
        out.writeStringField("group", address.group().orElse(null));
        out.writeArrayFieldStart("inbound");
        for (String name : address.inbound()) {
            out.writeString(name);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("outbound");
        for (AddressStat.Outbound hop : address.outbound()) {
            out.writeStartObject();
            out.writeStringField("interface", hop.interfaceName());
            out.writeNumberField("weight", hop.weight());
            StatFields.writeNumber(out, "delay_us", hop.delayUs());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
