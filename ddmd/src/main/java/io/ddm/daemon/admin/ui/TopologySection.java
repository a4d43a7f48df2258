package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.RouterKind;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The network as this router sees it, as a drawing. */
final class TopologySection {

    /** Around the outermost nodes, for their names. */
    private static final int MARGIN_X = 56;
    private static final int MARGIN_TOP = 24;
    private static final int MARGIN_BOTTOM = 44;

    /** Longer names are cut off in the drawing; the table has them whole. */
    private static final int MAX_NAME = 13;

    /** Between parallel links. */
    private static final double LANE = 30;

    private static final Drawing.Node NOWHERE = new Drawing.Node(Drawing.Kind.NONE, "", 0, 0);

    private static final Map<LinkRole, String> ROLES = Map.of(LinkRole.STANDBY, "standby", LinkRole.OFFLINE, "offline");

    private TopologySection() {}

    static Html of(StatusReport status, Sight sight) {
        Drawing drawing = Drawing.of(status, sight);
        Html svg = new Html();
        between(svg, drawing, sight);
        drawing.links().forEach(spoke -> link(svg, drawing, spoke));
        Map<String, RouterKind> kinds = kinds(status);
        drawing.nodes().forEach((key, node) -> node(svg, key, node, kinds));
        int left = drawing.nodes().values().stream().mapToInt(Drawing.Node::x).min().orElse(0) - MARGIN_X;
        int right = drawing.nodes().values().stream().mapToInt(Drawing.Node::x).max().orElse(0) + MARGIN_X;
        int top = drawing.nodes().values().stream().mapToInt(Drawing.Node::y).min().orElse(0) - MARGIN_TOP;
        int bottom = drawing.nodes().values().stream().mapToInt(Drawing.Node::y).max().orElse(0) + MARGIN_BOTTOM;
        return Html.of("""
                <section><h2>Topology</h2><figure><div class="scroll">\
                <svg viewBox="{} {} {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>\
                </div><figcaption>{}</figcaption></figure></section>
                """, left, top, right - left, bottom - top, right - left, bottom - top,
                "Topology around " + status.router().id() + "; the table of links says the same", svg,
                caption(drawing, sight));
    }

    private static Html caption(Drawing drawing, Sight sight) {
        Html caption = Html.of("This router's view: its links, and the routers in the paths that peers offer. "
                + "Thicker is faster; dashed is without an answer or a session.");
        if (drawing.hidden() > 0 || sight.isCut()) {
            caption.add(" <strong>{} more {} not drawn.</strong>",
                    (sight.isCut() ? "At least " : "") + Math.max(drawing.hidden(), 1),
                    drawing.hidden() == 1 ? "is" : "are");
        }
        return caption;
    }

    private static Map<String, RouterKind> kinds(StatusReport status) {
        Map<String, RouterKind> kinds = new TreeMap<>();
        status.links()
                .forEach(link -> link.peer()
                        .ifPresent(peer -> kinds.put(Drawing.router(peer.host()),
                                peer.kind())));
        kinds.put(Drawing.SELF, status.router().kind());
        return kinds;
    }

    private static void between(Html svg, Drawing drawing, Sight sight) {
        for (Sight.Pair pair : sight.pairs(drawing.routers())) {
            Drawing.Node one = drawing.nodes().get(Drawing.router(pair.one()));
            Drawing.Node other = drawing.nodes().get(Drawing.router(pair.other()));
            if (one != null && other != null) {
                svg.add("<path class=\"far\" d=\"M{} {}L{} {}\"/>", one.x(), one.y(), other.x(), other.y());
            }
        }
    }

    /** A line with the delay in its middle; parallel ones are bent apart. */
    private static void link(Html svg, Drawing drawing, Drawing.Spoke spoke) {
        Drawing.Node end = drawing.nodes().getOrDefault(spoke.to(), NOWHERE);
        double length = Math.max(1, Math.hypot(end.x(), end.y()));
        double bend = spoke.offset() * LANE;
        long x = Math.round(end.x() / 2.0 - bend * end.y() / length);
        long y = Math.round(end.y() / 2.0 + bend * end.x() / length);
        // A curve passes its middle at half the way to the point that bends it.
        svg.add("<path class=\"{} {}\" d=\"M0 0Q{} {} {} {}\"><title>{}</title></path>", state(spoke.link()),
                width(spoke.link().measures().delayUs()), 2 * x - end.x() / 2, 2 * y - end.y() / 2, end.x(), end.y(),
                title(spoke.link()));
        String label = spoke.link().measures().delayUs().isPresent()
                ? Times.delay(spoke.link().measures().delayUs())
                : ROLES.getOrDefault(spoke.link().role(), "");
        if (!label.isEmpty()) {
            svg.add("<text class=\"delay\" x=\"{}\" y=\"{}\">{}</text>", x, y + 4, label);
        }
    }

    private static String title(LinkStatus link) {
        return link.name() + ": " + link.state().text() + link.peer().map(peer -> " with " + peer.host()).orElse("");
    }

    /** The class of a link's line. */
    static String state(LinkStatus link) {
        if (link.peer().isEmpty()) {
            return link.waiting().filter(LinkStatus.Waiting::isProblem).isPresent() || link.lastDown().isPresent()
                    ? "down"
                    : "open";
        }
        ProbeState probes = link.measures().probes();
        if (probes == ProbeState.FAILED || probes == ProbeState.GROUP_FAILED || link.waiting().isPresent()) {
            return "stale";
        }
        return link.role() == LinkRole.ACTIVE ? "up" : "spare";
    }

    private static String width(OptionalLong delayUs) {
        if (delayUs.isEmpty()) {
            return "w1";
        }
        long micros = delayUs.getAsLong();
        return micros < 1_000 ? "w4" : micros < 10_000 ? "w3" : "w2";
    }

    private static void node(Html svg, String key, Drawing.Node node, Map<String, RouterKind> kinds) {
        RouterKind kind = kinds.get(key);
        String role = word(node.kind());
        Html shape = kind == RouterKind.SERVER
                ? Html.of("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"20\" height=\"20\" rx=\"4\"/>", role,
                        node.x() - 10, node.y() - 10)
                : Html.of("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", role, node.x(), node.y(),
                        node.kind() == Drawing.Kind.FAR ? 8 : 11);
        svg.add("<g><title>{}</title>{}", title(node, kind), shape);
        svg.add("<text class=\"name\" x=\"{}\" y=\"{}\">{}</text></g>", node.x(), node.y() + 26, cut(node.name()));
    }

    private static String title(Drawing.Node node, @Nullable RouterKind kind) {
        return switch (node.kind()) {
            case NONE -> "no peer: " + node.name();
            case FAR -> node.name();
            case SELF, PEER -> kind == null ? node.name() : node.name() + ", " + word(kind);
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= MAX_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME - 1)) + "…";
    }
}
