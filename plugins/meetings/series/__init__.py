"""Series: meetings that come again and again, made ahead of their dates, in turn with the letter."""
