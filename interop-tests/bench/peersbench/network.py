"""Networks of routers on this machine: namespaces joined by links, inside a sandbox that ends with the bench."""
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile

CLONE_NEWNET = 0x40000000
INSIDE = "DDM_BENCH_PEERS"  # a directory on a disk
MEMORY_FILE_SYSTEMS = ("tmpfs", "ramfs")
LINE = (("t1", "s1"), ("t1", "s2"))
DIAMOND = (("t1", "s1"), ("t1", "s2"), ("t2", "s1"), ("t2", "s2"))


def enter_sandbox():
    """
    Runs this program again as the first process of namespaces of its own. The kernel ends what runs in them when that
    process ends, so nothing can be left behind, and /run is empty: the routers' sockets and files are there. What a
    router must not lose is in disk(), which goes too.
    """
    if os.environ.get(INSIDE):
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which a first process ignores: the one outside ends everything
        return
    if os.geteuid():
        raise SystemExit("peers: needs root, since FRR and BIRD do")
    inside = "mount -t tmpfs tmpfs /run && mkdir -p /run/netns && exec \"$0\" \"$@\""
    sandbox = ("unshare", "--mount", "--net", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc")
    with tempfile.TemporaryDirectory(prefix="ddm-peers-", dir=os.environ.get("TMPDIR", "/var/tmp")) as place:
        if file_system(place) in MEMORY_FILE_SYSTEMS:
            raise SystemExit(f"peers: {os.path.dirname(place)} is on {file_system(place)}, and what our daemon stores "
                             "must reach a disk: set TMPDIR to a directory on one")
        child = subprocess.Popen([*sandbox, "sh", "-ec", inside, sys.executable, *sys.argv],
                                 env={**os.environ, INSIDE: place})
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: child.kill())
        try:
            status = child.wait()
        except KeyboardInterrupt:
            child.kill()
            status = child.wait()
    sys.exit(status if status >= 0 else 128 - status)


def disk():
    """The directory for what must be on a disk."""
    return os.environ[INSIDE]


def file_system(place):
    """The name of the file system that holds a directory, such as ext4."""
    return run("stat", "--file-system", "--format=%T", place).strip().replace("ext2/ext3", "ext4")


def run(*command, text=None):
    """What a command prints; it must succeed."""
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stdout.strip()}")
    return done.stdout


def set_namespace(namespace):
    if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), f"cannot enter {namespace.name}")


@contextlib.contextmanager
def on(node):
    """Sockets and processes that this thread makes meanwhile are of this node."""
    with open("/proc/thread-self/ns/net") as before, open(f"/run/netns/{node}") as inside:
        set_namespace(inside)
        try:
            yield
        finally:
            set_namespace(before)


def is_server(node):
    return node.startswith("s")


def prefix_bytes(index):
    """The address of prefix number index, a /64; spread over all values, as in a network that assigns by rack."""
    spread = index * 0x9E3779B1 & 0xFFFFFFFF
    return bytes.fromhex(f"fd100000{spread:08x}") + bytes(8)


def prefix_text(index):
    return socket.inet_ntop(socket.AF_INET6, prefix_bytes(index)) + "/64"


class Network:
    """Namespaces and links without routers. Node number N owns fd00:N::1 and fe80::N."""

    def __init__(self, links):
        self.links = links
        self.nodes = sorted({node for link in links for node in link})
        self.number = {node: i + 1 for i, node in enumerate(self.nodes)}
        self.servers = [node for node in self.nodes if is_server(node)]
        self.index = {}
        try:
            self.build()
        except BaseException:
            self.close()
            raise

    def build(self):
        for node in self.nodes:
            run("ip", "netns", "add", node)
            with on(node):
                run("sysctl", "-qw", *(f"net.ipv6.{setting}" for setting in (
                    "conf.all.forwarding=1", "conf.default.forwarding=1", "conf.all.accept_dad=0",
                    "conf.default.accept_dad=0", "conf.default.addr_gen_mode=1", "fib_multipath_hash_policy=1")))
                run("ip", "-batch", "-", text=f"link set lo up\naddress add {self.address(node)}/128 dev lo\n")
        for i, (a, b) in enumerate(self.links):
            # Ends of a veth with the same index would have their carrier events delayed by up to a second.
            self.index[a, b], self.index[b, a] = 11 + 2 * i, 12 + 2 * i
            run("ip", "-n", a, "link", "add", f"to-{b}", "index", str(self.index[a, b]), "type", "veth",
                "peer", "name", f"to-{a}", "index", str(self.index[b, a]), "netns", b)
        for a, b in [*self.links, *((b, a) for a, b in self.links)]:
            run("ip", "-n", a, "-batch", "-", text=f"link set to-{b} up\n"
                f"address add {self.link_local(a)}/64 dev to-{b} nodad\n")

    def neighbors(self, node):
        return [b if a == node else a for a, b in self.links if node in (a, b)]

    def address(self, node):
        return f"fd00:{self.number[node]:x}::1"

    def link_local(self, node):
        return f"fe80::{self.number[node]:x}"

    def close(self):
        for node in self.nodes:
            if os.path.exists(f"/run/netns/{node}"):
                run("ip", "netns", "delete", node)
