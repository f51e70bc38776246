"""A faster floor under python-socketio on gevent. Browsers keep the standard socket.io-client.

What it is for. engineio's own WebSocket layer on gevent (simple-websocket) truncates big frames, checks
sizes only after receipt, compresses for every client and leaves Nagle's delay on; python-socketio encodes
and queues an event once for every recipient. Here a frame is unmasked in C, and refused while it arrives if
it is too big; an event to many pages is encoded and framed once, and the same bytes are written to every
WebSocket without waiting for anybody.

What is replaced, one module each:

- `connection`  the WebSocket itself: engineio's `_async["websocket"]`
- `frames`      RFC 6455: bytes in, messages out, no input or output
- `out_queue`   a page's queue of packets, engineio's `_async["queue"]`: ordinary until the upgrade is
                through, then it writes directly
- `recipients` who gets an event to a room
- `fanout`      python-socketio's client manager: one encoding for all
- `stock`       the client manager without any of this: slower, correct
- `hooks`       whether the libraries still have what is replaced, and putting it there

How it is used. `floor()` says once, at the start, what to build the server with:

    manager, finish = floor()
    server = SocketIO(app, client_manager=manager, ...).server
    finish(server.eio)

The places replaced are private to engineio and python-socketio, so both are pinned, and the check at the
start compares versions and shapes. Where they differ the reason is logged and the stock layer serves, where
frames above 4 MB may break. To take a new version, let `tests/adapters/fast_socket` pass with it, then write
it into `hooks.TRIED`: the tests hold both floors to the same conduct.
"""

from app.adapters.fast_socket.hooks import floor

__all__ = ["floor"]
