"""Calendars: meetings as files that calendars of all kinds read (RFC 5545)."""
