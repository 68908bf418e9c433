"""Hosting: who has the others over next time; in turn, and nobody is forced."""
