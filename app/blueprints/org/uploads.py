"""A list of teachers arrives: judged by its content, stored, then left to the worker."""

from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.service.importing import batches
from app.core.policy import authorize
from app.core.spreadsheet import MOST_BYTES
from app.core.uow import unit_of_work
from app.core.workbook_checks import check_workbook
from app.ports import storage


def receive(unit: OrgUnit, file_name: str, content: bytes, *, actor: User) -> ImportBatch:
    """Raises Invalid, before anything is kept, if this is not a plain Excel file."""
    authorize(actor, "import_people", unit)
    check_workbook(content, max_bytes=MOST_BYTES)
    digest = storage.current().put(content)
    with unit_of_work():
        return batches.begin(unit, file_name, digest, actor=actor)
