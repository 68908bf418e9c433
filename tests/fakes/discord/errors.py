"""How Discord refuses: codes and words as in its table of JSON error codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Path = Sequence[str | int]


class ApiError(Exception):
    """An answer that refuses."""

    def __init__(
        self, status: int, code: int, message: str, errors: dict[str, Any] | None = None, **more: Any
    ) -> None:
        super().__init__(f"{status} {code}: {message} {errors or ''}")
        self.status = status
        self.code = code
        self.body: dict[str, Any] = {"message": message, "code": code} | more
        if errors:
            self.body["errors"] = errors


_BY_CODE = {
    10002: (404, "Unknown Application"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10070: (404, "Unknown Guild Scheduled Event"),
    30032: (400, "Maximum number of application commands reached"),
    30034: (400, "Max number of daily application command creates has been reached (200)"),
    30038: (400, "Maximum number of uncompleted guild scheduled events reached (100)"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (400, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50033: (400, "Invalid Recipient(s)"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    180000: (400, "Cannot update a finished event"),
}


def refusal(code: int) -> ApiError:
    """The refusal of a code of Discord's table."""
    status, message = _BY_CODE[code]
    return ApiError(status, code, message)


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def unnamed() -> ApiError:
    """What the proxy in front of Discord says to clients that do not name themselves."""
    return ApiError(403, 40333, "internal network error")


def not_found() -> ApiError:
    return ApiError(404, 0, "404: Not Found")


def wrong_method() -> ApiError:
    return ApiError(405, 0, "405: Method Not Allowed")


class Form:
    """What is wrong with the fields of a body; all of it is told at once, as Discord does."""

    def __init__(self) -> None:
        self.errors: dict[str, Any] = {}

    def refuse(self, path: Path, code: str, message: str) -> None:
        """Something is wrong with the field at a path; `()` is the body itself."""
        place = self.errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, path: Path, text: object, most: int, least: int = 0) -> None:
        """A text has so many characters; None stands for none given."""
        if text is None:
            return
        if not isinstance(text, str):
            self.refuse(path, "BASE_TYPE_STRING", "Could not interpret as a string.")
        elif least and not least <= len(text) <= most:
            self.refuse(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        elif len(text) > most:
            self.refuse(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def count(self, path: Path, things: Sequence[Any], most: int, least: int = 0) -> None:
        """A list has so many elements."""
        if least and not least <= len(things) <= most:
            self.refuse(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        elif len(things) > most:
            self.refuse(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def required(self, path: Path, value: object) -> bool:
        """Whether a value is there; refused if not."""
        if value is None:
            self.refuse(path, "BASE_TYPE_REQUIRED", "This field is required")
        return value is not None

    def one_of(self, path: Path, value: object, values: Sequence[Any]) -> bool:
        """Whether a value is one of those that are possible; refused if not."""
        known = value in values
        if not known:
            listed = ", ".join(str(one) for one in values)
            self.refuse(path, "BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")
        return known

    def done(self) -> None:
        """Refuse the body if anything is wrong.

        Raises:
            ApiError: 50035.
        """
        if self.errors:
            raise ApiError(400, 50035, "Invalid Form Body", self.errors)


def inside(name: str, error: ApiError) -> ApiError:
    """The same refusal, of a body that stands in a field of a greater one."""
    if "errors" in error.body:
        error.body["errors"] = {name: error.body["errors"]}
    return error


def invalid(path: Path, code: str, message: str) -> ApiError:
    """A body with one wrong field."""
    form = Form()
    form.refuse(path, code, message)
    return ApiError(400, 50035, "Invalid Form Body", form.errors)
