"""Plugins that come with the bot."""
