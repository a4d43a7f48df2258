package io.ddm.api.admin.stat;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.Ipv6Address;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads how interfaces are probed. */
final class TargetReader {

    private static final Struct PROBING = new Struct("StatTargets",
            List.of("interface", "mode", "test_address", "targets", "net_rtt_us", "rtt_us", "rtt_avg_us", "rtt_dev_us",
                    "loss_permille", "delay_us", "answer_us", "answer_avg_us", "sent", "acked", "lost"),
            15);
    private static final Struct TARGET = new Struct("StatTarget", List.of("address", "host"), 2);

    private static final String REQUIRED = "nextField checks that it was there";

    private TargetReader() {}

    static TargetStat probing(JsonReader in) throws BadJsonException {
        String name = null;
        TargetStat.Mode mode = null;
        Optional<Ipv6Address> testAddress = Optional.empty();
        List<TargetStat.Target> targets = List.of();
        RoundTripDraft roundTrip = new RoundTripDraft();
        OptionalLong loss = OptionalLong.empty();
        OptionalLong delay = OptionalLong.empty();
        OptionalLong answer = OptionalLong.empty();
        OptionalLong answerAverage = OptionalLong.empty();
        long sent = 0;
        long acked = 0;
        long lost = 0;
        in.beginObject(PROBING);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "interface" -> name = StatFields.name(in);
                case "mode" -> mode = StatFields.read(in, TargetStat.Mode.values());
                case "test_address" -> testAddress = in.isNull() ? Optional.empty() : Optional.of(address(in));
                case "targets" -> targets = StatFields.list(in, TargetReader::target);
                case "loss_permille" -> loss = StatFields.optionalNumber(in);
                case "delay_us" -> delay = StatFields.optionalNumber(in);
                case "answer_us" -> answer = StatFields.optionalNumber(in);
                case "answer_avg_us" -> answerAverage = StatFields.optionalNumber(in);
                case "sent" -> sent = in.unsigned(Long.SIZE);
                case "acked" -> acked = in.unsigned(Long.SIZE);
                case "lost" -> lost = in.unsigned(Long.SIZE);
                default -> roundTrip.read(in, field);
            }
        }
        return new TargetStat(Objects.requireNonNull(name, REQUIRED), Objects.requireNonNull(mode, REQUIRED),
                testAddress, targets, roundTrip.roundTrip(), loss, delay,
                new TargetStat.Answers(answer, answerAverage), new TargetStat.Counts(sent, acked, lost));
    }

    private static TargetStat.Target target(JsonReader in) throws BadJsonException {
        Ipv6Address address = null;
        String host = null;
        in.beginObject(TARGET);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "address" -> address = address(in);
                case "host" -> host = StatFields.name(in);
                default -> in.skip();
            }
        }
        return new TargetStat.Target(Objects.requireNonNull(address, REQUIRED), Objects.requireNonNull(host, REQUIRED));
    }

    static Ipv6Address address(JsonReader in) throws BadJsonException {
        return in.parsed("an IPv6 address", Ipv6Address::parse);
    }
}
