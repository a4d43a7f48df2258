package io.ddm.api.admin.stat;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.Ipv6Address;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The data of the messages of {@code GET /stat/probes}, one line of JSON each. */
public final class ProbeJson {

    private static final Struct BEGIN = new Struct("ProbeBegin", List.of("time_ms", "resync"), 2);
    private static final Struct RESULT = new Struct("ProbeResult",
            List.of("time_ms", "interface", "number", "net_rtt_us", "rtt_us", "rtt_avg_us", "rtt_dev_us", "target",
                    "host", "lost"),
            10);

    private static final String REQUIRED = "nextField checks that it was there";

    private ProbeJson() {}

    /** A message as one line, without its line break. */
    public static byte[] of(ProbeMessage message) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            StatFields.writeNumber(out, "time_ms", message.timeMs());
            switch (message) {
                case ProbeMessage.Begin begin -> out.writeBooleanField("resync", begin.isResync());
                case ProbeMessage.Result result -> {
                    out.writeStringField("interface", result.interfaceName());
                    StatFields.writeNumber(out, "number", result.number());
                    StatJson.write(out, result.roundTrip());
                    out.writeStringField("target", result.target().toString());
                    out.writeStringField("host", result.host());
                    out.writeBooleanField("lost", result.isLost());
                }
            }
            out.writeEndObject();
        });
    }

    /**
     * Reads a message.
     *
     * @param kind its kind
     * @param data its line
     * @return empty if the kind is unknown, of a newer daemon
     * @throws BadJsonException if the data is malformed
     */
    public static Optional<ProbeMessage> read(String kind, byte[] data) throws BadJsonException {
        return switch (kind) {
            case ProbeMessage.Begin.KIND -> Optional.of(JsonReader.read(data, ProbeJson::begin));
            case ProbeMessage.Result.KIND -> Optional.of(JsonReader.read(data, ProbeJson::result));
            default -> Optional.empty();
        };
    }

    private static ProbeMessage begin(JsonReader in) throws BadJsonException {
        long timeMs = 0;
        boolean isResync = false;
        in.beginObject(BEGIN);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "time_ms" -> timeMs = in.unsigned(Long.SIZE);
                case "resync" -> isResync = in.flag();
                default -> in.skip();
            }
        }
        return new ProbeMessage.Begin(timeMs, isResync);
    }

    private static ProbeMessage result(JsonReader in) throws BadJsonException {
        long timeMs = 0;
        String name = null;
        long number = 0;
        RoundTripDraft roundTrip = new RoundTripDraft();
        Ipv6Address target = null;
        String host = null;
        boolean isLost = false;
        in.beginObject(RESULT);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "time_ms" -> timeMs = in.unsigned(Long.SIZE);
                case "interface" -> name = StatFields.name(in);
                case "number" -> number = in.unsigned(Long.SIZE);
                case "target" -> target = TargetReader.address(in);
                case "host" -> host = StatFields.name(in);
                case "lost" -> isLost = in.flag();
                default -> roundTrip.read(in, field);
            }
        }
        return new ProbeMessage.Result(timeMs, Objects.requireNonNull(name, REQUIRED), number, roundTrip.roundTrip(),
                Objects.requireNonNull(target, REQUIRED), Objects.requireNonNull(host, REQUIRED), isLost);
    }
}
