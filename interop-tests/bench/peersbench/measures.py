"""The measures: each makes networks, and hands values to a recorder under the name of a series."""
import collections
import os
import socket
import subprocess
import time

from . import netlink
from .lab import SETTLE_SECONDS, FarKernel, Lab
from .network import DIAMOND, LINE, Network, on, prefix_bytes
from .origin import PREFIX_BITS
from .routers import ROOT, Ddm

IN_A_ROW, PAUSE_SECONDS = 25, 0.1
REST_SECONDS, REST_SECONDS_PER_PREFIX = 1, 1e-5  # between bursts
MEMORY_SECONDS = 5
CLIENT_RUNS = 3
SERVE_SECONDS = 30
JVM_FLAGS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--version")
# Bursts after the first one in the same routers; the last of them is the warm one.
WARM_BURSTS = {1000: 5, 10_000: 3, 100_000: 1}
KERNEL_COUNTS = (1000, 10_000, 100_000)
NOTHING = "nothing"


def ms(nanoseconds):
    return nanoseconds / 1e6


class Line:
    """s1, the transit t1 and s2, converged, with an origin at s1 and a watch on s2's kernel."""

    def __init__(self, router):
        self.lab, self.far, self.table = Lab(router, LINE), None, None
        try:
            self.lab.start()
            self.lab.stop_watching()
            self.far = FarKernel("s2")
            time.sleep(SETTLE_SECONDS)
            self.origin = router.origin("s1")
            with on("s2"):
                self.table = netlink.Netlink()
            self.others = self.table.count(router.protocol)
        except BaseException:
            self.__exit__()
            raise

    def change(self, indexes, present):
        """Milliseconds until the origin had accepted all prefixes, and until s2's kernel had the last of them."""
        self.far.follow(indexes, present)
        began, accepted = self.origin.change(indexes, present)
        _, last = self.far.result()
        self.lab.router.check()
        return ms(accepted - began), ms(last - began)

    def check(self, count):
        """Fails unless s2's kernel has so many prefixes now."""
        found = self.table.count(self.lab.router.protocol) - self.others
        if found != count:
            raise RuntimeError(f"s2's kernel has {found} prefixes, not {count}, a while after the last notification")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in (self.far, self.table):
            if one:
                one.close()
        self.lab.close()


def one(router, options, record):
    """One prefix after the other, while all routers rest."""
    with Line(router) as line:
        record("one first", line.change(range(1), True)[1])
        line.lab.router.await_warm_up()
        following = range(1, 1 + IN_A_ROW)
        for i in following:
            time.sleep(PAUSE_SECONDS)
            accepted, last = line.change(range(i, i + 1), True)
            record("one", last)
            record("one accepted", accepted)
        line.check(1 + IN_A_ROW)
        for i in following:
            record("one withdrawn", line.change(range(i, i + 1), False)[1])
            time.sleep(PAUSE_SECONDS)


def bulk(count):
    def measure(router, options, record):
        """Bursts of prefixes that come and go, the first in fresh routers."""
        with Line(router) as line:
            line.lab.router.await_warm_up()
            bursts = 1 + (1 if options.quick else WARM_BURSTS[count])
            for burst in range(bursts):
                kind = {0: "cold", bursts - 1: "warm"}.get(burst)
                for present in (True, False):
                    accepted, last = line.change(range(count), present)
                    if kind:
                        record(f"{count} {'' if present else 'withdrawn '}{kind}", last)
                        if present:
                            record(f"{count} accepted {kind}", accepted)
                    time.sleep(REST_SECONDS + count * REST_SECONDS_PER_PREFIX)
                    if present and burst == 0 and count == 100_000:
                        record("memory full", line.lab.router.resident_mib("t1"))
                    line.check(count if present else 0)
    return measure


def diamond(router, options, record):
    """Start, memory and carrier loss; they share a network of two servers and two transits."""
    lab = Lab(router, DIAMOND)
    try:
        took = lab.start()
        if "start" in options.only:
            record("start", ms(took))
        time.sleep(SETTLE_SECONDS)
        lab.router.await_warm_up()
        if "memory" in options.only:
            time.sleep(MEMORY_SECONDS)
            record("memory", lab.router.resident_mib("t1"))
        if "carrier" in options.only:
            event, left = lab.cut("s1", "s2")
            record("carrier", ms(left))
            record("carrier event", ms(event))
            record("carrier after event", ms(left - event))
    finally:
        lab.close()


def java():
    """The Java that our launchers choose."""
    found = subprocess.run(["sh", "-c", '. "$1" && find_jdk && echo "$jdk/bin/java"', "sh",
                            os.path.join(ROOT, "ddmd", "bin", "launch.sh")], capture_output=True, text=True)
    if found.returncode:
        raise RuntimeError("no Java is new enough")
    return found.stdout.strip()


def timed(*command):
    """Wall time and processor time in milliseconds of a command that succeeds, and what it prints."""
    began = time.monotonic_ns()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic_ns() - began
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {printed}")
    return ms(took), 1000 * (usage.ru_utime + usage.ru_stime), printed


def processor_ms(pid):
    """The processor time of a process and its threads, by the clock that the kernel gives each process."""
    return ms(time.clock_gettime_ns(~pid << 3 | 2))


def process(router, options, record):
    """A single daemon until its admin API answers, and a JVM that only says its version."""
    record("jvm processor", timed(java(), *JVM_FLAGS)[1])
    network = Network((("t1", "s1"),))
    daemon = router(network)
    try:
        began = time.monotonic_ns()
        daemon.start("t1")
        while not serves("t1"):
            daemon.check()
            if time.monotonic_ns() - began > SERVE_SECONDS * 1e9:
                raise TimeoutError(f"the daemon does not serve after {SERVE_SECONDS} s")
            time.sleep(0.005)
        record("process wall", ms(time.monotonic_ns() - began))
        record("process", processor_ms(daemon.processes["t1"]["ddmd"].pid))
    finally:
        daemon.close()
        network.close()


def serves(node):
    try:
        with on(node), socket.create_connection(("::1", 8000), timeout=10) as admin:
            admin.sendall(b"GET /peers HTTP/1.1\r\nhost: localhost\r\napi-version: 3.0.0\r\n\r\n")
            return admin.recv(4096).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return False


def client(router, options, record):
    """`ddmadm get-peers` on a transit with two peers, and a JVM that only says its version."""
    lab = Lab(router, LINE)
    try:
        lab.start()
        time.sleep(SETTLE_SECONDS)
        with on("t1"):
            for _ in range(CLIENT_RUNS):
                record("jvm", timed(java(), *JVM_FLAGS)[0])
                took, _, printed = timed(router.program("ddmadm"), "get-peers")
                if "s1" not in printed or "s2" not in printed:
                    raise RuntimeError(f"ddmadm get-peers does not show s1 and s2: {printed}")
                record("client", took)
    finally:
        lab.close()


def kernel(_, options, record):
    """Routes that go into a kernel beside which no router runs, 32 KiB of messages at a time."""
    network = Network((("t1", "s1"),))
    try:
        device, gateway = network.index["s1", "t1"], socket.inet_pton(socket.AF_INET6, network.link_local("t1"))
        with on("s1"):
            socket_of_s1 = netlink.Netlink()
        socket_of_s1.change(netlink.chunks([netlink.nexthop(1, device, gateway)]))
        for count in KERNEL_COUNTS:
            for kind, how in (("", {"device": device, "gateway": gateway}), ("object ", {"nexthop": 1})):
                bodies = [netlink.route(prefix_bytes(i), PREFIX_BITS, **how) for i in range(count)]
                for change, make in (("", netlink.added), ("withdrawn ", netlink.deleted)):
                    datagrams = list(netlink.chunks(map(make, bodies)))
                    began = time.monotonic_ns()
                    socket_of_s1.change(datagrams)
                    record(f"kernel {kind}{change}{count}", ms(time.monotonic_ns() - began))
        socket_of_s1.close()
        record("kernel carrier", ms(report_of_cut(network)))
    finally:
        network.close()


def report_of_cut(network):
    """Nanoseconds from before a command that takes t1's link its carrier until t1's kernel reports that."""
    with on("t1"):
        events = netlink.Netlink(netlink.GROUP_LINK)
    began = time.monotonic_ns()
    command = subprocess.Popen(["ip", "-n", "s1", "link", "set", "to-t1", "down"])
    try:
        while (network.index["t1", "s1"], False) not in netlink.carriers(events.receive()):
            pass
        took = time.monotonic_ns() - began
        if command.wait():
            raise RuntimeError(f"the command that cuts s1-t1 ended with {command.returncode}")
        return took
    finally:
        events.close()


Measure = collections.namedtuple("Measure", "work routers what prefixes", defaults=[0])
DIAMOND_MEASURES = ("start", "memory", "carrier")
MEASURES = {
    "one": Measure(one, "all", "a prefix is originated on s1: until s2's kernel has it, 25 in a row"),
    "1000": Measure(bulk(1000), "all", "1,000 prefixes, until the last one, and their withdrawal", 1000),
    "10000": Measure(bulk(10_000), "all", "10,000 prefixes", 10_000),
    "100000": Measure(bulk(100_000), "all", "100,000 prefixes, and the memory of the transit that has them", 100_000),
    "start": Measure(diamond, "all", "start of two servers and two transits, to every route in every kernel"),
    "memory": Measure(diamond, "all", "memory of a transit with two peers"),
    "carrier": Measure(diamond, "all", "a link loses its carrier: until the far server's kernel has left the path"),
    "process": Measure(process, "ddm", "processor time of a single daemon until it serves, beside a bare JVM"),
    "client": Measure(client, "ddm", "ddmadm get-peers, beside a bare JVM"),
    "kernel": Measure(kernel, "nothing", "the same numbers of routes into a kernel without a router"),
}
