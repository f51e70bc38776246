"""Pages of the editor without the editor: Node processes with real yjs and Socket.IO clients."""

import json
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NODE_FOLDER = Path(__file__).parent / "node"
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 20.0


def require_node() -> None:
    """Fail, never skip: without the real clients nothing here is proved."""
    missing = [name for name in ("yjs", "socket.io-client", "socket.io-msgpack-parser")
               if not (ROOT / "node_modules" / name).exists()]  # fmt: skip
    if shutil.which("node") is None or missing:
        raise RuntimeError(f"Node and its packages are needed for this test: run npm ci. Missing: {missing}")


class Page:
    """One page. `told` collects what the server said that was no answer."""

    def __init__(self) -> None:
        require_node()
        self._process = subprocess.Popen(
            ["node", NODE_FOLDER / "client.mjs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._answers: dict[int, queue.Queue[Any]] = {}
        self._number = 0
        self.told: list[dict[str, Any]] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def do(self, command: str, **arguments: Any) -> Any:
        self._number += 1
        answer = self._answers[self._number] = queue.Queue()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": self._number, "do": command, **arguments}) + "\n")
        self._process.stdin.flush()
        return answer.get(timeout=PATIENCE_SECONDS)

    def type(self, words: str, at: int | None = None) -> None:
        self.do("type", words=words, at=at)

    def write(self, words: str, behind: str) -> None:
        """In a real lesson plan: in the middle of a paragraph, behind words that stand there."""
        assert self.do("write", words=words, behind=behind) == {}

    @property
    def paragraphs(self) -> list[str]:
        """The pieces of text of a real lesson plan."""
        return list(self.do("content")["paragraphs"])

    @property
    def text(self) -> str:
        return str(self.do("read")["text"])

    @property
    def acked(self) -> list[str]:
        return list(self.do("read")["acked"])

    @property
    def transport(self) -> str:
        return str(self.do("read")["transport"])

    def is_saved(self) -> bool:
        return bool(self.do("read")["pending"] == 0)

    def heard(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.told if line["told"] == event]

    def wait_for(self, event: str) -> dict[str, Any]:
        wait_until(lambda: bool(self.heard(event)), lambda: f"no {event}: {self.told[-5:]}")
        return self.heard(event)[-1]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                message = json.loads(line)
                if "answer" in message:
                    self._answers[message["answer"]].put(message.get("result"))
                else:
                    self.told.append(message)
        except ValueError:
            return  # closed while reading


def wait_until(
    condition: Callable[[], bool], what: Callable[[], object] = lambda: "", patience: float = PATIENCE_SECONDS
) -> None:
    """Until `condition` holds; fails with what `what` says."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, what()
        time.sleep(0.02)
