"""A WebSocket client that can misbehave, on a gevent socket, and an engine.io session on top of it."""

import base64
import json
import os
from collections import deque

import gevent.socket
import msgpack

BINARY, TEXT, CLOSE, PING, PONG = 2, 1, 8, 9, 10


class Connection:
    """Frames as they are, masked or not, whole or not."""

    def __init__(self, port: int, path: str, *, headers: tuple[str, ...] = ()) -> None:
        self.socket = gevent.socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(20)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *headers,
        )
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._buffer = b""
        self.answer = self._until(b"\r\n\r\n").decode()

    def send(self, opcode: int, payload: bytes, *, final: bool = True, masked: bool = True) -> None:
        mask = os.urandom(4)
        length = len(payload)
        head = bytes([(0x80 if final else 0) | opcode])
        flag = 0x80 if masked else 0
        if length < 126:
            head += bytes([flag | length])
        elif length < 65536:
            head += bytes([flag | 126]) + length.to_bytes(2, "big")
        else:
            head += bytes([flag | 127]) + length.to_bytes(8, "big")
        if masked:
            key = int.from_bytes((mask * (length // 4 + 1))[:length], "big")
            payload = mask + (int.from_bytes(payload, "big") ^ key).to_bytes(length, "big")
        self.socket.sendall(head + payload)

    def receive(self) -> tuple[int, bytes] | None:
        """The next frame; None at the end."""
        try:
            first, second = self._take(2)
            length = second & 0x7F
            if length > 125:
                length = int.from_bytes(self._take(2 if length == 126 else 8), "big")
            return first & 0x0F, self._take(length)
        except EOFError:
            return None

    def close_code(self) -> int | None:
        """Read on until the server says goodbye; None if it just went."""
        while (frame := self.receive()) is not None:
            if frame[0] == CLOSE:
                return int.from_bytes(frame[1][:2], "big")
        return None

    def _take(self, count: int) -> bytes:
        parts, have = [self._buffer], len(self._buffer)
        while have < count:
            received = self.socket.recv(1 << 20)
            if not received:
                raise EOFError
            parts.append(received)
            have += len(received)
        whole = b"".join(parts)
        self._buffer = whole[count:]
        return whole[:count]

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            received = self.socket.recv(4096)
            if not received:
                raise EOFError
            self._buffer += received
        head, self._buffer = self._buffer.split(mark, 1)
        return head


class Session:
    """A Socket.IO client over a WebSocket, on namespace /t."""

    def __init__(self, port: int, *, engine_sid: str = "", headers: tuple[str, ...] = ()) -> None:
        suffix = f"&sid={engine_sid}" if engine_sid else ""
        self.ws = Connection(port, f"/socket.io/?EIO=4&transport=websocket{suffix}", headers=headers)
        self.events: deque[list[object]] = deque()
        if not engine_sid:
            assert self.text().startswith("0")

    def enter(self, namespace: str = "/t") -> None:
        self.packet({"type": 0, "nsp": namespace, "data": None})
        assert self.message()["type"] == 0

    def emit(self, *arguments: object) -> None:
        self.packet({"type": 2, "nsp": "/t", "data": list(arguments)})

    def packet(self, packet: dict[str, object]) -> None:
        self.ws.send(BINARY, msgpack.dumps(packet))

    def event(self) -> list[object]:
        message = self.message()
        assert message["type"] == 2
        content = message["data"]
        assert isinstance(content, list)
        return content

    def message(self) -> dict[str, object]:
        """The next Socket.IO packet; pings of engine.io are answered."""
        while True:
            frame = self.ws.receive()
            assert frame is not None, "the server went away"
            opcode, payload = frame
            if opcode == BINARY:
                packet: dict[str, object] = msgpack.loads(payload)
                return packet
            if payload == b"2":
                self.ws.send(TEXT, b"3")

    def text(self) -> str:
        frame = self.ws.receive()
        assert frame is not None
        assert frame[0] == TEXT
        return frame[1].decode()


class Poller:
    """A Socket.IO client where WebSockets are blocked."""

    def __init__(self, port: int) -> None:
        self._port = port
        opened = self._request("GET", "")
        self.sid: str = json.loads(opened[1:])["sid"]
        self.waiting: deque[dict[str, object]] = deque()

    def enter(self) -> None:
        self.send({"type": 0, "nsp": "/t", "data": None})
        assert self.message()["type"] == 0

    def emit(self, *arguments: object) -> None:
        self.send({"type": 2, "nsp": "/t", "data": list(arguments)})

    def send(self, *packets: dict[str, object]) -> None:
        body = "\x1e".join("b" + base64.b64encode(msgpack.dumps(packet)).decode() for packet in packets)
        assert self._request("POST", body) == "OK"

    def message(self) -> dict[str, object]:
        while not self.waiting:
            for part in self._request("GET", "").split("\x1e"):
                if part == "2":
                    self._request("POST", "3")
                elif part.startswith("b"):
                    self.waiting.append(msgpack.loads(base64.b64decode(part[1:])))
        return self.waiting.popleft()

    def event(self) -> list[object]:
        content = self.message()["data"]
        assert isinstance(content, list)
        return content

    def say(self, body: str) -> str:
        """Whatever it is; the whole answer."""
        return self._exchange("POST", body)

    def _request(self, method: str, body: str) -> str:
        status, content = self._exchange(method, body).split("\r\n\r\n", 1)
        assert " 200 " in status.split("\r\n")[0], status
        if "chunked" in status:
            content = "".join(content.split("\r\n")[1::2])
        return content

    def _exchange(self, method: str, body: str) -> str:
        suffix = f"&sid={self.sid}" if hasattr(self, "sid") else ""
        path = f"/socket.io/?EIO=4&transport=polling{suffix}"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with gevent.socket.create_connection(("127.0.0.1", self._port)) as connection:
            connection.settimeout(20)
            connection.sendall((head + body).encode())
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode()
