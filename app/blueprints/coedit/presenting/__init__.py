"""Presenting: everybody's view follows one person, who may keep the others from writing meanwhile."""
