"""The console: a chat in a terminal, with several people, channels, buttons, forms and a clock to move."""
