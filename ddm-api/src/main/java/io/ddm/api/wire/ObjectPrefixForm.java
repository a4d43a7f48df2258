package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv4Prefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Version 2: prefixes as objects, {@code {"addr":"fd00:1::","len":64}}, overlay ones under "V4" or "V6". Frozen. */
final class ObjectPrefixForm implements PrefixForm {

    private static final ObjectReader<Fields<Ipv4Prefix>> IPV4_PREFIX = prefix("Ipv4Prefix", text -> {
        int address = Ipv4Prefix.parseAddress(text);
        return length -> new Ipv4Prefix(address, length);
    });
    private static final ObjectReader<Fields<Prefix>> IPV6_PREFIX = prefix("Ipv6Prefix", text -> {
        Ipv6Address address = Ipv6Address.parse(text);
        return length -> new Prefix(address, length);
    });

    /** The address, of which its version makes a prefix once the length is known. */
    private static final class Fields<P> {
        @Nullable
        IntFunction<P> ofLength;
        int length;
    }

    /** Reads the text of an address. */
    private interface Address<P> {
        IntFunction<P> parse(String text);
    }

    private static <P> ObjectReader<Fields<P>> prefix(String name, Address<P> address) {
        return ObjectReader.<Fields<P>>named(name)
                .required("addr", (in, fields) -> fields.ofLength = in.parsed("an IP address", address::parse))
                .required("len", (in, fields) -> fields.length = (int) in.unsigned(Byte.SIZE));
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
    public @Nullable Prefix readUnderlay(JsonReader in, BodyContext context) throws BadJsonException {
        return read(in, context, IPV6_PREFIX);
    }

    @Override
    public @Nullable IpPrefix readOverlay(JsonReader in, BodyContext context) throws BadJsonException {
        String version = in.beginVariant("enum IpPrefix", List.of("V4", "V6"));
        IpPrefix prefix = version.equals("V6") ? read(in, context, IPV6_PREFIX) : read(in, context, IPV4_PREFIX);
        in.endVariant();
        return prefix;
    }

    private static <P> @Nullable P read(JsonReader in, BodyContext context, ObjectReader<Fields<P>> reader)
            throws BadJsonException {
        Fields<P> fields = reader.read(in, new Fields<>());
        IntFunction<P> ofLength = Objects.requireNonNull(fields.ofLength, "the address is a required field");
        return context.orSkip(in, () -> ofLength.apply(fields.length));
    }
}
