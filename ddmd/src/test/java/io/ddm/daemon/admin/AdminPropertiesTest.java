package io.ddm.daemon.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.admin.AdminJson;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv4Prefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.policy.ReservedPrefixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** What is originated is a set, whatever is put in and taken out in whatever order and whatever else arrives. */
final class AdminPropertiesTest {

    private static @Nullable Path directory;
    private static @Nullable RunningDaemon running;

    /** One request: these destinations are originated or withdrawn, in an order and with repetitions of their own. */
    record Change<D extends Destination>(boolean put, List<D> destinations) {}

    @BeforeContainer
    static void start() throws IOException {
        directory = Files.createTempDirectory("ddm-admin-properties-");
        running = RunningDaemon.in(directory);
    }

    @AfterContainer
    static void stop() throws IOException {
        daemon().close();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory());
    }

    @Provide
    Arbitrary<List<Change<Prefix>>> prefixChanges() {
        return changes(prefixes());
    }

    @Provide
    Arbitrary<List<Change<TunnelOrigin>>> tunnelChanges() {
        Arbitrary<IpPrefix> overlay = Arbitraries.oneOf(prefixes().map(p -> p),
                Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(0, 32)).as(Ipv4Prefix::new));
        Arbitrary<Integer> vni = Arbitraries.of(0, 1, 47, TunnelOrigin.MAX_VNI);
        Arbitrary<Long> metric = Arbitraries.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L);
        return changes(Combinators.combine(overlay, addresses(), vni, metric)
                .as(TunnelOrigin::new)
                .filter(tunnel -> ReservedPrefixes.rejectedAtOrigination(tunnel).isEmpty()));
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void keepsPrefixesAsSetWithHostBits(@ForAll("prefixChanges") List<Change<Prefix>> changes) throws IOException {
        keepsTheSet("/prefix", "/originated", changes, AdminJson::prefixSet);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void keepsTunnelOriginsAsSetOfAllFields(@ForAll("tunnelChanges") List<Change<TunnelOrigin>> changes)
            throws IOException {
        keepsTheSet("/tunnel_endpoint", "/originated_tunnel_endpoints", changes, AdminJson::tunnelOriginSet);
    }

    @Property(tries = 100)
    void survivesAnyBytesUnchanged(@ForAll @Size(max = 80) byte[] body, @ForAll("operations") String operation)
            throws IOException {
        // Something that a body taken by mistake would withdraw.
        daemon().change("PUT", "/prefix", "[\"fd00::1/64\"]");
        String before = daemon().state();
        for (byte[] bytes : List.of(body, around("[", body, "]"), around("[\"", body, "\"]"),
                around("[\"fd00::1/64\",", body, "]"), around("[{\"vni\":", body, "}]"))) {
            HttpReply reply = daemon().send(operation.substring(0, operation.indexOf(' ')),
                    operation.substring(operation.indexOf(' ') + 1), bytes);
            assertThat(reply.status()).as("%s %s: %s", operation, Arrays.toString(bytes), reply).isIn(204, 400);
            // What is taken of random bytes is an empty list at most.
            assertThat(daemon().state()).as("%s %s", operation, Arrays.toString(bytes)).isEqualTo(before);
        }
        daemon().change("DELETE", "/prefix", "[\"fd00::1/64\"]");
    }

    @Provide
    Arbitrary<String> operations() {
        return Arbitraries.of("PUT /prefix", "DELETE /prefix", "PUT /tunnel_endpoint", "DELETE /tunnel_endpoint",
                "POST /enable-stats");
    }

    private interface Writing<D> {
        byte[] write(Collection<D> destinations);
    }

    private static <D extends Destination> void keepsTheSet(String change, String shown, List<Change<D>> changes,
            Writing<D> writing) throws IOException {
        Set<D> expected = new HashSet<>();
        for (Change<D> c : changes) {
            daemon().change(c.put ? "PUT" : "DELETE", change, list(c.destinations, writing));
            if (c.put) {
                expected.addAll(c.destinations);
            } else {
                expected.removeAll(Set.copyOf(c.destinations));
            }
            assertThat(daemon().send("GET", shown, "").text()).isEqualTo(new String(writing.write(expected), UTF_8));
        }
        daemon().change("DELETE", change, new String(writing.write(expected), UTF_8));
        assertThat(daemon().send("GET", shown, "").text()).isEqualTo("[]");
    }

    /** As {@code writing} would sort and thin it out, the list is joined of sets of one. */
    private static <D> String list(List<D> destinations, Writing<D> writing) {
        StringBuilder list = new StringBuilder("[");
        for (D destination : destinations) {
            String one = new String(writing.write(Set.of(destination)), UTF_8);
            list.append(list.length() > 1 ? ", " : "").append(one, 1, one.length() - 1);
        }
        return list.append(']').toString();
    }

    private static <D extends Destination> Arbitrary<List<Change<D>>> changes(Arbitrary<D> destination) {
        // Drawn from a few, so that what is withdrawn was often originated before.
        return destination.list()
                .ofSize(6)
                .flatMap(
                        few -> Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(few).list().ofMaxSize(8))
                                .as(Change::new)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(8));
    }

    private static Arbitrary<Prefix> prefixes() {
        return Combinators.combine(addresses(), Arbitraries.integers().between(0, 128))
                .as(Prefix::new)
                .filter(prefix -> ReservedPrefixes.rejectedAtOrigination(prefix).isEmpty());
    }

    private static Arbitrary<Ipv6Address> addresses() {
        Arbitrary<Long> half = Arbitraries.oneOf(Arbitraries.of(0L, 1L, 0xfd00L << 48, 0xffff_0a00_0001L),
                Arbitraries.longs());
        return Combinators.combine(half, half).as(Ipv6Address::new);
    }

    private static byte[] around(String before, byte[] body, String after) {
        byte[] whole = Arrays.copyOf(before.getBytes(UTF_8), before.length() + body.length + after.length());
        System.arraycopy(body, 0, whole, before.length(), body.length);
        System.arraycopy(after.getBytes(UTF_8), 0, whole, before.length() + body.length, after.length());
        return whole;
    }

    private static RunningDaemon daemon() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private static Path directory() {
        if (directory == null) {
            throw new IllegalStateException("not started");
        }
        return directory;
    }
}
