"""What can be done with an account, one module per part of its life. Nothing here hashes passwords:
that is slow and happens in `credentials.py` and `admission.py`, between two transactions.
"""
