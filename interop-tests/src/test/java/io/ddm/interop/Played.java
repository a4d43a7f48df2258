package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A node on which the reference is played: what it heard and sent, and how it is upset. */
record Played(NetnsLab lab, String node) {

    /**
     * A request that the played reference heard or sent.
     *
     * @param what method and path
     * @param host the header of that name
     * @param body what was sent with it, which is ASCII
     * @param outcome the status of the answer, or what became of it instead
     */
    record Request(String what, String host, String body, String outcome) {}

    /** The requests that it was sent, in order. */
    List<Request> heard() {
        return requests("heard");
    }

    /** The requests that it sent, in order. */
    List<Request> sent() {
        return requests("sent");
    }

    /** Upsets it; forgets what was heard and sent. {@code Stage.direct} says what there is. */
    void direct(String wanted) {
        lab.change(node, "PUT", "/stage", wanted);
        lab.change(node, "DELETE", "/stage", "");
    }

    /** Waits until it knows this many prefixes. */
    void knows(int prefixes) {
        eventually(() -> assertThat(lab.prefixes(node)).isEqualTo(prefixes));
    }

    private List<Request> requests(String way) {
        List<Request> requests = new ArrayList<>();
        for (JsonNode line : lab.request(node, "GET", "/stage", "").json()) {
            if (line.get("way").asText().equals(way)) {
                requests.add(new Request(line.get("request").asText(), line.get("host").asText(),
                        line.get("body").asText(), line.get("outcome").asText()));
            }
        }
        return requests;
    }
}
