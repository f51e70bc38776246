"""The shapes of the outside world. Each module: a Protocol, a Null twin, use() and current()."""
