"""Tests of what needs no network: python3 -m unittest discover interop-tests/bench/peersbench -t interop-tests/bench"""
import argparse
import errno
import importlib.machinery
import importlib.util
import os
import socket
import struct
import tempfile
import threading
import time
import unittest
import unittest.mock
import xml.etree.ElementTree

from peersbench import lab, netlink, network, origin, plots, report, results
from peersbench.goals import GOALS
from peersbench.measures import NOTHING
from peersbench.network import prefix_bytes, prefix_text
from peersbench.routers import ROUTERS

LOADER = importlib.machinery.SourceFileLoader("peers", os.path.join(os.path.dirname(__file__), "..", "peers"))
peers = importlib.util.module_from_spec(importlib.util.spec_from_loader("peers", LOADER))
LOADER.exec_module(peers)

ADDRESS = bytes.fromhex("fd10") + bytes(14)


def notification(address, kind=netlink.NEW_ROUTE, bits=64, flags=0, unicast=netlink.UNICAST):
    body = netlink.ROUTE.pack(socket.AF_INET6, bits, 0, 0, 254, 4, 0, unicast, flags)
    return netlink.message(kind, 0, body + netlink.attribute(netlink.DST, address))


def next_hop(device, flags=0):
    return netlink.NEXT_HOP.pack(netlink.NEXT_HOP.size, flags, 0, device)


CONDITIONS = {"machine": "a machine", "version": "1", "date": "2026-01-02 03:04", "data": ""}


def filled(values):
    """Results with values by series and router."""
    made = results.Results(None)
    for (series, router), list_of_values in values.items():
        made.begin("one", router, CONDITIONS, True)
        for value in list_of_values:
            made.record("one", series, router, value)
            made.network("one", router, (25, 2), None)
    return made


class NetlinkTest(unittest.TestCase):
    def test_encodes_a_route_as_the_kernel_documents_it(self):
        found = netlink.added(netlink.route(ADDRESS, 64, device=1))
        self.assertEqual(found.hex(), "40000000" "1800" "0106" "00000000" "00000000"
                         "0a400000" "fe040001" "00000000" "14000100" "fd10" + "00" * 14
                         + "0800060064000000" "0800040001000000")

    def test_acknowledges_only_the_last_request_of_a_chunk(self):
        made = list(netlink.chunks([netlink.added(netlink.route(prefix_bytes(i), 64, device=1)) for i in range(1000)]))
        self.assertEqual(len(made), 2)
        self.assertTrue(all(len(chunk) <= netlink.CHUNK for chunk in made))
        flags = [struct.unpack_from("=H", chunk, at + 6)[0] & netlink.ACK for chunk in made
                 for at in range(0, len(chunk), 64)]
        self.assertEqual(sum(map(len, made)), 1000 * 64)
        self.assertEqual([i for i, flag in enumerate(flags) if flag], [511, 999])

    def test_raises_what_the_kernel_did_not_accept(self):
        with self.assertRaises(FileExistsError):
            list(netlink.messages(netlink.message(netlink.ERROR, 0, struct.pack("=i", -errno.EEXIST))))
        self.assertEqual(len(list(netlink.messages(netlink.message(netlink.ERROR, 0, struct.pack("=i", 0))))), 1)

    def test_rejects_lengths_that_do_not_advance(self):
        with self.assertRaises(ValueError):
            list(netlink.messages(bytes(16)))
        with self.assertRaises(ValueError):
            list(netlink.attributes(bytes(8), 0))

    def test_sees_unicast_routes_that_come_and_go(self):
        data = notification(ADDRESS) + notification(ADDRESS, netlink.DELETE_ROUTE)
        self.assertEqual([change.present for change in netlink.route_changes(data)], [True, False])
        for other in ({"flags": netlink.CLONED}, {"unicast": 7}, {"kind": netlink.NEW_LINK}):
            self.assertEqual(list(netlink.route_changes(notification(ADDRESS, **other))), [])

    def test_counts_next_hops_that_live(self):
        head = notification(ADDRESS)[netlink.HEADER.size:]
        several = netlink.attribute(netlink.MULTIPATH, next_hop(3) + next_hop(4, netlink.LINK_DOWN) + next_hop(5))
        self.assertEqual(netlink.devices(head + several), {3, 5})
        self.assertEqual(netlink.devices(head + netlink.attribute(netlink.OIF, struct.pack("=i", 7))), {7})
        dead = notification(ADDRESS, flags=netlink.DEAD)[netlink.HEADER.size:]
        self.assertEqual(netlink.devices(dead + netlink.attribute(netlink.OIF, struct.pack("=i", 7))), set())

    def test_sees_carriers(self):
        links = b"".join(netlink.message(netlink.NEW_LINK, 0, netlink.LINK.pack(0, 1, index, flags, 0))
                         for index, flags in ((3, netlink.LOWER_UP | 1), (4, 1)))
        self.assertEqual(list(netlink.carriers(links)), [(3, True), (4, False)])


class FollowTest(unittest.TestCase):
    def setUp(self):
        self.kernel, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.netlink = netlink.Netlink.__new__(netlink.Netlink)
        self.netlink.socket = ours
        self.addCleanup(self.kernel.close)
        self.addCleanup(ours.close)
        self.wanted = {(prefix_bytes(i), 64) for i in range(3)}

    def test_ends_with_the_last_route_and_not_with_their_number(self):
        for i in (0, 0, 0, 1):
            self.kernel.send(notification(prefix_bytes(i)))
        last = threading.Timer(0.1, lambda: self.kernel.send(notification(prefix_bytes(2))))
        began = time.monotonic_ns()
        last.start()
        _, end = self.netlink.follow(self.wanted, True, 5)
        last.join()
        self.assertGreater(end - began, 90e6)

    def test_says_how_many_have_not_come(self):
        self.kernel.send(notification(prefix_bytes(0)))
        self.kernel.send(notification(prefix_bytes(1), netlink.DELETE_ROUTE))
        with self.assertRaisesRegex(TimeoutError, "2 of 3 routes have not come"):
            self.netlink.follow(self.wanted, True, 0.5)

    def test_follows_routes_that_go(self):
        for i in range(3):
            self.kernel.send(notification(prefix_bytes(i), netlink.DELETE_ROUTE))
        self.netlink.follow(self.wanted, False, 5)

    def test_reports_an_overrun(self):
        class Full:
            def recv(self, *_):
                raise OSError(errno.ENOBUFS, "No buffer space available")
        self.netlink.socket = Full()
        with self.assertRaises(netlink.Overrun):
            self.netlink.receive()


class CutTest(unittest.TestCase):
    def test_a_route_that_is_lost_has_not_left_the_path(self):
        cut = lab.Lab.__new__(lab.Lab)
        cut.network = unittest.mock.Mock(nodes=["s1", "s2", "t1"], index={("s2", "t1"): 3, ("t1", "s1"): 4})
        cut.network.address.return_value, cut.network.neighbors.return_value = "fd00:1::1", ["t1"]
        cut.lookups, cut.carriers, cut.read = {"s2": unittest.mock.Mock()}, {}, lambda node: None
        cut.lookups["s2"].lookup.return_value = {3}
        waited = []

        def until(tests, timeout):
            waited.extend(tests)
            cut.carriers[("t1", 4)] = 0
            return 0
        cut.until = until
        with unittest.mock.patch.object(lab.subprocess, "Popen") as command:
            command.return_value.wait.return_value = 0
            cut.cut("s1", "s2")
        (node, _, holds), = waited
        self.assertEqual(node, "s2")
        self.assertEqual([bool(holds(found)) for found in (set(), {3}, {3, 5}, {5})], [False, False, False, True])


class OriginTest(unittest.TestCase):
    def test_makes_different_prefixes(self):
        self.assertEqual(len({prefix_text(i) for i in range(100_000)}), 100_000)
        self.assertEqual(socket.inet_pton(socket.AF_INET6, prefix_text(77).removesuffix("/64")), prefix_bytes(77))

    def test_reads_a_response_that_comes_in_pieces(self):
        pieces = [b"HTTP/1.1 400 Bad", b" Request\r\nContent-Length: 5\r\n\r", b"\nno", b" go", b""]
        self.assertEqual(origin.response(lambda _: pieces.pop(0)), (400, "no go"))

    def test_fails_when_the_connection_ends_early(self):
        pieces = [b"HTTP/1.1 204 No Content\r\n", b""]
        with self.assertRaises(ConnectionError):
            origin.response(lambda _: pieces.pop(0))


class ReportTest(unittest.TestCase):
    def test_shows_median_and_extremes(self):
        self.assertEqual(results.spread([]), "")
        self.assertEqual(results.spread([3.14159]), "3.1")
        self.assertEqual(results.spread([20_000.4, 0.451, 12.3]), "12 (0.45 to 20,000)")

    def test_compares_with_each_router_and_the_kernel(self):
        made = filled({("10000 cold", "ddm"): [600, 400], ("10000 cold", "frr"): [250],
                       ("kernel 10000", NOTHING): [60]})
        row, = [line for line in report.figures(made).splitlines() if "first burst: last route" in line]
        self.assertEqual([cell.strip() for cell in row.split("|")[2:-1]],
                         ["500 (400 to 600)", "250", "60", "2.0 FRR, 8.3 kernel"])

    def test_does_not_compare_what_is_accepted(self):
        made = filled({("one accepted", "ddm"): [2], ("one accepted", "frr"): [1]})
        row, = [line for line in report.figures(made).splitlines() if "accepted by s1" in line]
        self.assertEqual([cell.strip() for cell in row.split("|")[2:-1]], ["2.0", "1.0", "", ""])

    def test_names_what_has_no_values(self):
        made = filled({("one", "ddm"): [1], ("one", "frr"): [2]})
        missing = report.unmeasured(made)
        self.assertEqual(missing["babeld"], ["one", "1000", "start", "memory", "carrier"])
        self.assertEqual(missing["kernel"], ["kernel"])
        self.assertNotIn("one", missing["ddmd"] + missing["FRR"])
        self.assertNotIn("process", missing["FRR"])
        self.assertIn("* not measured: `kernel` of kernel", report.conditions(made))
        self.assertNotIn("not measured", report.conditions(made, page=False))

    def test_says_what_was_measured_without_a_disk(self):
        cold = next(goal for goal in GOALS if goal.series == "1000 cold")
        for place, state in (("tmpfs", f"met on tmpfs; on ext4 {cold.disk}"), ("ext4", "met")):
            made = results.Results(None)
            made.begin("1000", "ddm", {**CONDITIONS, "data": place}, False)
            made.record("1000", "1000 cold", "ddm", cold.most)
            row, = [line for line in report.goals(made, False).splitlines() if "first burst" in line]
            self.assertEqual(row.split("|")[-2].strip(), state)
            self.assertIn(f"* data of ddmd on {place}", report.conditions(made))

    def test_says_what_became_of_each_goal(self):
        met, missed = GOALS[0], GOALS[1]
        made = filled({(met.series, "ddm"): [met.most], (missed.series, "ddm"): [missed.most * 3]})
        lines = report.goals(made).splitlines()[2:]
        self.assertEqual(len(lines), len(GOALS))
        self.assertRegex(lines[0], r"\| met +\|$")
        self.assertIn(f"3.0 times the goal. {missed.cause}", lines[1])
        self.assertIn("not measured", lines[2])

    def test_every_goal_is_a_row(self):
        self.assertEqual([goal.series for goal in GOALS if goal.series not in {row.series for row in report.ROWS}], [])

    def test_keeps_text_outside_the_markers(self):
        page = "before\n<!-- x: made by interop-tests/bench/peers -->\nold\n<!-- x: end -->\nafter\n"
        once = report.replace_section(page, "x", "new")
        self.assertEqual(once, page.replace("old", "\nnew\n"))
        self.assertEqual(report.replace_section(once, "x", "new"), once)
        with self.assertRaises(ValueError):
            report.replace_section(page + page, "x", "new")
        with self.assertRaises(ValueError):
            report.replace_section("no marker", "x", "new")

    def test_the_page_has_all_markers(self):
        with open(os.path.join(os.path.dirname(__file__), "..", "..", "..", "docs", "performance.md")) as file:
            page = file.read()
        for name in ("figures", "kernel", "conditions", "goals"):
            report.replace_section(page, name, "")

    def test_plots_are_xml_and_absent_without_values(self):
        self.assertEqual(plots.draw(results.Results(None)), {})
        made = filled({("one", "ddm"): [18], ("1000 cold", "ddm"): [742], ("1000 cold", "bird"): [9.5],
                       ("kernel 1000", NOTHING): [3.1], ("start", "ddm"): [900]})
        drawn = plots.draw(made)
        self.assertEqual(len(drawn), 2)
        for text in drawn.values():
            xml.etree.ElementTree.fromstring(text)


class OrderTest(unittest.TestCase):
    @staticmethod
    def order(*only, runs=1):
        return list(peers.networks(argparse.Namespace(only=only, runs=runs), ROUTERS))

    def test_routers_alternate(self):
        self.assertEqual([(key, run) for _, key, run in self.order("one", runs=2)],
                         [(key, run) for run in (0, 1) for key in ROUTERS])

    def test_measures_of_a_diamond_share_it(self):
        self.assertEqual({tuple(group) for group, _, _ in self.order("start", "one", "carrier")},
                         {("one",), ("start", "carrier")})

    def test_measures_only_what_a_router_can_do(self):
        self.assertEqual([key for _, key, _ in self.order("10000")], ["ddm", "frr", "bird"])
        self.assertEqual([key for _, key, _ in self.order("process", "kernel")], ["ddm", NOTHING])

    def test_sees_work_on_the_processors(self):
        looks = [(1000, 400, 9), (1100, 450, 2), (1200, 450, 4)]  # ticks, idle ticks, processes with this one
        with unittest.mock.patch.multiple(peers, LOAD_SECONDS=3, time=unittest.mock.Mock(), processor_state=lambda:
                                          looks.pop(0)):
            peers.time.monotonic.side_effect = range(10)
            self.assertEqual(peers.other_work(), (75, 2))
        total, idle, running = peers.processor_state()
        self.assertTrue(total > idle > 0 and running >= 1, (total, idle, running))

    def test_a_router_that_is_missing_is_an_error_if_it_is_measured(self):
        with unittest.mock.patch.object(ROUTERS["babeld"], "missing", classmethod(lambda _: "not installed")):
            for only, chosen in (("process", list(ROUTERS)), ("one", ["ddm"])):
                peers.needed(argparse.Namespace(only=[only], runs=1, peers=chosen))
            with self.assertRaisesRegex(SystemExit, "peers: babeld is not installed; --peers chooses other routers"):
                peers.needed(argparse.Namespace(only=["one"], runs=1, peers=["ddm", "babeld"]))

    def test_knows_file_systems(self):
        self.assertIn(network.file_system("/dev/shm"), network.MEMORY_FILE_SYSTEMS)

    def test_gives_values_to_the_measure_that_made_them(self):
        self.assertEqual(peers.owner(["start", "memory", "carrier"], "carrier event"), "carrier")
        self.assertEqual(peers.owner(["100000"], "memory full"), "100000")


class ResultsTest(unittest.TestCase):
    def test_keeps_other_measures_and_routers_in_the_file(self):
        with tempfile.TemporaryDirectory() as place:
            file = os.path.join(place, "made", "peers.json")
            first = results.Results(file)
            for name, router in (("one", "ddm"), ("one", "frr"), ("start", "ddm")):
                first.begin(name, router, CONDITIONS, False)
                first.record(name, name, router, 1)
                first.network(name, router, (50, 1), "it ended")
            first.save()
            second = results.Results(file)
            second.begin("one", "ddm", CONDITIONS, False)
            self.assertEqual([second.values("one", "ddm"), second.values("one", "frr"), second.values("start", "ddm")],
                             [[], [1], [1]])
            self.assertEqual(second.failures(), [("one", "frr", "it ended"), ("start", "ddm", "it ended")])

    def test_adds_only_to_values_of_the_same_program(self):
        made = filled({("one", "ddm"): [1]})
        made.begin("one", "ddm", {**CONDITIONS, "date": "later"}, True)
        self.assertEqual(made.values("one", "ddm"), [1])
        for other in ({"version": "2"}, {"machine": "another"}, {"data": "tmpfs"}):
            with self.assertRaises(SystemExit):
                made.begin("one", "ddm", {**CONDITIONS, **other}, True)

    def test_the_page_is_made_from_the_values_that_are_kept(self):
        kept = results.Results(peers.KEPT)
        with open(os.path.join(peers.DOCS, "performance.md")) as file:
            page = file.read()
        for name, content in (("figures", report.figures(kept)), ("kernel", report.kernel_figures(kept)),
                              ("conditions", report.conditions(kept)), ("goals", report.goals(kept))):
            self.assertEqual(report.replace_section(page, name, content), page)

    def test_names_load_versions_and_failures(self):
        made = filled({("one", "ddm"): [1, 2], ("one", "frr"): [3]})
        made.network("one", "frr", (75, 9), "TimeoutError: 1 of 1 routes have not come")
        shown = report.conditions(made)
        self.assertIn("* ddmd 1, FRR 1\n* not measured: ", shown)
        self.assertIn("\n* failed: one of FRR: TimeoutError: 1 of 1 routes have not come\n", shown)
        row = shown.splitlines()[-1]
        self.assertEqual([cell.strip() for cell in row.split("|")[1:-1]],
                         ["`one`", "2026-01-02 03:04", "2 of ddmd, 2 of FRR", "25 (25 to 75)", "2.0 (2.0 to 9.0)"])


if __name__ == "__main__":
    unittest.main()
