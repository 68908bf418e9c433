"""The store: engine, unit of work and core tables, the same on SQLite and PostgreSQL."""

from bot.store.base import Base, UtcDateTime
from bot.store.engine import Store

__all__ = ["Base", "Store", "UtcDateTime"]
