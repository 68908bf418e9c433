"""Meetings themselves: when and where they are, who comes, and what is told of them."""
