"""French and English: messages, typography, dates, folding and expressions of time."""
