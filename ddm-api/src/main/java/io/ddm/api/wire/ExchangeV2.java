package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv4Prefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Version 2: prefixes as objects, {@code {"addr":"fd00:1::","len":64}}, overlay ones under "V4" or "V6". Frozen. */
final class ExchangeV2 implements ExchangeCodec, PrefixForm {

    static final ExchangeV2 INSTANCE = new ExchangeV2();

    private static final Struct IPV4_PREFIX = new Struct("Ipv4Prefix", List.of("addr", "len"), 2);
    private static final Struct IPV6_PREFIX = new Struct("Ipv6Prefix", List.of("addr", "len"), 2);

    private final BodyWriter writer = new BodyWriter(this);
    private final BodyReader reader = new BodyReader(this);

    private ExchangeV2() {}

    @Override
    public ProtocolVersion version() {
        return ProtocolVersion.V2;
    }

    @Override
    public EncodedUpdate encodeUpdate(Update update, PeerCapabilities peer, HopRoom seen) {
        return writer.update(update, peer, seen);
    }

    @Override
    public byte[] encodePullReply(List<PathVector> offered, PeerCapabilities peer) {
        return writer.pullReply(offered, peer);
    }

    @Override
    public Decoded<Update> decodeUpdate(byte[] body, ReadLimits limits) throws BadJsonException {
        return reader.update(body, limits);
    }

    @Override
    public Decoded<List<PathVector>> decodePullReply(byte[] body, ReadLimits limits) throws BadJsonException {
        return reader.pullReply(body, limits);
    }

    @Override
    public void writeUnderlay(JsonGenerator out, Prefix prefix) throws IOException {
        write(out, prefix.address().toString(), prefix.length());
    }

    @Override
    public void writeOverlay(JsonGenerator out, IpPrefix prefix) throws IOException {
        out.writeStartObject();
        switch (prefix) {
            case Ipv4Prefix v4 -> {
                out.writeFieldName("V4");
                write(out, v4.addressText(), v4.length());
            }
            case Prefix v6 -> {
                out.writeFieldName("V6");
                write(out, v6.address().toString(), v6.length());
            }
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String address, int length) throws IOException {
        out.writeStartObject();
        out.writeStringField("addr", address);
        out.writeNumberField("len", length);
        out.writeEndObject();
    }

    @Override
    public @Nullable Prefix readUnderlay(JsonReader in, Skipped skipped) throws BadJsonException {
        return read(in, skipped, IPV6_PREFIX, text -> {
            Ipv6Address address = Ipv6Address.parse(text);
            return length -> new Prefix(address, length);
        });
    }

    @Override
    public @Nullable IpPrefix readOverlay(JsonReader in, Skipped skipped) throws BadJsonException {
        String family = in.beginVariant("enum IpPrefix", List.of("V4", "V6"));
        IpPrefix prefix = family.equals("V6") ? readUnderlay(in, skipped) : read(in, skipped, IPV4_PREFIX, text -> {
            int address = Ipv4Prefix.parseAddress(text);
            return length -> new Ipv4Prefix(address, length);
        });
        in.endVariant();
        return prefix;
    }

    /** Reads the address, of which the family makes a prefix when it knows the length. */
    private interface Family<P> {
        IntFunction<P> ofAddress(String text);
    }

    private static <P> @Nullable P read(JsonReader in, Skipped skipped, Struct struct, Family<P> family)
            throws BadJsonException {
        @Nullable
        IntFunction<P> address = null;
        int length = 0;
        in.beginObject(struct);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "addr" -> address = in.parsed("an IP address", family::ofAddress);
                case "len" -> length = (int) in.unsigned(Byte.SIZE);
                default -> in.skip();
            }
        }
        IntFunction<P> ofLength = Objects.requireNonNull(address, "nextField checks that it was there");
        int read = length;
        return skipped.orSkip(in, () -> ofLength.apply(read));
    }
}
