"""What is worth a look in rows that can be imported: each row's own, or said once for many."""

from collections import Counter
from collections.abc import Sequence

from app.blueprints.org.service.importing.sheet import Line
from app.web.i18n import translated

FEW = 5  # rows; a remark that more of them share hides what differs


class Remarks:
    """The remarks of the usable rows of one import, as its page shows them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        counts = Counter(hint for line in lines for hint in line.hints)
        self.shared = [(translated(hint), count) for hint, count in counts.most_common() if count > FEW]
        self._general = {hint for hint, count in counts.items() if count > FEW}
        self.rows = sum(bool(self.own(line)) for line in lines)

    def own(self, line: Line) -> list[str]:
        """What has to be said in the row itself."""
        return [translated(hint) for hint in line.hints if hint not in self._general]
