"""The demonstration: two invented school groups in the middle of their term, written by hand.

Above the features: it may use their models and services, and only wiring may use it.
"""
