"""Mattermost as a platform."""
