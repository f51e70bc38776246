"""What begins later is said so: until then nobody may wonder why it gives no access."""

from datetime import date

from flask_babel import gettext as _

from app.core import clock
from app.web.flash import tell
from app.web.i18n import day


def tell_if_later(from_date: date) -> None:
    if from_date > clock.today():
        tell(_("任职从 %(day)s 起生效，在那以前没有权限。", day=day(from_date)), "note")
