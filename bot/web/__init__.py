"""The web server: callbacks of chat servers, health, metrics."""
