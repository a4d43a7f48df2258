package io.ddm.cli.noun;

import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.api.text.PrintableText;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.View;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code topology}: the links between routers, as the paths of this router show them. */
@Command(
        name = "topology",
        description = {"Show the links between routers that are on a path to this router.",
                "It is the view of this router: links that no best path uses are missing, and so is what filters hold"
                        + " back."})
public final class Topology extends ListVerb<Topology.Graph, Topology.Edge> {

    @Option(names = "--dot", description = "As a graph for Graphviz: ddmadm topology --dot | dot -Tsvg.")
    private boolean dot;

    @Option(names = "--mermaid", description = "As a Mermaid diagram, for Markdown.")
    private boolean mermaid;

    /** A link from a router to the next one behind it, and how many paths use it. */
    public record Edge(String near, String far, long paths) {}

    /**
     * What this router can see.
     *
     * @param self its id
     * @param edges sorted
     */
    public record Graph(String self, List<Edge> edges) {}

    @Override
    protected Graph query(AdminClient daemon) throws AdminClientException {
        if (dot && mermaid) {
            throw invalid("--dot cannot be combined with --mermaid");
        }
        String self = daemon.status().router().id();
        return new Graph(self, edges(self, daemon.prefixes()));
    }

    private static List<Edge> edges(String self, SortedMap<Ipv6Address, SortedSet<PathVector>> imported) {
        SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
        imported.values().forEach(paths -> paths.forEach(path -> {
            String near = self;
            for (RouterId far : path.path().routers().reversed()) {
                counts.computeIfAbsent(near, missing -> new TreeMap<>()).merge(far.value(), 1L, Long::sum);
                near = far.value();
            }
        }));
        List<Edge> edges = new ArrayList<>();
        counts.forEach((near, all) -> all.forEach((far, paths) -> edges.add(new Edge(near, far, paths))));
        return edges;
    }

    @Override
    protected String schema() {
        return "ddm.topology/1";
    }

    @Override
    protected List<Column<Edge>> columns() {
        return List.of(Column.of("NEAR", Edge::near), Column.of("FAR", Edge::far),
                Column.ofNumbers("PATHS", Edge::paths));
    }

    @Override
    protected List<Edge> rows(Graph graph) {
        return graph.edges;
    }

    @Override
    protected View forPeople(Table<Edge> table, Graph graph) {
        if (dot) {
            ddmadm().terminal().out().print(dot(graph));
        } else if (mermaid) {
            ddmadm().terminal().out().print(mermaid(graph));
        } else {
            return table;
        }
        return Notes.NONE;
    }

    @Override
    protected String summary(Graph graph) {
        return dot || mermaid
                ? ""
                : graph.edges.size() + (graph.edges.size() == 1 ? " link" : " links") + " in the view of " + graph.self;
    }

    private static String dot(Graph graph) {
        StringBuilder text = new StringBuilder("graph ddm {\n  label=" + quoted("the view of " + graph.self) + ";\n  "
                + quoted(graph.self) + " [shape=box];\n");
        graph.edges.forEach(edge -> text
                .append("  " + quoted(edge.near) + " -- " + quoted(edge.far) + " [label=" + edge.paths + "];\n"));
        return text.append("}\n").toString();
    }

    /** Ids of routers are any text, so the nodes have names of their own. */
    private static String mermaid(Graph graph) {
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put(graph.self, "n0");
        graph.edges.forEach(edge -> List.of(edge.near, edge.far)
                .forEach(router -> nodes.putIfAbsent(router, "n" + nodes.size())));
        StringBuilder text = new StringBuilder("graph LR\n");
        nodes.forEach((router, node) -> text.append("  " + node + "[" + quoted(router) + "]\n"));
        graph.edges.forEach(edge -> text
                .append("  " + nodes.get(edge.near) + " ---|" + edge.paths + "| " + nodes.get(edge.far) + "\n"));
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + PrintableText.line(text).replace("\\", "\\\\").replace("\"", "'") + '"';
    }
}
