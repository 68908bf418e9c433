"""Platforms: each translates between one chat network and the neutral vocabulary."""
