"""Plain sentences: coming, the agenda, hosting and opinions, said as to a colleague."""
