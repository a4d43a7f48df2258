"""A network with running routers, and watches on its kernels."""
import multiprocessing
import select
import socket
import subprocess
import threading
import time

from . import netlink
from .network import Network, on, prefix_bytes
from .origin import PREFIX_BITS

CONVERGE_SECONDS = 60
# Longer than FRR and BIRD need for what they do after their first routes, such as their first router advertisements.
SETTLE_SECONDS = 3
TICK_SECONDS = 0.2
MEASURE_SECONDS = 60


class Lab:
    """One kind of router on a network; close() ends it."""

    def __init__(self, router, links):
        self.failures, self.threads, self.carriers = [], [], {}
        self.events, self.lookups = {}, {}
        self.network = Network(links)
        self.router = router(self.network)
        try:
            self.watch()
        except BaseException:
            self.close()
            raise

    def watch(self):
        for node in self.network.nodes:
            with on(node):
                self.events[node] = netlink.Netlink(netlink.GROUP_IPV6_ROUTE, netlink.GROUP_NEXTHOP,
                                                    netlink.GROUP_LINK)
                self.lookups[node] = netlink.Netlink()
            self.router.configure(node)

    def start(self):
        """Starts all routers at once; nanoseconds until every kernel has every route by every path."""
        began = time.monotonic_ns()
        for node in self.network.nodes:
            self.threads.append(threading.Thread(target=self.attempt, args=(self.router.start, node)))
            self.threads[-1].start()
        return self.until(self.complete(), CONVERGE_SECONDS) - began

    def attempt(self, work, node):
        try:
            work(node)
        except Exception as failure:  # the thread that waits for the routes reports it
            self.failures.append(failure)

    def complete(self):
        """What must be so when the network has converged: (node, address, test of the devices of its route)."""
        network, tests = self.network, []
        for server in network.servers:
            for node in network.nodes:
                if node == server:
                    continue
                paths = 1 if node not in network.servers or not self.router.multipath else len(network.neighbors(node))
                tests.append((node, socket.inet_pton(socket.AF_INET6, network.address(server)),
                              lambda found, paths=paths: len(found) >= paths))
        return tests

    def until(self, tests, timeout):
        """
        Follows the kernels until each test was true once; the monotonic time in nanoseconds of the last one. Routes are
        looked up after each notification of the node, so that changes of groups of next hops count too.
        """
        left, last, end = list(tests), 0, time.monotonic() + timeout
        ready = set(self.network.nodes)
        while True:
            for node in ready:
                self.read(node)
            for test in [test for test in left if test[0] in ready]:
                node, address, holds = test
                if holds(self.lookups[node].lookup(address)):
                    last = time.monotonic_ns()
                    left.remove(test)
            if not left:
                return last
            if self.failures:
                raise self.failures[0]
            self.router.check()
            if time.monotonic() > end:
                raise TimeoutError("after %d s not right: %s" % (timeout, ", ".join(
                    f"{node} to {socket.inet_ntop(socket.AF_INET6, address)}" for node, address, _ in left)))
            ready = {node for node in self.network.nodes if self.events[node] in
                     select.select(list(self.events.values()), [], [], TICK_SECONDS)[0]}

    def read(self, node):
        """Reads the notifications of a node's kernel, and keeps when carriers went."""
        while (data := self.events[node].receive(wait=False)) is not None:
            stamp = time.monotonic_ns()
            for index, up in netlink.carriers(data):
                if not up:
                    self.carriers.setdefault((node, index), stamp)

    def cut(self, server, far):
        """
        Takes the carrier of the link between a server and the transit that the far server uses. Nanoseconds from before
        the command until the transit's kernel says so, and until the far kernel has left the dead path.
        """
        network, address = self.network, socket.inet_pton(socket.AF_INET6, self.network.address(server))
        used = self.lookups[far].lookup(address)
        transit = next(node for node in network.neighbors(far) if network.index[far, node] in used)
        dead, lost = network.index[far, transit], (transit, network.index[transit, server])
        for node in network.nodes:
            self.read(node)
        self.carriers.clear()
        began = time.monotonic_ns()
        command = subprocess.Popen(["ip", "-n", server, "link", "set", f"to-{transit}", "down"])
        # A route that is gone has left the path too, but nothing reaches the server by it.
        left = self.until([(far, address, lambda found: found and dead not in found)], MEASURE_SECONDS)
        if command.wait():
            raise RuntimeError(f"the command that cuts {server}-{transit} ended with {command.returncode}")
        if lost not in self.carriers:
            raise RuntimeError(f"{far} left {transit} although {transit} had not lost its carrier to {server}")
        return self.carriers[lost] - began, left - began

    def stop_watching(self):
        """Each listener costs the kernel time and memory for each route."""
        for one in [*self.events.values(), *self.lookups.values()]:
            one.close()
        self.events, self.lookups = {}, {}

    def close(self):
        self.router.close()
        for thread in self.threads:
            thread.join()
        self.stop_watching()
        self.network.close()


class FarKernel:
    """A process of its own that follows the bulk prefixes of a node, so that it never waits for what feeds them."""

    def __init__(self, node):
        context = multiprocessing.get_context("fork")
        self.pipe, inner = context.Pipe()
        self.process = context.Process(target=self.serve, args=(node, inner), daemon=True)
        self.process.start()
        inner.close()

    @staticmethod
    def serve(node, pipe):
        with on(node):
            events = netlink.Netlink(netlink.GROUP_IPV6_ROUTE)
        while (order := pipe.recv()) is not None:
            indexes, present, timeout = order
            wanted = {(prefix_bytes(i), PREFIX_BITS) for i in indexes}
            try:
                events.drain()
                pipe.send("ready")
                pipe.send(events.follow(wanted, present, timeout))
            except (OSError, netlink.Overrun, ValueError) as failure:
                pipe.send(failure)

    def follow(self, indexes, present, timeout=MEASURE_SECONDS):
        """Begins to wait; result() gives what netlink.Netlink.follow does."""
        self.pipe.send((indexes, present, timeout))
        self.result()

    def result(self):
        answer = self.pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self):
        self.pipe.send(None)
        self.process.join(10)
        self.process.kill()
        self.pipe.close()
