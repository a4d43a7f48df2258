"""The few messages of rtnetlink that the benches need: routes go in, notifications of routes and links come out."""
import collections
import errno
import itertools
import os
import select
import socket
import struct
import time

NETLINK_ROUTE, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, SO_RCVBUFFORCE = 0, 270, 1, 33
GROUP_LINK, GROUP_IPV6_ROUTE, GROUP_NEXTHOP = 1, 11, 32
ERROR, DONE, NEW_LINK, NEW_ROUTE, DELETE_ROUTE, GET_ROUTE, NEW_NEXTHOP = 2, 3, 16, 24, 25, 26, 104
REQUEST, ACK, DUMP, EXCLUSIVE, CREATE = 0x1, 0x4, 0x300, 0x200, 0x400
DST, OIF, GATEWAY, PRIORITY, MULTIPATH, NEXTHOP_ID = 1, 4, 5, 6, 9, 30
NEXTHOP_OBJECT_ID, NEXTHOP_OIF, NEXTHOP_GATEWAY = 1, 5, 6
FIB_MATCH, CLONED = 0x2000, 0x200
DEAD, LINK_DOWN = 0x1, 0x10
LOWER_UP = 0x10000
UNICAST, MAIN_TABLE, STATIC = 1, 254, 4
HEADER, ROUTE, NEXT_HOP, LINK = (struct.Struct(f) for f in ("=IHHII", "=BBBBBBBBI", "=HBBi", "=BxHiII"))
METRIC = 100
CHUNK = 32 * 1024
RECEIVE_BUFFER = 256 << 20
# Notifications of a burst are read together, so that the reader takes little from the routers beside it.
PAUSE_SECONDS, READ_AT_ONCE = 0.001, 2000

Message = collections.namedtuple("Message", "kind body")
RouteChange = collections.namedtuple("RouteChange", "present address bits")


class Overrun(Exception):
    """The kernel had to drop notifications."""


def attribute(kind, value):
    return struct.pack("=HH", 4 + len(value), kind) + value + b"\0" * (-len(value) % 4)


def attributes(data, offset):
    """The attributes of a message as (kind, value)."""
    while offset + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, offset)
        if length < 4:
            raise ValueError(f"an attribute of {length} bytes")
        yield kind & 0x3FFF, data[offset + 4:offset + length]
        offset += length + 3 & ~3


def messages(data):
    """The messages of a datagram; errors are raised, acknowledgments are messages of kind ERROR."""
    offset = 0
    while offset + HEADER.size <= len(data):
        length, kind, _, _, _ = HEADER.unpack_from(data, offset)
        if length < HEADER.size:
            raise ValueError(f"a message of {length} bytes")
        body = data[offset + HEADER.size:offset + length]
        if kind == ERROR:
            code, = struct.unpack_from("=i", body)
            if code:
                raise OSError(-code, f"netlink: {os.strerror(-code)}")
        yield Message(kind, body)
        offset += length + 3 & ~3


def message(kind, flags, body):
    return HEADER.pack(HEADER.size + len(body), kind, flags, 0, 0) + body


def route(address, bits, *, device=None, gateway=None, nexthop=None):
    """The body of a message about a static route of the main table."""
    body = ROUTE.pack(socket.AF_INET6, bits, 0, 0, MAIN_TABLE, STATIC, 0, UNICAST, 0) + attribute(DST, address)
    body += attribute(PRIORITY, struct.pack("=I", METRIC))
    if gateway:
        body += attribute(GATEWAY, gateway)
    if device:
        body += attribute(OIF, struct.pack("=i", device))
    if nexthop:
        body += attribute(NEXTHOP_ID, struct.pack("=I", nexthop))
    return body


def nexthop(number, device, gateway):
    """A request for a nexthop object."""
    body = struct.pack("=BBBBI", socket.AF_INET6, 0, STATIC, 0, 0)
    body += attribute(NEXTHOP_OBJECT_ID, struct.pack("=I", number))
    body += attribute(NEXTHOP_OIF, struct.pack("=i", device)) + attribute(NEXTHOP_GATEWAY, gateway)
    return message(NEW_NEXTHOP, REQUEST | CREATE | EXCLUSIVE, body)


def added(body):
    return message(NEW_ROUTE, REQUEST | CREATE | EXCLUSIVE, body)


def deleted(body):
    return message(DELETE_ROUTE, REQUEST, body)


def chunks(requests):
    """The requests in datagrams; the last of each asks for an acknowledgment."""
    chunk, size = [], 0
    for request in requests:
        if size + len(request) > CHUNK:
            yield acknowledged(chunk)
            chunk, size = [], 0
        chunk.append(request)
        size += len(request)
    if chunk:
        yield acknowledged(chunk)


def acknowledged(chunk):
    flags, = struct.unpack_from("=H", chunk[-1], 6)
    return b"".join(chunk[:-1]) + chunk[-1][:6] + struct.pack("=H", flags | ACK) + chunk[-1][8:]


def is_change(data):
    """Whether a datagram begins with a message that a route has come or gone."""
    return data[4] in (NEW_ROUTE, DELETE_ROUTE)


def route_changes(data):
    """What a datagram of notifications says of unicast routes."""
    for kind, body in messages(data):
        if kind not in (NEW_ROUTE, DELETE_ROUTE):
            continue
        _, bits, _, _, _, _, _, kind_of_route, flags = ROUTE.unpack_from(body)
        if flags & CLONED or kind_of_route != UNICAST:
            continue
        for what, value in attributes(body, ROUTE.size):
            if what == DST:
                yield RouteChange(kind == NEW_ROUTE, value, bits)


def devices(body):
    """The indexes of the devices by which a route forwards, without next hops that the kernel knows to be dead."""
    flags, found, several = ROUTE.unpack_from(body)[8], set(), set()
    for what, value in attributes(body, ROUTE.size):
        if what == OIF and not flags & (DEAD | LINK_DOWN):
            found.add(struct.unpack("=i", value)[0])
        while what == MULTIPATH and value:
            length, hop_flags, _, device = NEXT_HOP.unpack_from(value)
            if length < NEXT_HOP.size:
                raise ValueError(f"a next hop of {length} bytes")
            if not hop_flags & (DEAD | LINK_DOWN):
                several.add(device)
            value = value[length + 3 & ~3:]
    return several or found


class Netlink:
    """A socket of the network namespace that the calling thread is in."""

    def __init__(self, *groups):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, NETLINK_ROUTE)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER)
        self.socket.bind((0, 0))
        for group in groups:
            self.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group)

    def fileno(self):
        return self.socket.fileno()

    def close(self):
        self.socket.close()

    def receive(self, wait=True):
        """A datagram, or None if there is none now."""
        try:
            return self.socket.recv(65536, 0 if wait else socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except OSError as failure:
            if failure.errno == errno.ENOBUFS:
                raise Overrun("the kernel dropped notifications: the receive buffer was full") from failure
            raise

    def change(self, datagrams):
        """Sends what chunks() made; raises what the kernel did not accept."""
        for datagram in datagrams:
            self.socket.send(datagram)
            while not any(kind == ERROR for kind, _ in messages(self.receive())):
                pass

    def lookup(self, address):
        """The devices by which the kernel's route to an address forwards; none if it has no route."""
        body = ROUTE.pack(socket.AF_INET6, 128, 0, 0, 0, 0, 0, 0, FIB_MATCH) + attribute(DST, address)
        self.socket.send(message(GET_ROUTE, REQUEST, body))
        try:
            for kind, answer in messages(self.receive()):
                if kind == NEW_ROUTE and ROUTE.unpack_from(answer)[7] == UNICAST:
                    return devices(answer)
        except OSError as failure:
            if failure.errno not in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ESRCH):
                raise
        return set()

    def count(self, protocol):
        """How many unicast routes of a protocol the main table has."""
        self.socket.send(message(GET_ROUTE, REQUEST | DUMP, ROUTE.pack(socket.AF_INET6, *[0] * 8)))
        found = 0
        while True:
            for kind, body in messages(self.receive()):
                if kind == DONE:
                    return found
                fields = ROUTE.unpack_from(body)
                found += (fields[4], fields[5], fields[7]) == (MAIN_TABLE, protocol, UNICAST)

    def drain(self):
        """Reads what has come until now and forgets it."""
        while self.receive(wait=False) is not None:
            pass

    def follow(self, wanted, present, timeout):
        """
        Waits until routes, a set of (address, bits), have all come or all gone; returns the monotonic times in
        nanoseconds of the first change and of the last. None of them may have changed yet.
        """
        waiting, first, last, unread = set(wanted), None, None, []
        behind, burst, end = 0, len(waiting) > 1, time.monotonic() + timeout
        while waiting:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                strike(waiting, itertools.chain.from_iterable(batch for _, batch in unread), present)
                raise TimeoutError(f"{len(waiting)} of {len(wanted)} routes have not "
                                   f"{'come' if present else 'gone'} in {timeout} s")
            read = []
            while len(read) < READ_AT_ONCE and (data := self.receive(wait=False)) is not None:
                read.append(data)
            unread.append((time.monotonic_ns(), read))
            behind += sum(map(is_change, read))
            # Decoding takes longer than reading, so it waits until all may have come.
            if behind >= len(waiting):
                for stamp, batch in unread:
                    if strike(waiting, batch, present):
                        first, last = first or stamp, stamp
                unread, behind = [], 0
            elif burst:
                time.sleep(PAUSE_SECONDS)
        return first, last


def strike(waiting, batch, present):
    """Removes from a set the routes that have come, or gone, according to notifications; whether there were any."""
    before = len(waiting)
    for data in batch:
        for change in route_changes(data):
            if change.present == present:
                waiting.discard((change.address, change.bits))
    return len(waiting) < before


def carriers(data):
    """What a datagram of notifications says of links: (index, whether the lower layer is up)."""
    for kind, body in messages(data):
        if kind == NEW_LINK:
            _, _, index, flags, _ = LINK.unpack_from(body)
            yield index, bool(flags & LOWER_UP)
