"""What can be done with an account, one module per part of its life. Nothing here hashes passwords:
that is slow and happens in `app.blueprints.accounts.secrets`, between two transactions.
"""
