package io.ddm.api.admin.stat;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import java.util.OptionalLong;

/** Times of an echo, while they are read field by field. */
final class RoundTripDraft {

    private OptionalLong net = OptionalLong.empty();
    private OptionalLong total = OptionalLong.empty();
    private OptionalLong average = OptionalLong.empty();
    private OptionalLong deviation = OptionalLong.empty();

    /** Reads the value of a field that may be one of these; any other is skipped. */
    void read(JsonReader in, String field) throws BadJsonException {
        switch (field) {
            case "net_rtt_us" -> net = StatFields.optionalNumber(in);
            case "rtt_us" -> total = StatFields.optionalNumber(in);
            case "rtt_avg_us" -> average = StatFields.optionalNumber(in);
            case "rtt_dev_us" -> deviation = StatFields.optionalNumber(in);
            default -> in.skip();
        }
    }

    RoundTrip roundTrip() {
        return new RoundTrip(net, total, average, deviation);
    }
}
