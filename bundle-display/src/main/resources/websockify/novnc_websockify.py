"""noVNC's web server and WebSocket proxy: Debian's websockify, and who may look.

Serves the folder --web and forwards WebSockets to --target. Peers that are not on this machine are
refused with 403 unless --open is given; pages of a foreign origin may not open WebSockets.
"""
import argparse
import ipaddress
import sys
from urllib.parse import urlsplit

from websockify.websocketproxy import ProxyRequestHandler, WebSocketProxy


def is_loopback(address):
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def is_address(name):
    try:
        ipaddress.ip_address(name)
        return True
    except ValueError:
        return False


class Handler(ProxyRequestHandler):
    """One connection, in a process of its own."""

    refused = False

    def auth_connection(self):
        hint = None
        if not self.server.everybody and not is_loopback(self.client_address[0]):
            hint = ("This display may be seen from its own machine only: set VNC_PASSWORD, or "
                    "VNC_ALLOW_NO_PASSWORD=true")
        elif self.headers.get("Upgrade") and not self.origin_allowed():
            hint = ("This page may not open WebSockets to this host: add its origin to "
                    "ALLOWED_ORIGINS")
        if hint:
            self.refused = True
            self.send_response(403)
            body = (hint + "\n").encode()
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True
            raise PermissionError("refused " + self.client_address[0])

    def origin_allowed(self):
        """Browsers name the page that asks. A name that is not ours may be one rebound to us."""
        origin = self.headers.get("Origin")
        if origin is None:
            return True
        host = urlsplit(origin).hostname or ""
        if host == "localhost" or is_loopback(host) or origin.lower() in self.server.origins:
            return True
        if host in self.server.names:
            return True
        return is_address(host) and host == urlsplit("//" + self.headers.get("Host", "")).hostname

    def end_headers(self):
        if not self.headers.get("Upgrade"):
            self.send_header("Cache-Control", "no-cache")
            self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()


class Server(WebSocketProxy):
    """The listener."""

    def started(self):
        print("serving noVNC on %s port %s" % (self.listen_host, self.listen_port), flush=True)

    def msg(self, *args, **kwargs):
        """Says nothing of single connections; the first line above is enough."""


def address(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--listen", type=address, required=True)
    arguments.add_argument("--target", type=address, required=True)
    arguments.add_argument("--web", required=True)
    arguments.add_argument("--open", action="store_true")
    arguments.add_argument("--origin", action="append", default=[])
    arguments.add_argument("--name", action="append", default=[])
    given = arguments.parse_args()
    server = Server(
        RequestHandlerClass=Handler, listen_host=given.listen[0], listen_port=given.listen[1],
        target_host=given.target[0], target_port=given.target[1], web=given.web, web_auth=True,
        file_only=True, heartbeat=25)
    server.everybody = given.open
    server.origins = set(given.origin)
    server.names = set(given.name)
    server.start_server()


if __name__ == "__main__":
    sys.exit(main())
