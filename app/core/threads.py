"""Work that takes a core for a while, in a real thread: the event loop goes on serving everybody else.

Under gevent a long computation stops all people of the process. It helps only for work that releases
the GIL, as argon2 and Pillow do. Without gevent (worker, tests, commands) the work is simply done.
"""

from collections.abc import Callable
from contextvars import copy_context
from functools import cache, partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from gevent import monkey

if TYPE_CHECKING:
    from gevent.threadpool import ThreadPool

P = ParamSpec("P")
R = TypeVar("R")
THREADS = 4  # bounds memory and cores when a whole staff comes at eight o'clock


def off_the_loop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do `work`, which may read the request's language but nothing of the database."""
    task = partial(work, *args, **kwargs)
    if not monkey.is_module_patched("threading"):
        return task()
    outcome, error = _threads().apply(copy_context().run, (_caught, task))
    if error is not None:
        raise error
    return outcome  # type: ignore[no-any-return]  # gevent's pool is untyped


def _caught(task: Callable[[], R]) -> tuple[R | None, Exception | None]:
    """Errors are the caller's: gevent would print each of them as a failure of its own."""
    try:
        return task(), None
    except Exception as error:  # raised again by off_the_loop, in the greenlet that waits for it
        return None, error


@cache
def _threads() -> "ThreadPool":
    from gevent.threadpool import ThreadPool

    return ThreadPool(THREADS)
