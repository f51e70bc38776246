"""What a page may rely on, whichever floor it stands on."""

import gevent
import msgpack

from tests.adapters.fast_socket.client import BINARY, PING, PONG, TEXT
from tests.adapters.fast_socket.conftest import Server


def test_one_event_reaches_websockets_and_polling_pages(either: Server) -> None:
    sockets, pollers = [either.session() for _ in range(2)], [either.poller() for _ in range(2)]

    sockets[0].emit("say", b"\x00\xff bytes")

    heard = [page.event() for page in sockets] + [page.event() for page in pollers]
    assert heard == [["said", b"\x00\xff bytes"]] * 4


def test_a_polling_page_may_send_much_at_once(either: Server) -> None:
    poller, other = either.poller(), either.session()

    poller.send(*({"type": 2, "nsp": "/t", "data": ["say", number]} for number in range(300)))

    assert [other.event()[1] for _ in range(300)] == list(range(300))


def test_nothing_is_lost_or_turned_around_while_a_page_upgrades(either: Server) -> None:
    page, other = either.poller(), either.session()
    sent = 0

    def say(count: int) -> None:
        nonlocal sent
        for _ in range(count):
            sent += 1
            other.emit("say", sent)
            assert other.event() == ["said", sent]

    say(3)
    heard = [page.event()[1] for _ in range(3)]
    upgraded = either.session(engine_sid=page.sid)
    upgraded.ws.send(TEXT, b"2probe")
    assert upgraded.text() == "3probe"
    say(3)  # these wait: the polling page has been told to stop, the WebSocket has not taken over
    upgraded.ws.send(TEXT, b"5")
    say(5)
    heard += [upgraded.event()[1] for _ in range(8)]

    assert heard == list(range(1, 12))


def test_fragments_make_one_message_with_a_ping_between(either: Server) -> None:
    page = either.session()
    packet = msgpack.dumps({"type": 2, "nsp": "/t", "data": ["say", "in drei Teilen"]})
    page.ws.send(BINARY, packet[:5], final=False)
    page.ws.send(PING, b"are you there")
    page.ws.send(0, packet[5:9], final=False)
    page.ws.send(0, packet[9:])

    assert page.ws.receive() == (PONG, b"are you there")
    assert page.event() == ["said", "in drei Teilen"]


def test_frames_that_arrive_in_small_pieces_and_several_at_once(either: Server) -> None:
    page = either.session()
    recorded: list[bytes] = []
    page_socket, page.ws.socket = page.ws.socket, _Recorder(recorded)  # type: ignore[assignment]
    for number in range(3):
        page.ws.send(
            BINARY, msgpack.dumps({"type": 2, "nsp": "/t", "data": ["say", "x" * 200 + str(number)]})
        )
    page.ws.socket = page_socket
    stream = b"".join(recorded)
    for at in range(0, len(stream), 97):
        page_socket.sendall(stream[at : at + 97])
        gevent.sleep(0.001)

    assert [str(page.event()[1])[-1] for _ in range(3)] == ["0", "1", "2"]


class _Recorder:
    def __init__(self, into: list[bytes]) -> None:
        self.sendall = into.append


def test_an_answer_to_a_question_comes_back(either: Server) -> None:
    page = either.session()

    page.packet({"type": 2, "nsp": "/t", "id": 7, "data": ["ask", b"bytes"]})

    assert page.message() == {"type": 3, "nsp": "/t", "id": 7, "data": [b"bytes"]}


def test_frames_up_to_two_megabytes_come_back_whole(either: Server) -> None:
    page = either.session()
    big = bytes(range(256)) * (1 << 13)

    page.emit("say", big)

    assert page.event() == ["said", big]


def test_who_has_left_is_told_nothing(either: Server) -> None:
    gone, here = either.session(), either.session()
    gone.ws.socket.close()
    gevent.sleep(0.05)

    for number in range(3):
        here.emit("say", number)

    assert [here.event()[1] for _ in range(3)] == [0, 1, 2]
