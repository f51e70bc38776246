"""The composition root: the only module that knows every feature and every adapter."""

from collections.abc import Callable

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.adapters.converter_pandoc import PandocConverter
from app.adapters.printers import find_printer, find_printer_of_words
from app.adapters.realtime_database import DatabaseRealtime
from app.adapters.realtime_redis import RedisRealtime
from app.adapters.realtime_socketio import serve_sockets
from app.adapters.relay_redis import RedisRelay
from app.adapters.search_whoosh import WhooshSearch
from app.adapters.storage_disk import DiskStorage
from app.adapters.worker import run_worker
from app.bench import bench
from app.blueprints.accounts.known_words import known_words, use_belonging
from app.blueprints.accounts.policy import use_administration
from app.blueprints.accounts.routes import bp as accounts_bp
from app.blueprints.accounts.session import signed_in_user
from app.blueprints.accounts.tidying import forget_stale
from app.blueprints.coedit import derivation as coedit_jobs
from app.blueprints.coedit import sockets as coedit_sockets
from app.blueprints.coedit import subscribers as coedit_subscribers
from app.blueprints.coedit.comments import contributions as comments_contributions
from app.blueprints.coedit.comments import subscribers as comments_subscribers
from app.blueprints.coedit.comments.routes import bp as comments_bp
from app.blueprints.coedit.history.pauses import look_for_pauses
from app.blueprints.coedit.history.routes import bp as history_bp
from app.blueprints.coedit.hosts import register_host
from app.blueprints.coedit.presenting import subscribers as presenting_subscribers
from app.blueprints.coedit.presenting.routes import bp as presenting_bp
from app.blueprints.coedit.room.limits import MOST_FRAME_BYTES
from app.blueprints.coedit.routes import bp as coedit_bp
from app.blueprints.coedit.sections import contributions as sections_contributions
from app.blueprints.coedit.sections import subscribers as sections_subscribers
from app.blueprints.coedit.sections.routes import bp as sections_bp
from app.blueprints.coedit.suggestions import contributions as suggestions_contributions
from app.blueprints.coedit.suggestions import subscribers as suggestions_subscribers
from app.blueprints.coedit.suggestions.routes import bp as suggestions_bp
from app.blueprints.curriculum import results as curriculum_results
from app.blueprints.curriculum import subscribers as curriculum_subscribers
from app.blueprints.curriculum.cli import curriculum_load
from app.blueprints.curriculum.routes import bp as curriculum_bp
from app.blueprints.notifications.routes import bp as notifications_bp
from app.blueprints.notifications.service import forget_old as forget_old_notifications
from app.blueprints.org import import_jobs as org_jobs
from app.blueprints.org import results as org_results
from app.blueprints.org import subscribers as org_subscribers
from app.blueprints.org.audience import audience_of
from app.blueprints.org.belonging import names_of_wholes
from app.blueprints.org.cli import create_admin
from app.blueprints.org.lasting_parts import use_parts
from app.blueprints.org.policy.authority import runs_something
from app.blueprints.org.policy.rules import administers_the_person
from app.blueprints.org.routes import bp as org_bp
from app.blueprints.org.service.findable import note_new_days
from app.blueprints.org.service.importing.forgetting import forget_old_rows
from app.blueprints.org.service.importing.slips import forget_old_slips
from app.blueprints.org.service.narrowing import announce_expired
from app.blueprints.org.weeks_in_use import use_weeks
from app.blueprints.preparation import announcing as preparation_announcing
from app.blueprints.preparation import mentions as preparation_mentions
from app.blueprints.preparation import results as preparation_results
from app.blueprints.preparation import subscribers as preparation_subscribers
from app.blueprints.preparation.hosting import PreparationHost
from app.blueprints.preparation.routes import bp as preparation_bp
from app.blueprints.preparation.service.export_bundle import forget_old_exports
from app.blueprints.preparation.service.parts import count_parts
from app.blueprints.preparation.service.proposing import HOST as PREPARATION
from app.blueprints.preparation.service.weeks import count_in_weeks
from app.blueprints.preparation.service.word import forget_old_uploads
from app.blueprints.search import cli as search_cli
from app.blueprints.search.audience import use_audience
from app.blueprints.search.building import build_if_incomplete
from app.blueprints.search.indexing import index_changes
from app.blueprints.search.routes import bp as search_bp
from app.blueprints.workbench.routes import bp as workbench_bp
from app.config import Settings
from app.core.policy import can
from app.demo import accounts as demo_accounts
from app.demo.cli import demo_load
from app.first_start import first_start
from app.ports import converter, printer, realtime, relay, search, storage
from app.ports.relay import NullRelay
from app.web import navigation
from app.web.navigation import NavItem

BLUEPRINTS: list[Blueprint] = [
    accounts_bp,
    org_bp,
    notifications_bp,
    coedit_bp,
    comments_bp,
    sections_bp,
    presenting_bp,
    history_bp,
    suggestions_bp,
    curriculum_bp,
    preparation_bp,
    search_bp,
    workbench_bp,
]
SUBSCRIBERS: list[object] = [  # importing them registers them
    coedit_subscribers,
    coedit_jobs,
    comments_subscribers,
    comments_contributions,
    sections_subscribers,
    sections_contributions,
    suggestions_contributions,
    presenting_subscribers,
    suggestions_subscribers,
    preparation_subscribers,
    preparation_announcing,
    preparation_mentions,
    org_subscribers,
    org_jobs,
    curriculum_subscribers,
]

TIDYING: list[Callable[[], object]] = [
    forget_stale,
    coedit_jobs.catch_up,
    forget_old_slips,
    forget_old_rows,
    forget_old_notifications,
    forget_old_exports,
    forget_old_uploads,
]  # by the worker, when it starts and a few times a day
DAILY: list[Callable[[], object]] = [
    announce_expired,
    note_new_days,
]  # by the worker, when it starts and at midnight


def _runs_something() -> bool:
    person = signed_in_user()
    return person is not None and runs_something(person)


NAVIGATION = [
    NavItem(endpoint="workbench.index", label=_l("工作台"), icon="layout-dashboard", on_phone=True),
    NavItem(
        endpoint="preparation.index", label=_l("集体备课"), icon="edit", section=_l("教研"), on_phone=True
    ),
    NavItem(endpoint="curriculum.index", label=_l("课程目录"), icon="books", section=_l("教研")),
    NavItem(endpoint="search.index", label=_l("搜索"), icon="search", section=_l("教研"), on_phone=True),
    NavItem(
        endpoint="org.home",
        label=_l("学校与人员"),
        icon="building-community",
        section=_l("集团"),
        shown=_runs_something,
        pages=frozenset({"accounts.administer", "accounts.reset_code"}),
    ),
    NavItem(
        endpoint="org.home",
        label=_l("学校与同事"),
        icon="users",
        section=_l("集团"),
        shown=lambda: not _runs_something(),
    ),
    NavItem(
        endpoint="accounts.profile", label=_l("我的账号"), icon="user", section=_l("集团"), on_phone=True
    ),
]


def init_app(app: Flask, settings: Settings) -> None:
    _use_adapters(app, settings)
    use_administration(administers_the_person)
    use_belonging(names_of_wholes)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.use(app, NAVIGATION)
    app.jinja_env.globals["can"] = lambda action, target: can(signed_in_user(), action, target)
    app.jinja_env.globals["signed_in_user"] = signed_in_user
    app.jinja_env.globals["words_known_to_all"] = lambda: known_words(signed_in_user())
    register_host(PREPARATION, PreparationHost())
    use_audience(audience_of)
    use_parts(count_parts)
    use_weeks(count_in_weeks)
    for results in (preparation_results, org_results, curriculum_results):
        results.register()
    _add_commands(app)
    demo_accounts.init_app(app, settings)
    coedit_sockets.init_app(app, serve_sockets(app, most_frame_bytes=MOST_FRAME_BYTES))


def _use_adapters(app: Flask, settings: Settings) -> None:
    storage.use(app, DiskStorage(settings.data_dir / "files"))
    converter.use(app, PandocConverter())
    of_words = find_printer_of_words(settings.libreoffice)
    printer.use(app, find_printer(settings.chromium, settings.libreoffice), of_words)
    realtime.use(app, RedisRealtime(settings.redis_url) if settings.redis_url else DatabaseRealtime())
    relay.use(app, RedisRelay(settings.redis_url) if settings.redis_url else NullRelay())
    search.use(app, WhooshSearch(settings.data_dir / "search"))


def _add_commands(app: Flask) -> None:
    search_cli.init_app(app)
    app.cli.command("worker", help="Deliver the outbox and run background jobs.")(
        lambda: run_worker(app, TIDYING, [build_if_incomplete, index_changes, look_for_pauses], DAILY)
    )
    for command in (curriculum_load, create_admin, demo_load, bench, first_start):
        app.cli.add_command(command)
