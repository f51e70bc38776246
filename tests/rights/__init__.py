"""Who may do what, everywhere: one table for each feature, executed through HTTP against the application.

`cast.py` names the people, `world.py` makes them and what they work on, `table.py` is the form of a line,
`test_rights.py` asks every line of everybody and fails when an endpoint or a socket's event has no line.
"""
