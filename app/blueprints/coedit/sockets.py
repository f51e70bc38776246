"""The Socket.IO edge of co-editing: who is there, what they say, what they are told.

Registered on python-socketio itself: Flask-SocketIO's handlers would open a request context for every
keystroke. Handlers of one page run one after the other, so its updates keep their order.
"""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import gevent
import structlog
from flask import Flask
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused
from sqlalchemy.exc import SQLAlchemyError

from app.blueprints.accounts.models import User
from app.blueprints.accounts.session import current_login_session, person_of_session, session_ends
from app.blueprints.coedit.derivation import DerivationClock
from app.blueprints.coedit.news import JUDGED
from app.blueprints.coedit.news import TOPIC as NEWS
from app.blueprints.coedit.policy import is_locked_for, role_at_the_door
from app.blueprints.coedit.presenting.service import keep_alive
from app.blueprints.coedit.room.expiry import Expiry
from app.blueprints.coedit.room.house import House
from app.blueprints.coedit.room.lib0 import Malformed
from app.blueprints.coedit.room.members import Member
from app.blueprints.coedit.room.messages import AwarenessMessage, JoinMessage, Message, UpdateMessage, read
from app.blueprints.coedit.room.outlet import NAMESPACE, SocketOutlet
from app.blueprints.coedit.room.pages import Page
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.rooms import Room
from app.blueprints.coedit.room.store import Store
from app.blueprints.coedit.room.turnstile import Turnstile
from app.core.db import db
from app.ports import realtime, relay

log = structlog.get_logger(__name__)

JUDGED_EVERY = 30.0  # seconds: a right that ended without a signal is asked for at the latest then
JUDGED_AGAIN = 20.0  # the patrol comes first and takes its time, so that nobody's writing has to wait for it
PATROL_EVERY, PATROL_PAUSE = 2.0, 0.02
Answer = dict[str, Any]


def init_app(app: Flask, server: Any) -> "Collab":
    """Answer the pages that connect to `server` (python-socketio's). Nothing starts before the first."""
    collab = Collab(app, server)
    for event in ("connect", "disconnect", "join", "update", "awareness", "leave"):
        server.on(event, getattr(collab, event), namespace=NAMESPACE)
    app.extensions["collab"] = collab
    return collab


class Collab:
    """The pages of this process and the house they meet in."""

    def __init__(self, app: Flask, server: Any) -> None:
        self._app = app
        self._outlet = SocketOutlet(server)
        self._pages: dict[str, Page] = {}
        self._house: House | None = None
        self._derivations = DerivationClock(app)
        self._turnstile = Turnstile()
        self._expiry = Expiry(self._judge_sid, self._session_ends)

    @property
    def house(self) -> House:
        if self._house is None:
            self._house = self._start()
        return self._house

    def connect(self, sid: str, environ: dict[str, Any], _auth: object = None) -> None:
        """Who is it? The cookie of the handshake says."""
        with self._turnstile.passing(), self._app.request_context(environ):
            try:
                login = current_login_session()
            except SQLAlchemyError as error:
                raise ConnectionRefused(Reason.UNAVAILABLE.value) from error
            if login is None:
                raise ConnectionRefused(Reason.SIGNED_OUT.value)
            self._pages[sid] = Page(sid, login.user_id, login.id)
            self._expiry.watch(sid, login.expires_at)

    def disconnect(self, sid: str, _reason: object = None) -> None:
        self._pages.pop(sid, None)
        self._expiry.forget(sid)
        for room in self.house.rooms_of(sid):
            self.house.leave(room, sid)

    def join(self, sid: str, payload: Any) -> Answer:
        try:
            return self._let_in(sid, read(JoinMessage, payload))
        except Refused as refusal:
            return {"error": refusal.reason}
        except Exception:  # the edge of a socket, as the 500 page of HTTP: the page hears of it, tries again
            log.exception("join failed")
            return {"error": Reason.UNAVAILABLE}

    def update(self, sid: str, payload: Any) -> None:
        mid, document_id = _named(payload, "mid"), _named(payload, "doc")
        try:
            self._offer(sid, read(UpdateMessage, payload))
        except Refused as refusal:
            room = self.house.room(document_id or 0)
            if mid is not None and room is not None and (member := room.members.get(sid)):
                member.refused_at = min(member.refused_at, mid)
            answer = {"doc": document_id, "mid": mid, "reason": refusal.reason}
            self._outlet.tell(sid, "refused", answer)

    def awareness(self, sid: str, payload: Any) -> None:
        """A caret that comes too often or not well formed is no loss: the next one comes soon."""
        try:
            message = read(AwarenessMessage, payload)
            room, member = self._membership(sid, message)
            if self._pages[sid].carets.take():
                room.carets.hear(message.data, client_id=member.client_id, person=member.person)
                self.house.pump.add(room)
        except (Refused, Malformed):
            return

    def leave(self, sid: str, payload: Any) -> None:
        room = self.house.room(_named(payload, "doc") or 0)
        if room is not None:
            self.house.leave(room, sid)

    def judge_again(self, signal: Mapping[str, Any]) -> None:
        """Somebody may have lost rights: every page of theirs is looked at now."""
        for page in [page for page in self._pages.values() if page.user_id == signal["user_id"]]:
            self._judge_sid(page.sid)

    def judge_document(self, signal: Mapping[str, Any]) -> None:
        """Who may write in it is another question now: for those inside, and those at the door."""
        for page in self._pages.values():
            page.doubts += 1
        room = self.house.room(signal["document_id"])
        for sid in list(room.members) if room is not None else ():
            self._judge_sid(sid)
            gevent.sleep(0)  # many may be inside: nobody's writing waits for all of them

    def close_document(self, signal: Mapping[str, Any]) -> None:
        room = self.house.room(signal["document_id"])
        if room is not None:
            self.house.close(room)

    def spread_news(self, signal: Mapping[str, Any]) -> None:
        """Something beside the text is another one: the pages of this process fetch it again."""
        document_id = signal["document_id"]
        self._outlet.broadcast(document_id, "changed", {"doc": document_id, "what": signal["what"]})

    def stop(self) -> None:
        """Store nothing any more. What was not acknowledged is in the pages."""
        if self._house is not None:
            self._patrol.kill()
            self._derivations.stop()
            self._house.shut()

    def _start(self) -> House:
        store = Store(db.engine, db.write_gate)
        with self._app.app_context():
            signals, nodes = realtime.current(), relay.current()
        house = House(store, self._outlet, on_stored=self._derivations.notice, relay=nodes)
        house.open(alone=db.engine.dialect.name == "sqlite")
        self._patrol = gevent.spawn(self._go_round, house)
        signals.listen("access_narrowed", self.judge_again)
        signals.listen("document_closed", self.close_document)
        signals.listen(JUDGED, self.judge_document)
        signals.listen(NEWS, self.spread_news)
        return house

    def _go_round(self, house: House) -> None:
        """Rights also end by the calendar; who only reads is asked again like who writes."""
        while True:
            gevent.sleep(PATROL_EVERY)
            for member in house.members_judged_before(time.monotonic() - JUDGED_AGAIN):
                if time.monotonic() - member.judged_at > JUDGED_AGAIN:  # still: the round takes a while
                    self._judge_on_the_round(member)
                gevent.sleep(PATROL_PAUSE)

    def _judge_on_the_round(self, member: Member) -> None:
        try:
            self._judge_sid(member.sid)
        except Exception:  # one page's trouble must not end the round: rights would end no more by themselves
            log.exception("rights not judged", user=member.user_id)

    def _judge_sid(self, sid: str) -> None:
        page = self._pages.get(sid)
        try:
            with self._app.app_context():
                if page is not None:
                    page.doubts += 1
                    self._judge_page(page)
        except SQLAlchemyError as error:
            log.warning("rights not judged", error=str(error)[:200])

    def _session_ends(self, sid: str) -> datetime | None:
        page = self._pages.get(sid)
        if page is None:
            return None
        try:
            with self._app.app_context():
                return session_ends(page.login_id)
        except SQLAlchemyError:
            return None  # the patrol asks again

    def _let_in(self, sid: str, message: JoinMessage) -> Answer:
        page = self._page(sid)
        if not page.joins.take():
            raise Refused(Reason.TOO_FAST)
        doubts = page.doubts
        with self._turnstile.passing(), self._app.app_context():
            person = _person_at(page)
            document, role = role_at_the_door(person, message.doc)
            why = {"closed": document.closed_at is not None, "locked": is_locked_for(person, document)}
            me = {"id": person.id, "name": person.name, "color": person.color}
            keep_alive(document, person)
            if message.schema_version != document.schema_version:
                raise Refused(Reason.SCHEMA)
        member = Member(sid, page.user_id, message.client_id, role, judged_at=time.monotonic(), person=me)
        room, lacks = self.house.join(message.doc, member, message.sv)
        if self._pages.get(sid) is not page:  # it has gone while it waited: nobody else would lead it out
            self.house.leave(room, sid)
        elif page.doubts != doubts:  # a right was narrowed meanwhile
            self._judge_sid(sid)
        if sid not in room.members:
            raise Refused(Reason.UNAVAILABLE)
        self._show_carets(room, sid)
        vector = room.replica.state_vector()
        answer = {"update": lacks, "sv": vector, "role": member.role, **why}
        return {**answer, "epoch": room.epoch, "me": member.person}

    def _show_carets(self, room: Room, sid: str) -> None:
        carets = room.carets.everybody()
        if carets is not None:
            self._outlet.tell(sid, "awareness", {"doc": room.document_id, "data": carets})

    def _offer(self, sid: str, message: UpdateMessage) -> None:
        room, member = self._membership(sid, message)
        page = self._page(sid)
        if not page.updates.take() or not page.bytes.take(len(message.data)):
            raise Refused(Reason.TOO_FAST)
        if time.monotonic() - member.judged_at > JUDGED_EVERY:
            self._judge_sid(sid)
            room, member = self._membership(sid, message)
        room.offer(member, message.mid, message.data, message.without)
        self.house.pump.add(room)

    def _membership(self, sid: str, message: Message) -> tuple[Room, Member]:
        room = self.house.room(message.doc)
        if room is None or sid not in room.members:
            raise Refused(Reason.NOT_JOINED)
        return room, room.members[sid]

    def _page(self, sid: str) -> Page:
        page = self._pages.get(sid)
        if page is None:
            raise Refused(Reason.SIGNED_OUT)
        return page

    def _judge_page(self, page: Page) -> None:
        """Close whatever this page may not see any more, and tell it where its role is another one."""
        try:
            person = _person_at(page)  # once for all rooms: a sign-in may run out between two questions
        except Refused:
            for room in self.house.rooms_of(page.sid):
                self.house.expel(room, page.sid, Reason.SIGNED_OUT)
            self._outlet.disconnect(page.sid)
            return
        for room in self.house.rooms_of(page.sid):
            self._judge_in(room, page, person)

    def _judge_in(self, room: Room, page: Page, person: User) -> None:
        member = room.members.get(page.sid)
        if member is None:  # it left while another room was judged
            return
        try:
            document, role = role_at_the_door(person, room.document_id)
        except Refused:
            self.house.expel(room, page.sid, Reason.FORBIDDEN)
            return
        member.judged_at = time.monotonic()
        keep_alive(document, person)
        if role is not member.role:
            self.house.expel(room, page.sid, Reason.CHANGED)


def _person_at(page: Page) -> User:
    person = person_of_session(page.login_id)
    if person is None:
        raise Refused(Reason.SIGNED_OUT)
    return person


def _named(payload: Any, name: str) -> int | None:
    """A number the answer has to repeat, also where the rest of the message is no good."""
    value = payload.get(name) if isinstance(payload, Mapping) else None
    return value if isinstance(value, int) else None
