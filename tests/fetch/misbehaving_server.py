"""A web server on this machine that misbehaves on request: each path is one kind of trouble."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = "Ministers of three countries met in Lisbon on Tuesday and agreed to reopen the ferry line across the strait. " * 4
#: Packed once: packing it takes longer than a hurried client waits.
BOMB = gzip.compress(b"0" * 60_000_000)
PAGE = f"<html><head><title>Ferry line</title></head><body><article><p>{WORDS}</p></article></body></html>"


@dataclass
class Server:
    """Where it listens, what it was asked, and what it says on ``/robots.txt`` and to whom it answers 304."""

    address: str = ""
    asked: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)
    robots: tuple[int, str] = (404, "")
    page: str = PAGE
    stopping: bool = False

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


@contextmanager
def served() -> Iterator[Server]:
    """The server, until the block ends."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            server.asked.append((self.path, time.monotonic(), dict(self.headers.items())))
            name = self.path.strip("/").split("/")[0].split("?")[0].replace(".", "_") or "root"
            getattr(self, f"_{name}", self._article)()

        def _send(self, body: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for key, value in headers.items():
                self.send_header(key.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _article(self) -> None:
            if self.headers.get("If-None-Match") == '"1"':
                self._send(b"", status=304)
            else:
                self._send(server.page.encode(), ETag='"1"', Last_Modified="Wed, 06 Sep 2023 08:15:00 GMT")

        def _plain(self) -> None:
            """A page without validators, that may change."""
            self._send(server.page.encode())

        def _robots_txt(self) -> None:
            status, text = server.robots
            self._send(text.encode(), status=status, kind="text/plain")

        def _latin(self) -> None:
            self._send("Setúbal: café".encode("latin-1"), kind="text/plain; charset=ISO-8859-1")

        def _loop(self) -> None:
            self._send(b"", status=302, Location="/loop")

        def _to(self) -> None:
            """Redirects to whatever stands behind ``/to?``."""
            self._send(b"", status=301, Location=self.path.split("?", 1)[1])

        def _huge(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            piece = b"<p>" + b"x" * 65_000
            try:
                while not server.stopping:
                    self.wfile.write(piece)
            except OSError:
                self.close_connection = True

        def _long(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "99999999999")
            self.end_headers()

        def _bomb(self) -> None:
            self._send(BOMB, Content_Encoding="gzip")

        def _silent(self) -> None:
            self._wait(10)

        def _drip(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            for _ in range(200):
                if server.stopping:
                    break
                try:
                    self.wfile.write(b"<p>")
                    self.wfile.flush()
                except OSError:
                    break
                time.sleep(0.05)
            self.close_connection = True

        def _wait(self, seconds: float) -> None:
            until = time.monotonic() + seconds
            while time.monotonic() < until and not server.stopping:
                time.sleep(0.02)
            self.close_connection = True

        def _torn(self) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nnot a chunk")
            self.close_connection = True

        def _garbage(self) -> None:
            self.wfile.write(b"\x00\xff no protocol at all\r\n\r\n")
            self.close_connection = True

        def _headers(self) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(5000)) + b"\r\n")
            self.close_connection = True

        def _picture(self) -> None:
            self._send(b"\x89PNG", kind="image/png")

        def _empty(self) -> None:
            self._send(b"  ")

        def _busy(self) -> None:
            self._send(b"", status=429, Retry_After="3600")

        def _gone(self) -> None:
            self._send(b"", status=410)

        def _feed(self) -> None:
            items = "".join(f"<item><title>t{i}</title><link>{server.address}/a{i}</link></item>" for i in (1, 2, 1))
            outside = "<item><link>ftp://example.org/a</link></item><item><link>http://10.0.0.1/x</link></item>"
            text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}{outside}</channel></rss>'
            self._send(text.encode(), kind="application/rss+xml")

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.address = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping = True
        http.shutdown()
        http.server_close()
        thread.join()
