"""Suggestions: what somebody would write otherwise, until it is adopted, rejected or taken back."""
