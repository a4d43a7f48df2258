package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reference tool's output byte for byte, with rows in our order. */
final class ReadVerbsTest extends FakeDdmdTestCase {

    private static final String PEERS = """
            {"10":{"status":{"type":"Solicit","duration":{"secs":0,"nanos":69999999}},\
            "addr":"fe80::1","host":"late","kind":1},\
            "3":{"status":{"type":"Exchange","duration":{"secs":3,"nanos":899000000}},\
            "addr":"fe80::5462:80ff:fe04:ee18","host":"piano","kind":0},\
            "2":{"status":{"type":"Exchange","duration":{"secs":3,"nanos":899000000}},\
            "addr":"fe80::88d8:adff:feef:282a","host":"violin","kind":0}}""";

    @Test
    void showsPeersSortedByIfindex() {
        ddmd.with("/peers", PEERS);
        shows("""
                Interface  Host    Address                    Kind     Status    Duration
                2          violin  fe80::88d8:adff:feef:282a  Server   Exchange  3s 899ms
                3          piano   fe80::5462:80ff:fe04:ee18  Server   Exchange  3s 899ms
                10         late    fe80::1                    Transit  Solicit   69ms
                """, "get-peers");
    }

    @Test
    void showsInterfaceNamesOfPeersOnRequest() {
        ddmd.with("/peers", PEERS.replace("\"kind\":0", "\"kind\":0,\"if_name\":\"to-s1\""));
        shows("""
                Interface  Host    Address                    Kind     Status    Duration  Name
                2          violin  fe80::88d8:adff:feef:282a  Server   Exchange  3s 899ms  to-s1
                3          piano   fe80::5462:80ff:fe04:ee18  Server   Exchange  3s 899ms  to-s1
                10         late    fe80::1                    Transit  Solicit   69ms      -
                """, "get-peers", "--names");
        assertThat(plain("get-peers").out()).doesNotContain("Name", "to-s1");
    }

    /** The first block is the reference's output byte for byte; the second is an interface that cannot be used. */
    @Test
    void showsInterfacesInBlocks() {
        String idle = """
                "stats":{"solicitations_sent":0,"solicitations_received":0,"advertisements_sent":0,\
                "advertisements_received":0,"peer_expirations":0,"peer_address_changes":0,"peer_established":0,\
                "updates_sent":0,"updates_received":0,"imported_underlay_prefixes":0,\
                "imported_tunnel_endpoints":0,"update_send_fail":0}""";
        ddmd.with("/interfaces", """
                {"4294967295":{"name":"qsfp0","addr":"::","status":{"type":"Init","duration":{"secs":1,"nanos":0}},\
                "peer":null,%s},\
                "2":{"name":"to-t1","addr":"fe80::3006:f4ff:fee8:5b45",\
                "status":{"type":"Exchange","duration":{"secs":18,"nanos":140000000}},\
                "peer":{"addr":"fe80::833:cbff:fe0d:846d","hostname":"t1","kind":1},\
                "stats":{"solicitations_sent":10,"solicitations_received":9,"advertisements_sent":9,\
                "advertisements_received":10,"peer_expirations":0,"peer_address_changes":0,"peer_established":1,\
                "updates_sent":0,"updates_received":1,"imported_underlay_prefixes":0,\
                "imported_tunnel_endpoints":0,"update_send_fail":0}}}""".formatted(idle));
        shows("""
                to-t1 (2)
                  Address         fe80::3006:f4ff:fee8:5b45
                  State           Exchange (18s 140ms)
                  Peer            fe80::833:cbff:fe0d:846d  t1  transit
                  Solicitations   sent 10                   rcvd 9
                  Advertisements  sent 9                    rcvd 10
                  Updates         sent 0                    rcvd 1
                  Imported        underlay 0                tunnel 0
                  Peer events     expired 0                 addr-chg 0  established 1

                qsfp0 (-)
                  Address         -
                  State           Init (1s 0ms)
                  Peer            N/A
                  Solicitations   sent 0      rcvd 0
                  Advertisements  sent 0      rcvd 0
                  Updates         sent 0      rcvd 0
                  Imported        underlay 0  tunnel 0
                  Peer events     expired 0   addr-chg 0  established 0
                """, "get-interfaces");
        ddmd.with("/interfaces", "{}");
        shows("", "get-interfaces");
    }

    @Test
    void dimsHeadingsOnATerminal() {
        ddmd.with("/originated_tunnel_endpoints", "[]");
        assertThat(Run.styled("-p", ddmd.port(), "tunnel-originated").out())
                .isEqualTo("\u001b[2mOverlay Prefix\u001b[0m  \u001b[2mBoundary Address\u001b[0m  "
                        + "\u001b[2mVNI\u001b[0m  \u001b[2mMetric\u001b[0m\n");
        ddmd.with("/prefixes", """
                {"fe80::5462:80ff:fe04:ee18":[{"destination":"fd00:b1::1/64","path":["piano"]}]}""");
        assertThat(Run.styled("-p", ddmd.port(), "get-prefixes").out()).isEqualTo("""
                \u001b[2mDestination\u001b[0m    \u001b[2mNext Hop\u001b[0m                   \u001b[2mPath\u001b[0m
                fd00:b1::1/64  fe80::5462:80ff:fe04:ee18  piano
                """);
    }

    @Test
    void sortsPrefixesByDestinationNextHopAndPath() {
        ddmd.with("/prefixes", """
                {"fe80::88d8:adff:feef:282a":[{"destination":"fd00:b::/64","path":["piano","harp","violin"]},\
                {"destination":"fd00:a::/64","path":["violin"]}],\
                "fe80::5462:80ff:fe04:ee18":[{"destination":"fd00:b1::1/64","path":["piano"]},\
                {"destination":"fd00:b::/64","path":["piano"]}]}""");
        shows("""
                Destination    Next Hop                   Path
                fd00:a::/64    fe80::88d8:adff:feef:282a  violin
                fd00:b::/64    fe80::5462:80ff:fe04:ee18  piano
                fd00:b::/64    fe80::88d8:adff:feef:282a  violin harp piano
                fd00:b1::1/64  fe80::5462:80ff:fe04:ee18  piano
                """, "get-prefixes");
    }

    @Test
    void showsOriginatedPrefixes() {
        ddmd.with("/originated", "[]");
        shows("Prefix\n", "get-originated");
        ddmd.with("/originated", "[\"fd00:5::/64\"]");
        shows("Prefix\nfd00:5::/64\n", "get-originated");
    }

    @Test
    void showsTunnelEndpoints() {
        ddmd.with("/tunnel_endpoints", """
                [{"origin":{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:a::1","vni":99,"metric":0},\
                "nexthop":"fe80::1"}]""").with("/originated_tunnel_endpoints", "[]");
        shows("""
                Overlay Prefix  Boundary Address  VNI  Metric
                203.0.113.0/24  fd00:a::1         99   0
                """, "tunnel-imported");
        shows("Overlay Prefix  Boundary Address  VNI  Metric\n", "tunnel-originated");
    }

    @Test
    void escapesTextFromPeers() {
        ddmd.with("/prefixes", """
                {"fe80::1":[{"destination":"fd00::/64","path":["a\\u001b[2Jb\\u202ec\\nd"]}]}""");
        shows("Destination  Next Hop  Path\nfd00::/64    fe80::1   a\\u001b[2Jb\\u202ec\\nd\n", "get-prefixes");
    }
}
