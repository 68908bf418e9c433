"""What the stories of reminders say and look at."""

from tests.acceptance.console import plain


def texts(outputs):
    """Return the texts of the outputs with ordinary spaces."""
    return [plain(output["text"]) for output in outputs]


def said(console, line):
    """Type a line and return the text of its only answer."""
    return plain(console.ask(line)["text"])


def rings(console, duration):
    """Move the clock and return what rang."""
    return [output for output in console.say(f":advance {duration}") if "⏰" in output["text"]]


def to(outputs, whom):
    """Return the texts of what came to a channel or to `@name`."""
    return texts(output for output in outputs if output["to"] == whom)
