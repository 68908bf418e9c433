"""Maillage: the community bot of public-interest networks."""

__version__ = "0.1.0"
