"""Addresses and pages: which addresses are one, what a page says of itself, and which feeds it declares."""
