"""What bench/hostile runs on a node: one attack, or the watcher of the router under attack.

usage: hostile_node.py attack NAME SECONDS | watch | get PATH

An attack prints one line of JSON at its end: what it did, by names of its own. bench/hostile decides with these facts,
and with what the watcher saw, whether the attack was one.
"""
import collections
import errno
import http.server
import json
import os
import random
import resource
import socket
import struct
import sys
import threading
import time

ADMIN = ("::1", 8000)
STATE = "/run/ddm-lab"
SOCKET = f"{STATE}/t1/admin.sock"
DISCOVERY_PORT, EXCHANGE_PORT, GROUP = 3549, 56797, "ff02::dd"
MAX_TABLE_BYTES = 34_603_008  # of the reply to a pull, with the default of --max-prefixes
MAX_INTERFACES = 1024  # dynamic ones
SLOWLY_READ = 30_000  # prefixes whose reply is longer than what kernels buffer


# --- what attacks and the watcher use ---------------------------------------------------------------------------------

def request(method, path, body=b"", timeout=5.0, target=ADMIN):
    """Asks the admin API on this node; returns the status and the body."""
    with connected(target, timeout) as s:
        head = [f"{method} {path} HTTP/1.1", "host: [::1]:8000", "api-version: 3.0.0", "connection: close",
                "content-type: application/json", f"content-length: {len(body)}", "", ""]
        s.sendall("\r\n".join(head).encode() + body)
        answer = b""
        while chunk := s.recv(65536):
            answer += chunk
    head, _, content = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), content


def connected(target, timeout):
    """A connection over TCP or a unix socket."""
    if not isinstance(target, str):
        return socket.create_connection(target, timeout=timeout)
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(timeout)
    s.connect(target)
    return s


def live(target, timeout):
    """Whether GET /live is answered with 200."""
    try:
        with connected(target, timeout) as s:
            s.sendall(b"GET /live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            return s.recv(64).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


def link_local(interface):
    with open("/proc/net/if_inet6") as lines:
        for line in lines:
            address, _, _, scope, _, name = line.split()
            if name == interface and scope == "20":
                return socket.inet_ntop(socket.AF_INET6, bytes.fromhex(address))
    raise SystemExit(f"{interface} has no link-local address")


def peer_address(interface):
    """The link-local address of the router at the other end, from one of its solicitations."""
    with open_group(interface) as s:
        s.settimeout(10)
        own = link_local(interface)
        while True:
            _, (source, *_) = s.recvfrom(512)
            if source.split("%")[0] != own:
                return source.split("%")[0]


def open_group(interface):
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    index = socket.if_nametoindex(interface)
    s.bind((GROUP, DISCOVERY_PORT, 0, index))
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                 socket.inet_pton(socket.AF_INET6, GROUP) + struct.pack("@I", index))
    return s


def discovery(router_id, flags, kind=0, version=2):
    name = router_id if isinstance(router_id, bytes) else router_id.encode()
    return bytes([version, flags, kind, len(name)]) + name


SOLICIT, ADVERTISE = 1, 2


class Forge:
    """Sends UDP packets from any source address on a link."""

    def __init__(self, interface):
        self.raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self.raw.bind((interface, 0))
        self.mac = self.raw.getsockname()[4]

    def send(self, source, target, payload):
        src, dst = (socket.inet_pton(socket.AF_INET6, a) for a in (source, target))
        length = 8 + len(payload)
        udp = struct.pack("!HHHH", DISCOVERY_PORT, DISCOVERY_PORT, length, 0) + payload
        pseudo = src + dst + struct.pack("!II", length, 17) + udp + b"\0" * (len(udp) % 2)
        total = sum(struct.unpack(f"!{len(pseudo) // 2}H", pseudo))
        while total >> 16:
            total = (total & 0xFFFF) + (total >> 16)
        udp = udp[:6] + struct.pack("!H", ~total & 0xFFFF or 0xFFFF) + udp[8:]
        ip = struct.pack("!IHBB", 6 << 28, length, 17, 255) + src + dst
        ether = (b"\x33\x33" + dst[12:] if dst[0] == 0xFF else b"\xff" * 6) + self.mac + b"\x86\xdd"
        self.raw.send(ether + ip + udp)


def paced(seconds, per_second):
    """Counts up, so many times a second, for so many seconds."""
    began = time.monotonic()
    for i in range(int(seconds * per_second)):
        while time.monotonic() - began < i / per_second:
            time.sleep(min(0.01, 1 / per_second))
        if time.monotonic() - began > seconds:
            return
        yield i


class Router:
    """A neighbor that speaks discovery, and answers pulls and pushes as the attack says."""

    def __init__(self, interface, pull=None, router_id="s3"):
        self.interface, self.router_id = interface, router_id
        self.facts = collections.Counter(pulls=0)
        self.address = link_local(interface)
        self.index = socket.if_nametoindex(interface)
        self.stopped = threading.Event()
        pulled = pull or (lambda handler: reply(handler, b'{"underlay":null,"tunnel":null}'))

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.facts["pulls"] += 1
                try:
                    pulled(self)
                    outer.facts["whole replies"] += 1
                except OSError as e:
                    outer.facts[f"replies cut by {errno.errorcode.get(e.errno, type(e).__name__)}"] += 1
                    self.close_connection = True

            def do_PUT(self):
                self.rfile.read(int(self.headers.get("content-length", 0)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            address_family = socket.AF_INET6
            daemon_threads = True

            def server_bind(self):
                # An attack before this one has left connections in TIME_WAIT.
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                self.socket.bind((self.server_address[0], EXCHANGE_PORT, 0, outer.index))

            def handle_error(self, *_):
                pass

        outer = self
        self.server = Server((self.address, EXCHANGE_PORT), Handler)
        self.unicast = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.unicast.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
        self.unicast.bind((self.address, DISCOVERY_PORT, 0, self.index))
        self.group = open_group(interface)
        for loop in (self.server.serve_forever, self.answer, self.solicit):
            threading.Thread(target=loop, daemon=True).start()

    def answer(self):
        while not self.stopped.is_set():
            packet, source = self.group.recvfrom(512)
            if packet[1] & SOLICIT and source[0].split("%")[0] != self.address:
                self.unicast.sendto(discovery(self.router_id, ADVERTISE), source)

    def solicit(self):
        while not self.stopped.wait(1.0):
            self.unicast.sendto(discovery(self.router_id, SOLICIT), (GROUP, DISCOVERY_PORT, 0, self.index))

    def push(self, peer, body):
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as s:
            s.settimeout(30)
            s.bind((self.address, 0, 0, self.index))
            s.connect((peer, EXCHANGE_PORT, 0, self.index))
            s.sendall(b"PUT /v2/push HTTP/1.1\r\nhost: x\r\nddm-extensions: body=10485760\r\n"
                      b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
            return s.recv(4096)[:12]


def reply(handler, body, status=200):
    handler.send_response(status)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def table(prefixes, path=("s3",)):
    entry = '{"destination":{"addr":"%s","len":64},"path":' + json.dumps(list(path)) + "}"
    entries = ",".join(entry % p for p in prefixes)
    return ('{"underlay":[%s],"tunnel":null}' % entries).encode()


def prefix(number):
    return "fd01:%x:%x::" % (number >> 16 & 0xFFFF, number & 0xFFFF)


def colliding(count):
    """Prefixes whose 64 bits have the same xor of their halves, so that java.lang.Long.hashCode is the same for all."""
    for i in range(count):
        high = 0xFD010000 + i
        low = high ^ 0x5A5A5A5A
        yield "%x:%x:%x:%x::" % (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)


# --- the attacks: each runs on its node for about so many seconds and returns what it did -----------------------------

def colliding_prefixes(seconds):
    body = table(colliding(4000))
    router = Router("to-t1", lambda handler: reply(handler, body))
    peer = peer_address("to-t1")
    ends = time.monotonic() + seconds
    half = json.loads(body)["underlay"]
    while time.monotonic() < ends:
        for name in ("withdraw", "announce"):
            update = {"underlay": {"announce": [], "withdraw": [], name: half}, "tunnel": None}
            router.facts["pushes: " + router.push(peer, json.dumps(update).encode()).decode()[9:]] += 1
            time.sleep(0.5)
    return router.facts


def large_table_at_rest(seconds):
    body = table(prefix(i) for i in range(100_000))
    router = Router("to-t1", lambda handler: reply(handler, body))
    time.sleep(seconds + 20)  # two periodic pulls
    return router.facts


def huge_table(seconds):
    """As large as the transit accepts by its length; of the limit on prefixes it has four times as many."""
    size = MAX_TABLE_BYTES - 1000
    body = table(prefix(i) for i in range(size // 60))[:size]
    body = body[:body.rindex(b"},{") + 1] + b'],"tunnel":null}'
    router = Router("to-t1", lambda handler: reply(handler, body))
    time.sleep(seconds + 20)
    return {**router.facts, "bytes": len(body), "entries": body.count(b"destination")}


def endless_error(seconds):
    ends = time.monotonic() + seconds

    def pull(handler):
        handler.send_response(500)
        handler.end_headers()
        while time.monotonic() < ends:
            handler.wfile.write(b"x" * 100_000)
            router.facts["bytes"] += 100_000
    router = Router("to-t1", pull)
    time.sleep(seconds)
    return router.facts


def changing_id(seconds):
    """On the honest neighbor's own link, from its own address."""
    own, forge = link_local("to-t1"), Forge("to-t1")
    # The honest daemon holds the group's port, so it is asked who its peer is.
    peer = next(iter(json.loads(request("GET", "/peers")[1]).values()))["addr"]
    sent = 0
    for sent in paced(seconds, 190):
        forge.send(own, peer, discovery("x%d" % sent, ADVERTISE))
    return {"packets": sent}


def changing_address(seconds):
    """Each a new router that no one can connect to."""
    forge, peer = Forge("to-t1"), peer_address("to-t1")
    sent = 0
    for sent in paced(seconds, 190):
        forge.send("fe80::dead:%x" % (sent + 1), peer, discovery("x%d" % sent, ADVERTISE))
    return {"packets": sent}


def ghost_solicitations(seconds):
    forge = Forge("to-t1")
    sent = 0
    for sent in paced(seconds, 180):
        forge.send("fe80::dead:1", GROUP, discovery("ghost", SOLICIT))
    return {"packets": sent}


def non_peer_bodies(seconds):
    """Of a node that has never said that it is a router: as large as it may be, and wrong in every entry."""
    peer, index = peer_address("to-t1"), socket.if_nametoindex("to-t1")
    entry = '{"destination":{"addr":"fd00::","len":200},"path":["x"]}'
    body = ('{"underlay":{"announce":[%s],"withdraw":[]},"tunnel":null}' % ",".join([entry] * 1100)).encode()
    facts = collections.Counter()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as s:
            s.settimeout(5)
            try:
                s.connect((peer, EXCHANGE_PORT, 0, index))
                s.sendall(b"PUT /v2/push HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
                facts["bodies sent"] += 1
                facts["answers: " + (s.recv(64)[9:12].decode() or "closed")] += 1
            except OSError as e:
                facts[failure(e)] += 1
    return facts


def forged_log_lines(seconds):
    forge, peer = Forge("to-t1"), peer_address("to-t1")
    sent = 0
    for sent in paced(seconds, 190):
        name = b"\x1b[2J\n2026-01-01T00:00:00Z ERROR all is lost " + b"y" * 180 + b"%d" % sent
        forge.send("fe80::dead:%x" % (sent % 3 + 1), peer, discovery(name, ADVERTISE))
    return {"packets": sent}


def large_admin_bodies(seconds):
    """Prefixes without end: each body is read whole before it is rejected, so that none of them is originated."""
    body = ("[" + ",".join('"%s/64"' % prefix(i) for i in range(1_800_000))).encode()[:33_000_000]
    facts = collections.Counter(bytes=len(body))
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            facts[f"answers: {request('PUT', '/prefix', body, timeout=20)[0]}"] += 1
        except (OSError, ValueError, IndexError) as e:
            facts[failure(e)] += 1
    return facts


def half_sent_bodies(seconds):
    held, facts = [], collections.Counter()
    for _ in range(100):
        try:
            s = socket.create_connection(ADMIN, timeout=5)
            held.append(s)
            s.sendall(b"PUT /prefix HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                      b"api-version: 3.0.0\r\ncontent-length: 33000000\r\n\r\n" + b'["fd00::/64",' * 1_000_000)
            facts["halves sent"] += 1
        except OSError as e:
            facts[failure(e)] += 1
    facts["connections"] = len(held)
    time.sleep(seconds)
    return facts


def slow_readers(seconds):
    """Clients that read the head of a long reply and no more."""
    prefixes = json.dumps(["%s/64" % prefix(i) for i in range(SLOWLY_READ)]).encode()
    facts = collections.Counter({f"PUT: {request('PUT', '/prefix', prefixes, timeout=20)[0]}": 1})
    held = []
    for _ in range(1000):
        s = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        held.append(s)
        try:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.settimeout(2)
            s.connect(ADMIN)
            s.sendall(b"GET /originated HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\n\r\n")
            head = s.recv(512).decode("latin-1")
            long = head.startswith("HTTP/1.1 200 ") and content_length(head) > 400_000
            facts["long replies begun" if long else f"answers: {head[9:12] or 'closed'}"] += 1
        except OSError as e:
            facts[failure(e)] += 1
    time.sleep(seconds)
    for s in held:
        s.close()
    withdrawn = retried(lambda: request("DELETE", "/prefix", prefixes, timeout=20)[0])
    facts[f"DELETE: {withdrawn}"] += 1
    return facts


def content_length(head):
    lines = [line for line in head.lower().split("\r\n") if line.startswith("content-length:")]
    return int(lines[0].split(":")[1]) if lines else 0


def retried(call):
    """For a request that must be done, when the attack has just ended."""
    for _ in range(50):
        try:
            return call()
        except (OSError, ValueError, IndexError):
            time.sleep(0.2)
    return call()


def many_connections(seconds):
    resource.setrlimit(resource.RLIMIT_NOFILE, [max(16_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1])] * 2)
    held, facts = [], collections.Counter()
    for _ in range(15_000):
        try:
            s = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
            s.settimeout(0.5)
            s.connect(ADMIN)
            held.append(s)
        except OSError as e:
            facts[failure(e)] += 1
            time.sleep(0.01)
    facts["connections"] = len(held)
    time.sleep(seconds)
    return facts


def many_interfaces(seconds):
    """More interfaces than are permitted, and as many as are, other ones each time."""
    facts = collections.Counter()
    ends = time.monotonic() + seconds

    def put(names):
        return request("PUT", "/external_peers", json.dumps({"address_objects": names}).encode(), timeout=20)

    rounds = 0
    while time.monotonic() < ends:
        rounds += 1
        for count in (20_000, MAX_INTERFACES):
            try:
                status, body = put(["%d.%d" % (rounds, i) for i in range(count)])
                facts[f"{count}: {status}" + (", too many" if b"too many interfaces" in body else "")] += 1
            except (OSError, ValueError, IndexError) as e:
                facts[failure(e)] += 1
    facts["at once"] = len(json.loads(request("GET", "/interfaces")[1]))
    facts[f"none: {retried(lambda: put([])[0])}"] += 1
    return facts


def failure(e):
    return "failed: " + (errno.errorcode.get(e.errno, "") if isinstance(e, OSError) and e.errno else type(e).__name__)


ATTACKS = {function.__name__.replace("_", "-"): function for function in (
    colliding_prefixes, large_table_at_rest, changing_id, non_peer_bodies, endless_error, forged_log_lines,
    ghost_solicitations, changing_address, huge_table, large_admin_bodies, half_sent_bodies, slow_readers,
    many_connections, many_interfaces)}


# --- what is looked at, on t1, until standard input ends --------------------------------------------------------------

def daemon_pid():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                words = f.read().split(b"\0")
            program = os.readlink(f"/proc/{pid}/exe").rsplit("/", 1)[-1]
        except OSError:
            continue
        if program == "java" and f"{STATE}/t1/data".encode() in words:
            return int(pid)
    return 0


def counted():
    """Every series of /metrics but the histograms, through the socket."""
    text = request("GET", "/metrics", target=SOCKET, timeout=10)[1].decode()
    series = (line.rsplit(" ", 1) for line in text.splitlines() if line and line[0] != "#")
    return {name: float(value) for name, value in series if not name.startswith("ddm_loop_cpu")}


def watch():
    """Prints a line of JSON when it has begun, and one when standard input ends."""
    ended = threading.Event()
    pid = daemon_pid()
    seen = {"live_gap": 0.0, "tcp_gap": 0.0, "rss_mib": 0, "fds": 0, "paths": 0, "failed": []}
    before = counted()
    print(json.dumps({"pid": pid, "rss_mib": resident(pid)}), flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()

    def ask(key, target):
        good = time.monotonic()
        while not ended.wait(0.05):
            if live(target, 10):
                now = time.monotonic()
                seen[key] = max(seen[key], now - good)
                good = now
        seen[key] = max(seen[key], time.monotonic() - good)

    def paths():
        while not ended.wait(1):
            try:
                seen["paths"] = max(seen["paths"], int(counted().get('ddm_imported_paths{link="to-s3"}', 0)))
            except (OSError, ValueError, IndexError) as e:
                seen["failed"].append(failure(e))

    askers = [threading.Thread(target=ask, args=("live_gap", SOCKET)),
              threading.Thread(target=ask, args=("tcp_gap", ADMIN)), threading.Thread(target=paths)]
    for asker in askers:
        asker.start()
    while not ended.wait(0.1):
        try:
            seen["rss_mib"] = max(seen["rss_mib"], resident(pid))
            seen["fds"] = max(seen["fds"], len(os.listdir(f"/proc/{pid}/fd")))
        except OSError:
            seen["failed"].append("the daemon has ended")
            break
    ended.wait()
    for asker in askers:
        asker.join()
    after = retried(counted)
    seen["counted"] = {name: value - before.get(name, 0) for name, value in after.items()}
    print(json.dumps(seen), flush=True)


def resident(pid):
    with open(f"/proc/{pid}/status") as f:
        return next(int(line.split()[1]) // 1024 for line in f if line.startswith("VmRSS"))


if __name__ == "__main__":
    if sys.argv[1] == "watch":
        watch()
    elif sys.argv[1] == "get":
        print(request("GET", sys.argv[2])[1].decode())
    else:
        random.seed(1)
        print(json.dumps(ATTACKS[sys.argv[2]](float(sys.argv[3]))), flush=True)
