"""tas: an honest assessment of a sales opportunity, kept in git."""

__version__ = "0.1.0"
