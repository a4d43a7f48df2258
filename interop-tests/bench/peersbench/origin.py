"""How prefixes enter a network: by the admin API of a router, or as routes of the kernel below it."""
import json
import socket
import time

from . import netlink
from .network import on, prefix_bytes, prefix_text

IN_ONE_REQUEST = 10_000
IDLE_SECONDS = 2  # a connection that rested for longer may be about to be closed
TIMEOUT_SECONDS = 120
ADMIN_PORT = 8000
PREFIX_BITS = 64
LOOPBACK = 1  # its index in every network namespace


class KernelOrigin:
    """Routes to the loopback device, which the router redistributes."""

    def __init__(self, node):
        with on(node):
            self.netlink = netlink.Netlink()

    def change(self, indexes, present):
        """Adds or deletes prefixes; the monotonic times in nanoseconds of the first byte and of the last answer."""
        make = netlink.added if present else netlink.deleted
        datagrams = list(netlink.chunks(make(netlink.route(prefix_bytes(i), PREFIX_BITS, device=LOOPBACK))
                                        for i in indexes))
        began = time.monotonic_ns()
        self.netlink.change(datagrams)
        return began, time.monotonic_ns()

    def close(self):
        self.netlink.close()


class AdminOrigin:
    """PUT and DELETE of /prefix on one connection, which is open before the time begins."""

    def __init__(self, node):
        self.node, self.socket, self.used = node, None, 0

    def connect(self):
        self.close()
        with on(self.node):
            self.socket = socket.create_connection(("::1", ADMIN_PORT), timeout=TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def change(self, indexes, present):
        """Adds or deletes prefixes; the monotonic times in nanoseconds of the first byte and of the last answer."""
        indexes = list(indexes)
        requests = [request("PUT" if present else "DELETE", [prefix_text(i) for i in indexes[k:k + IN_ONE_REQUEST]])
                    for k in range(0, len(indexes), IN_ONE_REQUEST)]
        if not self.socket or time.monotonic() - self.used > IDLE_SECONDS:
            self.connect()
        began = time.monotonic_ns()
        for one in requests:
            self.exchange(one)
        ended = time.monotonic_ns()
        self.used = time.monotonic()
        return began, ended

    def exchange(self, one):
        self.socket.sendall(one)
        status, text = response(self.socket.recv)
        if status != 204:
            raise RuntimeError(f"{self.node} answered a change of prefixes with {status}: {text[:300]}")

    def originate(self, prefix, give_up):
        """Asks a router that is just starting until it has accepted a prefix; give_up() ends that."""
        while not give_up():
            try:
                self.connect()
                self.exchange(request("PUT", [prefix]))
                return
            except ConnectionError:
                time.sleep(0.01)

    def close(self):
        if self.socket:
            self.socket.close()
            self.socket = None


def request(method, prefixes):
    body = json.dumps(prefixes, separators=(",", ":")).encode()
    return (f"{method} /prefix HTTP/1.1\r\nhost: localhost\r\napi-version: 3.0.0\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n").encode() + body


def response(receive):
    """Status and body of an HTTP response."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += some(receive)
    head, body = data.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:])
    while len(body) < int(headers.get("content-length", 0)):
        body += some(receive)
    return int(lines[0].split()[1]), body.decode("utf-8", "replace")


def some(receive):
    data = receive(65536)
    if not data:
        raise ConnectionError("the connection was closed before the answer")
    return data
