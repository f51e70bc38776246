"""engineio's queue of packets for one page, which stops being one when the WebSocket has taken over."""

from typing import Any

from gevent import queue as gevent_queue

from app.adapters.fast_socket.connection import FastWebSocket
from app.adapters.fast_socket.frames import message_frame


class OutQueue(gevent_queue.JoinableQueue[Any]):
    """An ordinary queue while polling and upgrading.

    Once the WebSocket has taken over and all earlier packets are written, put() writes directly.
    """

    socket: FastWebSocket | None = None
    _candidate: FastWebSocket | None = None
    _engine_socket: Any = None

    def bind(self, candidate: FastWebSocket, engine_socket: Any) -> None:
        self._candidate, self._engine_socket = candidate, engine_socket

    def hang_up(self, code: int) -> None:
        """Say goodbye on the WebSocket, if there is one: its reader finds the end, and so does engineio."""
        if self._candidate is not None:
            self._candidate.close(code)

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        if self.socket is None or item is None:  # None is engineio's end mark for its writer
            super().put(item, block, timeout)
        else:
            self.socket.write(message_frame(item.encode()))

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        if (
            block
            and self._candidate
            and self.socket is None
            and self._engine_socket.upgraded
            and self.empty()
        ):
            self.socket = self._candidate
        if self.socket is not None and block:
            timeout = None  # only the end mark can come: engineio's idle limit would end its writer
        return super().get(block, timeout)
