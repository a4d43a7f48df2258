package io.ddm.api.admin;

import io.ddm.api.admin.stat.AddressReader;
import io.ddm.api.admin.stat.ProbeJson;
import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.api.admin.stat.StatJson;
import io.ddm.api.admin.stat.StatReader;
import io.ddm.api.json.BadJsonException;
import java.util.Arrays;
import java.util.List;

/** Any bytes as a body of the admin API. The first byte says of which operation, the rest is the body. */
public final class AdminFuzz {

    /** A reader and its writer. */
    private record Shape<T>(Reader<T> reader, Writer<T> writer) {

        void check(byte[] body) {
            T read;
            try {
                read = reader.read(body);
            } catch (BadJsonException e) {
                if (!e.getMessage().startsWith("unable to parse JSON body: ")) {
                    throw new AssertionError("not in our words", e);
                }
                return;
            }
            byte[] written = writer.write(read);
            try {
                if (!reader.read(written).equals(read)) {
                    throw new AssertionError(read + " reads differently when written");
                }
            } catch (BadJsonException e) {
                throw new AssertionError("we refuse what we have written of " + read, e);
            }
        }
    }

    private interface Reader<T> {
        T read(byte[] body) throws BadJsonException;
    }

    private interface Writer<T> {
        byte[] write(T value);
    }

    private static final List<Shape<?>> SHAPES = List.of(new Shape<>(AdminJsonReader::prefixSet, AdminJson::prefixSet),
            new Shape<>(AdminJsonReader::tunnelOriginSet, AdminJson::tunnelOriginSet),
            new Shape<>(AdminJsonReader::tunnelRoutes, AdminJson::tunnelRoutes),
            new Shape<>(AdminJsonReader::prefixes, AdminJson::prefixes),
            new Shape<>(AdminJsonReader::statsRequest, AdminJson::statsRequest),
            new Shape<>(InterfacesReader::externalPeers, InterfacesJson::externalPeers),
            new Shape<>(InterfacesReader::interfaces, InterfacesJson::interfaces),
            new Shape<>(PeersReader::read, peers -> AdminJson.peers(ApiVersion.V3_0_0, peers)),
            new Shape<>(ApiError::parse, ApiError::toJson), new Shape<>(StatReader::stat, StatJson::stat),
            new Shape<>(AddressReader::addresses, StatJson::addresses),
            new Shape<>(body -> ProbeJson.read(ProbeMessage.Result.KIND, body).orElseThrow(), ProbeJson::of));

    private AdminFuzz() {}

    /** A body is refused in our words, or what is read of it is written and read again the same. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            SHAPES.get((input[0] & 0xff) % SHAPES.size()).check(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
