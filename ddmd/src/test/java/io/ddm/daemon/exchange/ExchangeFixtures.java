package io.ddm.daemon.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.policy.ImportPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What tests of the client and of the server share. */
public final class ExchangeFixtures {

    private ExchangeFixtures() {}

    /** Takes nearly all of a pool for links that are named {@code other ...}. */
    public static List<BodyBudget.Lease> fill(BodyBudget budget, long most) {
        List<BodyBudget.Lease> taken = new ArrayList<>();
        for (long half = most / 2; half > 128; half /= 2) {
            BodyBudget.Lease lease = budget.lease("other " + half);
            assertThat(lease.grow(BodyBudget.FREE_BYTES + half)).isTrue();
            taken.add(lease);
        }
        return taken;
    }

    /** A server that accepts so many prefixes of a peer. */
    public static RouterConfig config(int maxPrefixes) {
        RouterConfig defaults = RouterConfig.of(new RouterId("s1"), RouterKind.SERVER);
        return defaults.withPolicies(
                Policies.DEFAULT.withImports(new ImportPolicy(defaults.imports().filter(), maxPrefixes, 32)));
    }

    /** An update that announces so many prefixes. */
    public static Update update(int prefixes) {
        return new Update(IntStream.range(0, prefixes)
                .mapToObj(i -> new PathVector(new Prefix(new Ipv6Address(0xfd00L << 48 | i, 0), 64),
                        RouterPath.of(new RouterId("s1"))))
                .toList(), List.of());
    }
}
