"""Which network addresses may be contacted: public ones. Checked on the very address that is connected to, at each connection.

A name may lead anywhere, and somewhere else the next time it is asked. So the check is not of the name: the name is resolved
once, every address it has is judged, and the connection goes to one that was judged.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Collection
from typing import Any, ClassVar

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from geomap.errors import FetchError

#: Addresses that hold an IPv4 address in their last 32 bits: NAT64 (RFC 6052), and IPv4-compatible ones (RFC 4291).
_EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))


def why_refused(address: str, allowed: Collection[str] = ()) -> str | None:
    """Why an IP address may not be contacted; None where it may. ``allowed`` are exceptions, for tests against a local server."""
    if address in allowed:
        return None
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return "it is no IP address"
    for inner in (ip, *_inside(ip)):
        if not inner.is_global or inner.is_multicast:
            return "it is not a public address (private, loopback, link-local or reserved)"
    return None


def _inside(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    found = [inner for inner in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if inner is not None]
    return found + [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) for network in _EMBEDDING if ip in network]


class Guard:
    """Opens connections to public addresses only; ``cut`` ends those that are open, for an answer that takes too long."""

    def __init__(self, allowed: Collection[str] = ()) -> None:
        self.allowed = frozenset(allowed)
        self.sockets: list[socket.socket] = []

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A connection to a host. Raises FetchError where an address of it is not public, OSError where none answers."""
        infos = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        for *_, address in infos:
            reason = why_refused(str(address[0]), self.allowed)
            if reason:
                raise FetchError(f"{host} leads to {address[0]}, which is not contacted: {reason}")
        error: OSError | None = None
        for family, kind, protocol, _, address in infos:
            opened = socket.socket(family, kind, protocol)
            try:
                opened.settimeout(timeout)
                opened.connect(address)
            except OSError as failed:
                opened.close()
                error = failed
                continue
            # Encryption takes the socket over; its double still reaches the connection.
            self.sockets.append(opened.dup())
            return opened
        raise error or OSError("the name has no address")

    def cut(self) -> None:
        """End every connection that was opened."""
        while self.sockets:
            double = self.sockets.pop()
            with double, contextlib.suppress(OSError):  # it may have ended by itself
                double.shutdown(socket.SHUT_RDWR)


def manager(guard: Guard) -> urllib3.PoolManager:
    """A client of urllib3 whose every connection goes through the guard; it knows no proxies and retries nothing."""

    class Plain(_Guarded, HTTPConnection):
        pass

    class Secure(_Guarded, HTTPSConnection):
        pass

    Plain.guard = Secure.guard = guard

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pools = urllib3.PoolManager(num_pools=10, maxsize=1, retries=False)
    pools.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pools


class _Guarded:
    """What makes a connection of urllib3 a guarded one: the socket comes from the guard."""

    guard: ClassVar[Guard]
    _dns_host: str
    port: int
    timeout: Any

    def _new_conn(self) -> socket.socket:
        timeout = self.timeout if isinstance(self.timeout, int | float) else None
        return self.guard.connect(self._dns_host, self.port, timeout)
