package io.ddm.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import io.ddm.api.wire.FamilyNetwork.Node;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A family that exists nowhere but here goes through real routers and the real codec: named services, identified by
 * their name whatever its case. That this file is all it takes is the point.
 */
class ThirdFamilyTest {

    private static final RouterId S1 = new RouterId("s1");
    private static final RouterId T1 = new RouterId("t1");
    private static final RouterId S2 = new RouterId("s2");
    private static final Prefix PREFIX = Prefix.parse("fd00:1::/64");
    private static final Service WEB = new Service("web");

    private static final PeerCapabilities KNOWS_SERVICES = new PeerCapabilities(1 << 20,
            List.of(PeerCapabilities.TUNNEL_PATH, ServiceFamily.FEATURE), "");
    private static final PeerCapabilities KNOWS_TUNNELS = new PeerCapabilities(1 << 20, true, "");
    private static final ExchangeCodec WITH_SERVICES = codec(ProtocolVersion.V3);
    private static final ExchangeCodec STANDARD = ExchangeCodec.of(ProtocolVersion.V3);

    /** A destination of the family. */
    private record Service(String name) implements Destination {

        private String key() {
            return name.toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Service service && key().equals(service.key());
        }

        @Override
        public int hashCode() {
            return key().hashCode();
        }

        @Override
        public RouteFamily family() {
            return ServiceFamily.INSTANCE;
        }

        @Override
        public int compareWithin(Destination sameFamily) {
            return key().compareTo(((Service) sameFamily).key());
        }

        @Override
        public void writeIdentity(IdentityBytes out) {
            for (byte b : key().getBytes(UTF_8)) {
                out.put(1, b);
            }
        }

        @Override
        public @Nullable Prefix routedPrefix() {
            return null;
        }

        @Override
        public @Nullable Prefix attractedPrefix() {
            return null;
        }

        @Override
        public Optional<RejectReason> rejection() {
            return name.startsWith("forbidden") ? Optional.of(RejectReason.RESERVED) : Optional.empty();
        }

        @Override
        public String toText() {
            return "service " + key();
        }
    }

    private static final class ServiceFamily implements RouteFamily {

        static final ServiceFamily INSTANCE = new ServiceFamily();
        static final String FEATURE = "services";

        @Override
        public int rank() {
            return 7;
        }

        @Override
        public String name() {
            return "service";
        }

        @Override
        public WireForm formFor(PeerCapabilities peer) {
            return peer.features().contains(FEATURE) ? WireForm.WITH_PATH : WireForm.NONE;
        }

        @Override
        public Optional<Destination> parse(String text) {
            return text.startsWith("service ")
                    ? Optional.of(new Service(text.substring("service ".length())))
                    : Optional.empty();
        }
    }

    private static final class ServiceCodec implements EntryCodec {

        private static final ObjectReader<Entry> ENTRY = ObjectReader.<Entry>named("Service")
                .required("name", (in, entry) -> entry.name = in.string())
                .required("path", (in, entry) -> entry.path = entry.context.path(in));

        private static final class Entry {
            final BodyContext context;
            String name = "";
            @Nullable
            RouterPath path;

            Entry(BodyContext context) {
                this.context = context;
            }
        }

        @Override
        public RouteFamily family() {
            return ServiceFamily.INSTANCE;
        }

        @Override
        public String updateName() {
            return "ServiceUpdate";
        }

        @Override
        public boolean isAlwaysPresent() {
            return false;
        }

        @Override
        public void write(JsonGenerator out, PrefixForm form, PathVector entry, PeerCapabilities peer)
                throws IOException {
            out.writeStartObject();
            out.writeStringField("name", ((Service) entry.destination()).name());
            BodyWriter.writePath(out, entry.path());
            out.writeEndObject();
        }

        @Override
        public @Nullable PathVector read(JsonReader in, PrefixForm form, BodyContext context) throws BadJsonException {
            Entry read = ENTRY.read(in, new Entry(context));
            return read.path == null ? null : new PathVector(new Service(read.name), read.path);
        }
    }

    private static ExchangeCodec codec(ProtocolVersion version) {
        List<EntryCodec> families = new ArrayList<>(EntryCodec.STANDARD);
        families.add(new ServiceCodec());
        return new ExchangeCodec(version, families);
    }

    @Test
    void crossesATransitAndIsWithdrawn() {
        FamilyNetwork network = new FamilyNetwork();
        Node s1 = network.add(S1, RouterKind.SERVER, KNOWS_SERVICES, WITH_SERVICES);
        Node t1 = network.add(T1, RouterKind.TRANSIT, KNOWS_SERVICES, WITH_SERVICES);
        Node s2 = network.add(S2, RouterKind.SERVER, KNOWS_SERVICES, WITH_SERVICES);
        network.connect(s1, t1);
        network.connect(t1, s2);
        s1.originate(PREFIX, WEB, new Service("forbidden"));
        network.settle();
        assertThat(s2.imported()).containsExactly(new PathVector(PREFIX, RouterPath.of(S1, T1)),
                new PathVector(WEB, RouterPath.of(S1, T1)));
        assertThat(t1.imported()).hasSize(2)
                .doesNotContain(new PathVector(new Service("forbidden"), RouterPath.of(S1)));
        assertThat(s1.router().reports().all().originated().of(ServiceFamily.INSTANCE)).isEqualTo(2);
        assertThat(s2.router().reports().fib()).as("no unicast route is programmed for it").containsOnlyKeys(PREFIX);

        s1.withdraw(new Service("WEB"));
        network.settle();
        assertThat(s2.imported()).containsExactly(new PathVector(PREFIX, RouterPath.of(S1, T1)));
    }

    @Test
    void digestsOfBothSidesAgree() {
        FamilyNetwork network = new FamilyNetwork();
        Node s1 = network.add(S1, RouterKind.SERVER, KNOWS_SERVICES, WITH_SERVICES);
        Node s2 = network.add(S2, RouterKind.SERVER, KNOWS_SERVICES, WITH_SERVICES);
        network.connect(s1, s2);
        s1.originate(PREFIX, WEB);
        network.settle();
        network.repeatPulls();
        assertThat(network.unchangedPulls()).isPositive();
    }

    @Test
    void isNotAdvertisedToAPeerThatDoesNotKnowIt() {
        FamilyNetwork network = new FamilyNetwork();
        Node s1 = network.add(S1, RouterKind.SERVER, KNOWS_SERVICES, WITH_SERVICES);
        Node s2 = network.add(S2, RouterKind.SERVER, KNOWS_TUNNELS, STANDARD);
        network.connect(s1, s2);
        s1.originate(PREFIX, WEB);
        network.settle();
        assertThat(s2.imported()).containsExactly(new PathVector(PREFIX, RouterPath.of(S1)));
        assertThat(network.bodies()).isNotEmpty().noneMatch(body -> body.contains("service"));
    }

    @Test
    void bodiesWithoutItStayByteForByteTheSame() {
        Update update = new Update(List.of(new PathVector(PREFIX, RouterPath.of(S1))), List.of());
        for (ProtocolVersion version : ProtocolVersion.values()) {
            ExchangeCodec with = codec(version);
            ExchangeCodec without = ExchangeCodec.of(version);
            assertThat(with.encodeUpdate(update, KNOWS_SERVICES).bodies())
                    .containsExactlyElementsOf(without.encodeUpdate(update, KNOWS_SERVICES).bodies());
            assertThat(with.encodePullReply(update.announce(), KNOWS_SERVICES))
                    .isEqualTo(without.encodePullReply(update.announce(), KNOWS_SERVICES));
        }
    }

    @Test
    void bodiesStayWithinTheLimitOfThePeer() throws BadJsonException {
        List<PathVector> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(new PathVector(Prefix.parse("fd00:" + i + "::/64"), RouterPath.of(S1)));
            entries.add(new PathVector(new Service("service-" + i), RouterPath.of(S1)));
        }
        PeerCapabilities small = new PeerCapabilities(1024, KNOWS_SERVICES.features(), "");
        List<byte[]> bodies = WITH_SERVICES.encodeUpdate(new Update(entries, List.of()), small).bodies();
        List<PathVector> read = new ArrayList<>();
        for (byte[] body : bodies) {
            assertThat(body).hasSizeLessThanOrEqualTo(1024);
            read.addAll(WITH_SERVICES.decodeUpdate(body).value().announce());
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(entries);
    }
}
