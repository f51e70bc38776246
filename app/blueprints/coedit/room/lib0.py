"""The binary numbers and strings of lib0, which Yjs and its protocols are written in."""

BEYOND = 2**53  # from here on a browser cannot count, and throws


class Malformed(ValueError):
    """These bytes are no update that a Yjs editor makes."""


class Reader:
    __slots__ = ("at", "source")

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0

    def byte(self) -> int:
        value = self.source[self.at]
        self.at += 1
        return value

    def uint(self) -> int:
        value = shift = 0
        while True:
            byte = self.source[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift > 63:
                raise Malformed("number too long")
        if value >= BEYOND:
            raise Malformed("number too big")
        return value

    def count(self) -> int:
        """A number of things that follow: each takes a byte at least."""
        value = self.uint()
        if value > len(self.source) - self.at:
            raise IndexError
        return value

    def take(self, length: int) -> bytes:
        end = self.at + length
        if end > len(self.source):
            raise IndexError
        taken = self.source[self.at : end]
        self.at = end
        return taken

    def skip_bytes(self) -> None:
        self.take(self.uint())

    def text(self) -> str:
        return self.take(self.uint()).decode()

    def utf16_length(self) -> int:
        """Yjs counts text in UTF-16 units."""
        raw = self.take(self.uint())
        return len(raw) if raw.isascii() else len(raw.decode().encode("utf-16-le")) // 2


def read_uints(source: bytes) -> list[int]:
    """All whole numbers in it, without a call for each: a room compares state vectors at every flush."""
    numbers = []
    value = shift = 0
    for byte in source:
        value |= (byte & 0x7F) << shift
        if byte >= 0x80:
            shift += 7
            if shift > 63:
                raise Malformed("number too long")
        elif value >= BEYOND:
            raise Malformed("number too big")
        else:
            numbers.append(value)
            value = shift = 0
    return numbers


def write_uint(value: int) -> bytes:
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
