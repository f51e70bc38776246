"""Use cases of the curriculum tree, one module for each family."""
