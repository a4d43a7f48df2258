package io.ddm.api.admin.stat;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.Prefix;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the reply to {@code GET /stat/addresses}. Unknown fields are skipped. */
public final class AddressReader {

    private static final Struct DOCUMENT = new Struct("StatAddresses", List.of("addresses"), 1);
    private static final Struct ADDRESS = new Struct("StatAddress",
            List.of("destination", "state", "group", "inbound", "outbound"), 5);
    private static final Struct OUTBOUND = new Struct("StatOutbound", List.of("interface", "weight", "delay_us"), 2);

    private static final String REQUIRED = "nextField checks that it was there";

    private AddressReader() {}

    /**
     * Reads a document.
     *
     * @throws BadJsonException if it is malformed
     */
    public static List<AddressStat> addresses(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            List<AddressStat> addresses = List.of();
            in.beginObject(DOCUMENT);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                if (field.equals("addresses")) {
                    addresses = StatFields.list(in, AddressReader::address);
                } else {
                    in.skip();
                }
            }
            return addresses;
        });
    }

    private static AddressStat address(JsonReader in) throws BadJsonException {
        Prefix destination = null;
        boolean isUp = false;
        Optional<String> group = Optional.empty();
        List<String> inbound = List.of();
        List<AddressStat.Outbound> outbound = List.of();
        in.beginObject(ADDRESS);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "destination" -> destination = in.parsed("a prefix", Prefix::parse);
                case "state" -> isUp = in.parsed("a string", AddressReader::isUp);
                case "group" -> group = StatFields.optionalName(in);
                case "inbound" -> inbound = StatFields.list(in, StatFields::name);
                case "outbound" -> outbound = StatFields.list(in, AddressReader::outbound);
                default -> in.skip();
            }
        }
        return new AddressStat(Objects.requireNonNull(destination, REQUIRED), isUp, group, inbound, outbound);
    }

    private static boolean isUp(String state) {
        return switch (state) {
            case "up" -> true;
            case "down" -> false;
            default -> throw new IllegalArgumentException("unknown variant `" + state + "`, expected `up` or `down`");
        };
    }

    private static AddressStat.Outbound outbound(JsonReader in) throws BadJsonException {
        String name = null;
        int weight = 0;
        OptionalLong delay = OptionalLong.empty();
        in.beginObject(OUTBOUND);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "interface" -> name = StatFields.name(in);
                case "weight" -> weight = StatFields.weight(in);
                case "delay_us" -> delay = StatFields.optionalNumber(in);
                default -> in.skip();
            }
        }
        return new AddressStat.Outbound(Objects.requireNonNull(name, REQUIRED), weight, delay);
    }
}
