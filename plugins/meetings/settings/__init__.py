"""Settings: what a channel wants done around its meetings, typed on a line or in a form."""
