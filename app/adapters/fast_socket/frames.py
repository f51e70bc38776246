"""WebSocket frames (RFC 6455) as a client sends and a server writes them: bytes in, messages out.

Sizes are checked while a frame is being read, before its bytes are kept; the mask is taken off in C.
"""

from collections import deque

try:
    from websockets.speedups import apply_mask
except ImportError:  # no compiled wheel for this platform
    from websockets.utils import apply_mask

MOST_FRAGMENTS = 1024  # of one message: empty ones cost no bytes
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PROTOCOL_ERROR, NOT_UTF8, TOO_BIG = 1002, 1007, 1009
Message = str | bytes


class ProtocolError(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def frame(opcode: int, payload: bytes) -> bytes:
    """One unmasked, unfragmented frame."""
    length = len(payload)
    if length < 126:
        return bytes((0x80 | opcode, length)) + payload
    if length < 65536:
        return bytes((0x80 | opcode, 126)) + length.to_bytes(2, "big") + payload
    return bytes((0x80 | opcode, 127)) + length.to_bytes(8, "big") + payload


def message_frame(message: Message) -> bytes:
    return frame(TEXT, message.encode()) if isinstance(message, str) else frame(BINARY, message)


class FrameReader:
    """Collects what arrives; whole messages wait in `messages`, control frames in `controls`."""

    def __init__(self, most_bytes: int) -> None:
        self.messages: deque[Message] = deque()
        self.controls: deque[tuple[int, bytes]] = deque()
        self._most_bytes = most_bytes
        self._parts: list[bytes] = []  # of a frame that is not complete
        self._have = 0
        self._need = 2
        self._fragments: list[bytes] = []  # of a message that is not complete
        self._fragments_opcode = 0
        self._fragments_bytes = 0

    def feed(self, received: bytes) -> None:
        """Raises ProtocolError."""
        self._parts.append(received)
        self._have += len(received)
        if self._have < self._need:
            return  # a big frame is joined once, not with every packet
        buffer = b"".join(self._parts) if len(self._parts) > 1 else received
        at = self._read_frames(buffer)
        rest = buffer[at:]
        self._parts, self._have = [rest] if rest else [], len(rest)

    def _read_frames(self, buffer: bytes) -> int:
        at = 0
        while True:
            head = self._head(buffer, at)
            if head is None:
                return at
            first, body, end = head
            if len(buffer) < end:
                self._need = end - at
                return at
            payload = apply_mask(buffer[body:end], buffer[body - 4 : body])
            at, self._need = end, 2
            self._take(bool(first & 0x80), first & 0x0F, payload)

    def _head(self, buffer: bytes, at: int) -> tuple[int, int, int] | None:
        """(first byte, where the payload begins, where it ends), as soon as they can be told."""
        have = len(buffer) - at
        if have < 2:
            self._need = 2
            return None
        first, second = buffer[at], buffer[at + 1]
        length, wide = second & 0x7F, {126: 2, 127: 8}.get(second & 0x7F, 0)
        if have < 2 + wide:
            self._need = 2 + wide
            return None
        if wide:
            length = int.from_bytes(buffer[at + 2 : at + 2 + wide], "big")
        self._judge(first, second, length)
        body = at + 2 + wide + 4
        return first, body, body + length

    def _judge(self, first: int, second: int, length: int) -> None:
        opcode, final = first & 0x0F, first & 0x80
        if not second & 0x80 or first & 0x70:  # unmasked, or an extension nobody agreed on
            raise ProtocolError(PROTOCOL_ERROR)
        if opcode >= CLOSE and (not final or length > 125 or opcode > PONG):
            raise ProtocolError(PROTOCOL_ERROR)
        if opcode < CLOSE and length + self._fragments_bytes > self._most_bytes:
            raise ProtocolError(TOO_BIG)

    def _take(self, final: bool, opcode: int, payload: bytes) -> None:
        if opcode >= CLOSE:
            self._keep_control(opcode, payload)
            return
        if (opcode == 0) != bool(self._fragments_opcode) or opcode > BINARY:
            raise ProtocolError(PROTOCOL_ERROR)
        if final and opcode:
            self._deliver(opcode, payload)
            return
        if len(self._fragments) >= MOST_FRAGMENTS:
            raise ProtocolError(TOO_BIG)
        self._fragments.append(payload)
        self._fragments_bytes += len(payload)
        self._fragments_opcode = opcode or self._fragments_opcode
        if final:
            opcode, whole = self._fragments_opcode, b"".join(self._fragments)
            self._fragments, self._fragments_opcode, self._fragments_bytes = [], 0, 0
            self._deliver(opcode, whole)

    def _keep_control(self, opcode: int, payload: bytes) -> None:
        """Of pings in a row only the last has to be answered, a pong never."""
        if opcode == PONG:
            return
        if opcode == PING and self.controls and self.controls[-1][0] == PING:
            self.controls.pop()
        self.controls.append((opcode, payload))

    def _deliver(self, opcode: int, payload: bytes) -> None:
        if opcode == BINARY:
            self.messages.append(payload)
            return
        try:
            self.messages.append(payload.decode())
        except UnicodeDecodeError as error:
            raise ProtocolError(NOT_UTF8) from error


def close_code(payload: bytes) -> int:
    """What to answer to a close frame."""
    code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1000
    return code if 1000 <= code < 5000 and code not in {1004, 1005, 1006, 1015} else PROTOCOL_ERROR
