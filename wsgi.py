"""The web server's entry point; `python wsgi.py` serves with the worker beside it.

gevent patches the standard library first: everything imported afterwards waits without blocking.
"""

from gevent import monkey

monkey.patch_all()

from app import create_app  # noqa: E402 - the patch comes first

app = create_app()

if __name__ == "__main__":
    from app.adapters.server import serve

    serve(app)
