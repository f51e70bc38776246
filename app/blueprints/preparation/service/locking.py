"""Several people press buttons of one preparation at the same moment: they take turns."""

from app.blueprints.preparation.models import JointPreparation
from app.core.db import db


def lock(preparation: JointPreparation) -> None:
    """Until the end of the transaction. Whoever comes second sees what the first one did."""
    db.session.refresh(preparation, with_for_update={"of": JointPreparation})
