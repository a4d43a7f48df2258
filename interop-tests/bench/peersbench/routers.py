"""The routers that are compared, each with the configuration that a user would give it for these networks."""
import glob
import os
import re
import shutil
import subprocess
import time

from .network import disk, is_server, on, run
from .origin import AdminOrigin, KernelOrigin

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", ".."))
STATE = "/run/peers"
START_SECONDS = 30
WARM_UP_SECONDS = 90
NETLINK_BUFFER = 64 << 20


def commit():
    """The last commit that changed our programs, as git names it, and whether they have been changed since."""
    git = ("git", "-C", ROOT)
    programs = ("--", "pom.xml", *(f"{module}/src/main" for module in ("fsm", "ddm-api", "ddmd", "ddmadm")))
    try:
        changed = run(*git, "status", "--porcelain", *programs)
        return run(*git, "log", "-1", "--format=%h", *programs).strip() + (" and changes" if changed else "")
    except (OSError, RuntimeError) as failure:
        return f"commit unknown: {failure}"


class Router:
    """The processes of one kind of router on all nodes of a network."""

    key = title = package = ""
    protocol = 0  # of its routes in the kernel
    multipath = True
    most_prefixes = 100_000
    origin = KernelOrigin

    def __init__(self, network):
        self.network = network
        self.processes = {node: {} for node in network.nodes}
        self.stopping = False
        os.makedirs(STATE, exist_ok=True)
        os.chmod(STATE, 0o777)

    @classmethod
    def missing(cls):
        """Why it cannot run here, or None."""
        return None if shutil.which(cls.key) else f"not installed (Debian: apt install {cls.package})"

    @classmethod
    def version(cls):
        raise NotImplementedError

    def configure(self, node):
        """Writes what start() needs, before the time begins."""

    def start(self, node):
        raise NotImplementedError

    def launch(self, node, name, *command):
        with on(node), open(f"{STATE}/{node}.log", "a") as log:
            self.processes[node][name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def write(self, name, text):
        with open(f"{STATE}/{name}", "w") as file:
            file.write(text)

    def await_warm_up(self):
        """Waits until the processes have done what they do only once, some time after their start."""

    def check(self):
        """Raises if a process has ended."""
        for node, processes in self.processes.items():
            for name, process in list(processes.items()):  # a thread of another node may start one
                if process.poll() is not None and not self.stopping:
                    with open(f"{STATE}/{node}.log") as log:
                        raise RuntimeError(f"{name} on {node} ended with {process.returncode}: {log.read()[-1000:]}")

    def resident_mib(self, node):
        """The resident memory of all its processes on a node."""
        total = 0
        for process in self.processes[node].values():
            with open(f"/proc/{process.pid}/status") as status:
                total += int(re.search(r"^VmRSS:\s+(\d+) kB$", status.read(), re.M).group(1))
        return total / 1024

    def close(self):
        self.stopping = True
        for processes in self.processes.values():
            for process in processes.values():
                process.kill()
                process.wait()
        shutil.rmtree(STATE)


class Ddm(Router):
    """Ours, with the flags of interop-tests/lab; DDM_BIN is a directory whose programs are used instead."""

    key, title, protocol, origin = "ddm", "ddmd", 221, AdminOrigin

    @classmethod
    def program(cls, name):
        chosen = os.environ.get("DDM_BIN")
        return os.path.join(chosen, name) if chosen else os.path.join(ROOT, name, "bin", name)

    @classmethod
    def missing(cls):
        return None

    @classmethod
    def version(cls):
        version = run(cls.program("ddmd"), "--version").strip().removeprefix("ddmd ")
        if "DDM_BIN" in os.environ:
            return version
        return f"{version} ({commit()})"

    def start(self, node):
        interfaces = [flag for neighbor in self.network.neighbors(node) for flag in ("-a", f"to-{neighbor}")]
        self.launch(node, "ddmd", self.program("ddmd"), *interfaces, "--router-id", node, "--kind",
                    "server" if is_server(node) else "transit", "--dataplane", "linux", "--data-dir",
                    f"{disk()}/{node}-data", "--admin-addr", "::1", "--admin-port", "8000")
        if is_server(node):
            admin = AdminOrigin(node)
            admin.originate(f"fd00:{self.network.number[node]:x}::/64", lambda: self.stopping)
            admin.close()

    def close(self):
        super().close()
        for node in self.network.nodes:
            shutil.rmtree(f"{disk()}/{node}-data", ignore_errors=True)

    def await_warm_up(self):
        end = time.monotonic() + WARM_UP_SECONDS
        for node in self.network.nodes:
            while True:
                with open(f"{STATE}/{node}.log") as log:
                    text = log.read()
                if re.search("warmed up in [0-9,]+ ms", text):
                    break
                self.check()
                if time.monotonic() > end:
                    raise RuntimeError(f"{node} is not warmed up after {WARM_UP_SECONDS} s: {text[-1000:]}")
                time.sleep(0.1)


class Frr(Router):
    """zebra and bgpd: unnumbered BGP, an AS for each node, the profile for data centers."""

    key, title, package, protocol = "frr", "FRR", "frr", 186
    programs = "/usr/lib/frr"

    @classmethod
    def missing(cls):
        return None if os.path.exists(f"{cls.programs}/bgpd") else f"not installed (Debian: apt install {cls.package})"

    @classmethod
    def version(cls):
        return re.search(r"version (\S+)", run(f"{cls.programs}/bgpd", "--version")).group(1)

    def configure(self, node):
        place, number = f"/run/frr/{node}", self.network.number[node]
        os.makedirs(place)
        neighbors = [f"to-{neighbor}" for neighbor in self.network.neighbors(node)]
        bgp = ["frr defaults datacenter", f"router bgp {65000 + number}", f"bgp router-id 10.0.0.{number}",
               "no bgp ebgp-requires-policy", "no bgp default ipv4-unicast", "no bgp network import-check",
               "bgp bestpath as-path multipath-relax",
               *(f"neighbor {device} interface remote-as external" for device in neighbors),
               "address-family ipv6 unicast", f"network {self.network.address(node)}/128",
               *(["redistribute kernel"] if is_server(node) else []),
               *(f"neighbor {device} activate" for device in neighbors), "maximum-paths 64", "exit-address-family"]
        for name, lines in (("bgpd", bgp), ("zebra", ["frr defaults datacenter"])):
            with open(f"{place}/{name}.conf", "w") as file:
                file.write("\n".join(lines) + "\n")
        run("chown", "-R", "frr:frr", "/run/frr")

    def start(self, node):
        self.program(node, "zebra", "-s", "90000000")
        end = time.monotonic() + START_SECONDS
        while not os.path.exists(f"/run/frr/{node}/zserv.api"):
            self.check()
            if self.stopping or time.monotonic() > end:
                raise RuntimeError(f"zebra on {node} has no socket after {START_SECONDS} s")
            time.sleep(0.002)
        self.program(node, "bgpd")

    def program(self, node, name, *flags):
        self.launch(node, name, f"{self.programs}/{name}", "-N", node, "-f", f"/run/frr/{node}/{name}.conf",
                    "-A", "127.0.0.1", "-P", "0", *flags)

    def close(self):
        super().close()
        for place in glob.glob("/run/frr/*"):
            shutil.rmtree(place)


class Bird(Router):
    """BGP over the link-local addresses of the links, an AS for each node."""

    key, title, package, protocol = "bird", "BIRD", "bird2", 12

    @classmethod
    def version(cls):
        return run("bird", "--version").split()[-1]

    def configure(self, node):
        number, learn = self.network.number[node], "learn; " if is_server(node) else ""
        lines = [f"router id 10.0.0.{number};", "protocol device { scan time 10; }",
                 # With its default buffer BIRD loses routes of a burst, and finds them at its next scan only.
                 f"protocol kernel {{ netlink rx buffer {NETLINK_BUFFER}; {learn}merge paths yes; scan time 20; "
                 "ipv6 { import all; export filter { if source ~ [RTS_INHERIT, RTS_DEVICE, RTS_STATIC] then reject; "
                 "accept; }; }; }",
                 f"protocol static {{ ipv6; route {self.network.address(node)}/128 via \"lo\"; }}"]
        for neighbor in self.network.neighbors(node):
            lines.append(f"protocol bgp {neighbor} {{ local as {65000 + number}; interface \"to-{neighbor}\"; direct; "
                         f"neighbor {self.network.link_local(neighbor)} as {65000 + self.network.number[neighbor]}; "
                         "ipv6 { import all; export all; next hop self; }; }")
        self.write(f"{node}.conf", "\n".join(lines) + "\n")

    def start(self, node):
        self.launch(node, "bird", "bird", "-f", "-c", f"{STATE}/{node}.conf", "-s", f"{STATE}/{node}.ctl")


class Babel(Router):
    """babeld on wired links; it installs one path only."""

    key, title, package, protocol = "babeld", "babeld", "babeld", 42
    multipath = False
    most_prefixes = 1000  # 10,000 take more than half a minute to go

    @classmethod
    def version(cls):
        return run("babeld", "-V").strip().removeprefix("babeld-")

    def configure(self, node):
        links = [f"interface to-{neighbor} type wired" for neighbor in self.network.neighbors(node)]
        self.write(f"{node}.conf", "\n".join([
            "link-detect true", "skip-kernel-setup true", *links, "redistribute ip fd10::/16 ge 17 allow",
            "redistribute ip fd00::/16 allow", "redistribute deny"]) + "\n")

    def start(self, node):
        self.launch(node, "babeld", "babeld", "-c", f"{STATE}/{node}.conf", "-S", f"{STATE}/{node}.state",
                    "-I", f"{STATE}/{node}.pid")


ROUTERS = {router.key: router for router in (Ddm, Frr, Bird, Babel)}
