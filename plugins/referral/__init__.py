"""Referral: to which kind of service, partner or colleague a need goes."""

from plugins.referral.declaration import plugin

__all__ = ["plugin"]
