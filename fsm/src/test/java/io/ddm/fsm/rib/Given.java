package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.util.List;
import java.util.stream.Stream;

/** Short words for the tests of this room. */
public final class Given {

    public static final Prefix A = prefix("fd00:a::/64");
    public static final Prefix B = prefix("fd00:b::/64");

    private Given() {}

    public static Prefix prefix(String text) {
        return Prefix.parse(text);
    }

    public static RouterId id(String name) {
        return new RouterId(name);
    }

    public static NextHop peer(int index) {
        return new NextHop(index, Ipv6Address.parse("fe80::1"));
    }

    public static RouterPath path(String... names) {
        return new RouterPath(Stream.of(names).map(RouterId::new).toList());
    }

    public static PathVector pv(Destination destination, String... names) {
        return new PathVector(destination, path(names));
    }

    public static Update announce(PathVector... paths) {
        return new Update(List.of(paths), List.of());
    }

    public static Update withdraw(PathVector... paths) {
        return new Update(List.of(), List.of(paths));
    }
}
