"""Whoever sends what is no packet is disconnected at once, on either floor.

engineio and python-socketio would log a traceback, keep the connection, or leave a page that nobody holds
any more among the members of its rooms until its next ping is missed.
"""

from typing import Any

from engineio.exceptions import EngineIOError
from socketio import Server

from app.adapters.fast_socket.frames import PROTOCOL_ERROR
from app.adapters.socket_packets import NotAPacket


def refuse_garbage(server: Server) -> None:
    """Put both guards before a new python-socketio server."""
    engine = server.eio

    def meet(page: str, environ: dict[str, Any]) -> Any:
        _guard_posts(engine.sockets[page])
        return server._handle_eio_connect(page, environ)

    def hear(page: str, message: object) -> None:
        if page not in server.environ:
            return  # it has been disconnected: what it had sent already is not looked at
        try:
            if not isinstance(message, bytes) or not message:
                raise NotAPacket
            server._handle_eio_message(page, message)
        except NotAPacket:
            drop(engine, page)

    engine.on("connect", meet)
    engine.on("message", hear)


def drop(engine: Any, page: str) -> None:
    """End the connection now; whoever is in a room with it hears of that now."""
    engine_socket = engine.sockets.get(page)
    if engine_socket is None:
        return
    hang_up = getattr(engine_socket.queue, "hang_up", None)
    if hang_up is not None:
        hang_up(PROTOCOL_ERROR)
    engine_socket.close(wait=False, abort=True, reason=engine.reason.TRANSPORT_ERROR)


def _guard_posts(engine_socket: Any) -> None:
    """A polling page's packets are read before anybody of ours sees them."""
    read = engine_socket.handle_post_request

    def read_or_refuse(environ: dict[str, Any]) -> None:
        try:
            read(environ)
        except (ValueError, RecursionError) as error:
            engine_socket.close(wait=False, abort=True, reason=engine_socket.server.reason.TRANSPORT_ERROR)
            raise EngineIOError from error  # answered with 400

    engine_socket.handle_post_request = read_or_refuse
