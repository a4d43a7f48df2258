package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.OURS;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.StateProbe;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of transitions in the Javadoc of {@code State} against the router: all states, all events. */
class TransitionTableTest {

    private static final Path TABLE = Path.of("src/main/java/io/ddm/fsm/peer/State.java");

    /** Later than anything a test lets pass. */
    private static final long FAR = 3_600_000;

    private static final List<String> STATES = List.of("Down", "Suppressed", "Opening", "Failed", "Soliciting",
            "Exchanging", "Removed");

    /** A line of the table. */
    private record Row(String next, String reported) {}

    /** One interface of one router. */
    private static final class Scene {
        private final RouterHarness hand = new RouterHarness(RouterKind.TRANSIT);
        private final InterfaceFsm fsm;

        Scene(String state) throws ReflectiveOperationException {
            hand.tell(new Event.InterfaceConfigured("eth0"));
            fsm = interfaces().find("eth0").orElseThrow();
            if (!state.equals("Down")) {
                hand.tell(new Event.InterfaceReady("eth0", 1, OURS));
            }
            switch (state) {
                case "Suppressed" -> hand.tell(suppress(this, FAR));
                case "Failed" -> hand.tell(new Event.InterfaceOpenFailed("eth0", 1, "busy"));
                case "Soliciting" -> hand.tell(new Event.InterfaceOpened("eth0", 1));
                case "Exchanging" -> {
                    hand.tell(new Event.InterfaceOpened("eth0", 1));
                    hand.hear(BOB);
                }
                case "Removed" -> hand.tell(new Event.InterfaceRemoved("eth0"));
                default -> {
                }
            }
            assertThat(state()).isEqualTo(state);
        }

        private Interfaces interfaces() throws ReflectiveOperationException {
            Field field = Router.class.getDeclaredField("interfaces");
            field.setAccessible(true);
            return (Interfaces) field.get(hand.router());
        }

        String state() throws ReflectiveOperationException {
            return interfaces().find("eth0").isPresent() ? StateProbe.stateOf(fsm) : "Removed";
        }
    }

    /** What the table calls an event, and what that is. */
    private static Map<String, BiFunction<Scene, String, List<Effect>>> events() {
        Map<String, BiFunction<Scene, String, List<Effect>>> events = new LinkedHashMap<>();
        events.put("link ready", (scene, state) -> scene.hand.tell(new Event.InterfaceReady("eth0", 2, OURS)));
        events.put("link lost", (scene, state) -> scene.hand.tell(new Event.InterfaceLost("eth0", "no carrier")));
        events.put("sockets opened", (scene, state) -> scene.hand.tell(new Event.InterfaceOpened("eth0", 1)));
        events.put("open failed", (scene, state) -> scene.hand.tell(new Event.InterfaceOpenFailed("eth0", 1, "busy")));
        events.put("advertisement", (scene, state) -> scene.hand.hear(BOB));
        events.put("other identity", (scene, state) -> succeed(scene.hand, state));
        events.put("5 s pass", (scene, state) -> scene.hand.passMillis(5000));
        events.put("expired", (scene, state) -> scene.hand.tell(new Event.ExpirePeer(BOB.address())));
        events.put("suppressed", (scene, state) -> scene.hand.tell(suppress(scene, FAR)));
        events.put("suppression over", (scene, state) -> scene.hand.tell(suppress(scene, 0)));
        events.put("removed", (scene, state) -> scene.hand.tell(new Event.InterfaceRemoved("eth0")));
        events.put("configured", (scene, state) -> scene.hand.tell(new Event.InterfaceConfigured("eth0")));
        return events;
    }

    /** Those of which the table says nothing, since they change no state. */
    private static Map<String, BiFunction<Scene, String, List<Effect>>> others() throws ReflectiveOperationException {
        Map<String, BiFunction<Scene, String, List<Effect>>> others = new LinkedHashMap<>();
        others.put("link ready as before", (scene, state) -> state.equals("Down")
                ? List.of()
                : scene.hand.tell(new Event.InterfaceReady("eth0", 1, OURS)));
        others.put("opened, of another epoch", (scene, state) -> scene.hand.tell(new Event.InterfaceOpened("eth0", 9)));
        others.put("failed, of another epoch",
                (scene, state) -> scene.hand.tell(new Event.InterfaceOpenFailed("eth0", 9, "busy")));
        others.put("a solicitation", (scene, state) -> scene.hand.solicitedBy(CAROL));
        others.put("the peer again", (scene, state) -> state.equals("Exchanging") ? scene.hand.hear(BOB) : List.of());
        others.put("a second neighbor",
                (scene, state) -> state.equals("Exchanging") ? scene.hand.hear(CAROL) : List.of());
        Set<Class<?>> named = Set.of(Event.InterfaceConfigured.class, Event.InterfaceRemoved.class,
                Event.InterfaceReady.class, Event.InterfaceLost.class, Event.InterfaceOpened.class,
                Event.InterfaceOpenFailed.class, Event.PacketReceived.class, Event.ExpirePeer.class,
                Event.SuppressLink.class);
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            if (!named.contains(type)) {
                Event event = sample(type);
                others.put(type.getSimpleName(), (scene, state) -> scene.hand.tell(event));
            }
        }
        return others;
    }

    @Test
    void followsTheTableForEveryEventAndState() throws IOException, ReflectiveOperationException {
        Map<String, Row> table = table();
        Map<String, BiFunction<Scene, String, List<Effect>>> events = events();
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        table.forEach((key, row) -> expected.put(key, row.next + " " + row.reported));
        Map<String, BiFunction<Scene, String, List<Effect>>> all = new LinkedHashMap<>(events);
        all.putAll(others());
        for (String state : STATES) {
            for (Map.Entry<String, BiFunction<Scene, String, List<Effect>>> event : all.entrySet()) {
                Scene scene = new Scene(state);
                String reported = reported(event.getValue().apply(scene, state));
                String next = scene.state();
                if (!next.equals(state) || !reported.equals("-")) {
                    actual.put(state + " " + event.getKey(), next + " " + reported);
                }
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void tableNamesOnlyKnownStatesAndEvents() throws IOException {
        assertThat(table()).hasSizeGreaterThan(20);
        Set<String> keys = new TreeSet<>();
        for (String state : STATES) {
            events().keySet().forEach(event -> keys.add(state + " " + event));
        }
        assertThat(keys).containsAll(table().keySet());
        assertThat(STATES).containsAll(table().values().stream().map(Row::next).collect(Collectors.toSet()));
    }

    /** What operators see, cut to what the table says of it: "..." stands for the rest of a reason. */
    private static String reported(List<Effect> effects) {
        List<String> reasons = only(Effect.Changed.class, effects).stream()
                .map(changed -> changed.transition().reason())
                .map(reason -> reason.startsWith("no advertisement for ") ? "no advertisement for ..." : reason)
                .map(reason -> reason.startsWith("identity changed: now ") ? "identity changed: now ..." : reason)
                .map(reason -> reason.startsWith("expired by an operator: ") ? "expired by an operator: ..." : reason)
                .toList();
        return reasons.isEmpty() ? "-" : String.join("; ", reasons);
    }

    private static Map<String, Row> table() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        String source = Files.readString(TABLE);
        String table = source.substring(source.indexOf("<pre>"), source.indexOf("</pre>"));
        for (String line : table.lines().toList()) {
            List<String> cells = Arrays.stream(line.replaceFirst("^ \\*", "").strip().split(" {2,}")).toList();
            if (cells.size() == 4 && !cells.getFirst().equals("state")) {
                Row before = rows.put(cells.get(0) + " " + cells.get(1), new Row(cells.get(2), cells.get(3)));
                assertThat(before).as("stands twice: %s", line).isNull();
            } else {
                assertThat(cells.size()).as("cells of: %s", line).isIn(1, 4);
            }
        }
        return rows;
    }

    private static Event suppress(Scene scene, long millis) {
        return new Event.SuppressLink("eth0", scene.hand.now().plusMillis(millis), "a fault");
    }

    /** A neighbor answers each solicitation of a check of the peer's identity. */
    private static List<Effect> succeed(RouterHarness hand, String state) {
        PeerIdentity successor = peer("fe80::b", "robert");
        List<Effect> effects = new ArrayList<>(hand.hear(successor));
        for (int i = 0; i < 8 && state.equals("Exchanging"); i++) {
            effects.addAll(hand.hear(successor));
            effects.addAll(hand.passMillis(80));
        }
        return effects;
    }

    /** An event of this type that could come from the peer or the operator. */
    private static Event sample(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components).map(TransitionTableTest::value).toArray();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return (Event) type.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object value(RecordComponent component) {
        return switch (component.getType().getSimpleName()) {
            case "String" -> component.getName().equals("name") ? "eth0" : "a reason";
            case "long" -> 2L;
            case "Ipv6Address" -> BOB.address();
            case "PeerCapabilities" -> RouterHarness.extensions("bob-1");
            case "Optional" -> Optional.empty();
            case "List" -> List.of();
            case "Set" -> Set.of();
            case "Update" -> new Update(List.of(), List.of());
            case "LinkRole" -> LinkRole.STANDBY;
            case "Policies" -> Policies.DEFAULT;
            case "RouterConfig" -> RouterHarness.config(RouterKind.TRANSIT, false);
            default -> throw new IllegalArgumentException("a sample of " + component.getType()
                    + " is needed: add one here, and to the table if the event changes a state");
        };
    }
}
