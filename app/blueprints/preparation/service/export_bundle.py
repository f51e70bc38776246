"""The files of an export in the storage: kept one by one, put into one, forgotten when the time is over."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from app.blueprints.coedit.models import DocumentPicture
from app.blueprints.preparation.export_models import ExportFile, PreparationExport, PrintTemplate
from app.blueprints.preparation.service.export_files import NewFile
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.uow import unit_of_work
from app.ports import storage

MOST_BYTES = 300 * 1024 * 1024
_STORED_AS_IS = {".docx", ".pdf", ".png", ".jpg"}  # compressed already
_EPOCH = (2020, 1, 1, 0, 0, 0)


def store(files: Sequence[NewFile], beside: PreparationExport) -> list[ExportFile]:
    """Write the bytes to disk, if there is room: before the unit of work that says what they are."""
    if sum(len(file.content) for file in files) + sum(file.size for file in beside.files) > MOST_BYTES:
        raise Conflict(_("文件太大，请少选几份，分几次打包。"))
    return [
        ExportFile(name=file.name, digest=storage.current().put(file.content), size=len(file.content))
        for file in files
    ]


def keep(export: PreparationExport, stored: Sequence[ExportFile]) -> None:
    """Two plans of the same name get different names."""
    taken = {file.name.lower() for file in export.files}
    for file in stored:
        file.name = _free(file.name, taken)
        taken.add(file.name.lower())
        export.files.append(file)


def finish(export: PreparationExport) -> None:
    """One file alone is itself, several are a zip."""
    if not export.files:
        raise Conflict(_("选中的教案都没能转换，请换一种格式再试。"))
    is_alone = len(export.files) == 1 and not export.is_set
    name = export.files[0].name if is_alone else _zip_name(export)
    digest = export.files[0].digest if is_alone else storage.current().put(_zipped(export))
    with unit_of_work():
        export.file_name, export.digest = name, digest
        export.size = storage.current().size(digest)
        leftover = {file.digest for file in export.files} - {digest}
        export.files.clear()
    _delete_unused(leftover)


def forget_old_exports() -> int:
    """Called while tidying. Returns how many were forgotten."""
    with unit_of_work():
        old = db.session.scalars(
            select(PreparationExport).where(PreparationExport.expires_at <= clock.now())
        ).all()
        digests = {file.digest for export in old for file in export.files}
        digests |= {export.digest for export in old if export.digest}
        for export in old:
            db.session.delete(export)
    _delete_unused(digests)
    return len(old)


def _delete_unused(digests: Iterable[str]) -> None:
    """The storage keeps each content once, so the same bytes may be somebody else's too."""
    for digest in digests:
        used = or_(
            exists().where(PreparationExport.digest == digest),
            exists().where(ExportFile.digest == digest),
            exists().where(PrintTemplate.digest == digest),
            exists().where(DocumentPicture.sha256 == digest),
        )
        if not db.session.scalar(select(used)):
            storage.current().delete(digest)


def _zipped(export: PreparationExport) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in export.files:
            is_small_already = PurePosixPath(file.name).suffix in _STORED_AS_IS
            entry = zipfile.ZipInfo(file.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if is_small_already else zipfile.ZIP_DEFLATED
            with storage.current().open(file.digest) as content:
                bundle.writestr(entry, content.read())
    return target.getvalue()


def _zip_name(export: PreparationExport) -> str:
    if not export.is_set:
        return f"{PurePosixPath(export.files[0].name).stem}.zip"
    return f"教案{len(export.preparation_ids) - len(export.skipped)}份-{clock.today().isoformat()}.zip"


def _free(name: str, taken: set[str]) -> str:
    path = PurePosixPath(name)
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        free = str(path.with_name(f"{path.stem}（{number}）{path.suffix}"))
    return free
