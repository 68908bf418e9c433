"""The minutes of a meeting: who was there, what was treated, what was decided, and where that is posted."""
