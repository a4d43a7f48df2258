package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.Q;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.session.Session;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is left of a session that has ended: what its peer may still hold, and nothing else. */
class DeadSessionTest {

    @Test
    void isNotReachableFromTheRouter() throws IllegalAccessException {
        RouterHarness hand = withPushedPrefix();
        assertThat(sessionsIn(hand.router())).as("while it lives").hasSize(1);
        hand.tell(new Event.ExpirePeer(BOB.address()));
        hand.pass(Duration.ofMillis(50));
        assertThat(sessionsIn(hand.router())).isEmpty();
        hand.hear(BOB);
        assertThat(sessionsIn(hand.router())).hasSize(1);
        hand.tell(new Event.InterfaceRemoved("eth0"));
        assertThat(sessionsIn(hand.router())).as("of an interface that was removed").isEmpty();
    }

    @Test
    void leavesWhatThePeerMayHoldToTheNextSessionWithIt() {
        RouterHarness hand = withPushedPrefix();
        hand.tell(new Event.ExpirePeer(BOB.address()));
        hand.tell(new Event.Withdraw(Set.of(P)));
        assertThat(withdrawn(hand, BOB)).containsExactly(pv(P, "me"));
    }

    @Test
    void leavesNothingToASessionWithAnotherRouter() {
        RouterHarness hand = withPushedPrefix();
        hand.tell(new Event.ExpirePeer(BOB.address()));
        hand.tell(new Event.Withdraw(Set.of(P)));
        assertThat(withdrawn(hand, CAROL)).isEmpty();
    }

    private static List<PathVector> withdrawn(RouterHarness hand, PeerIdentity found) {
        List<Effect> effects = new ArrayList<>(hand.hear(found));
        effects.addAll(hand.passMillis(10));
        return only(Effect.Push.class, effects).stream().flatMap(push -> push.update().withdraw().stream()).toList();
    }

    private static RouterHarness withPushedPrefix() {
        RouterHarness hand = RouterHarness.exchanging(pv(Q, "bob"));
        hand.originate(P);
        hand.pushed();
        return hand;
    }

    /** All sessions that references lead to, through objects of the core, lambdas and collections. */
    private static Set<Session> sessionsIn(Object root) throws IllegalAccessException {
        Set<Session> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            Object next = left.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof Session session) {
                found.add(session);
            }
            switch (next) {
                case Collection<?> all -> all.forEach(left::add);
                case Map<?, ?> map when !isOurs(map) -> map.forEach((key, value) -> {
                    left.add(key);
                    left.add(value);
                });
                case Optional<?> optional -> optional.ifPresent(left::add);
                case Object[] array -> addAll(array, left);
                default -> addFields(next, left);
            }
        }
        assertThat(seen).hasSizeGreaterThan(50);
        return found;
    }

    private static void addAll(Object array, Deque<Object> left) {
        for (int i = 0; i < Array.getLength(array); i++) {
            Object element = Array.get(array, i);
            if (element != null) {
                left.add(element);
            }
        }
    }

    private static void addFields(Object object, Deque<Object> left) throws IllegalAccessException {
        if (!isOurs(object)) {
            return;
        }
        for (Class<?> type = object.getClass(); type != null && type.getName().startsWith("io.ddm"); type = type
                .getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    Object value = field.get(object);
                    if (value != null) {
                        left.add(value);
                    }
                }
            }
        }
    }

    private static boolean isOurs(Object object) {
        return object.getClass().getName().startsWith("io.ddm");
    }
}
