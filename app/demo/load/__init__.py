"""From what was written into the database, one module for each kind of thing."""
