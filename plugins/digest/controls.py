"""What can be done to a draft: its buttons, and the menus of its items, within what every chat shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.messages import Button, Menu, Option, Style
from bot.chat.plain import plain
from bot.language.messages import Markup, Text, _, escape
from bot.language.reordering import Step
from bot.plugin import WorkContext
from plugins.digest import register
from plugins.digest.models import ItemRow, LetterRow, titles_of
from plugins.digest.ordering import as_shown, shown_sections

_PAGE = 24
"""So many options a menu shows beside the one that turns the page: Discord shows 25."""
_LABEL = 90
PAGE_MARK = "page:"
SECTION_MARK = "section:"
"""What stands before the name of a section where it is chosen among items, which go by their ids."""
_STEPS = (
    (Step.UP, _("Move up")), (Step.DOWN, _("Move down")), (Step.TOP, _("To the top")),
    (Step.END, _("To the end")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """How somebody looks at a draft: at which page of its menus, and what they chose to move in it.

    `moving` is the id of an item, or the name of a section behind its mark; empty for nothing.
    """

    page: int = 0
    moving: str = ""


async def controls_of(
    ctx: WorkContext, letter: LetterRow, view: View, *, is_empty: bool
) -> tuple[tuple[Button, ...], tuple[Menu, ...]]:
    """Return the buttons and the menus of a draft, which five rows have room for: Discord has no more."""
    rows = as_shown(letter, await register.items(ctx.session, letter.id))
    dropped = await register.items(ctx.session, letter.id, dropped=True)
    moving = _steps(letter, view.moving) if chosen_to_move(letter, rows, view.moving) is not None else ()
    return (*moving, *_buttons(letter, is_empty=is_empty)), _menus(letter, rows, dropped, view.page)


def chosen_to_move(letter: LetterRow, rows: Sequence[ItemRow], moving: str) -> Text | None:
    """Return the name of what was chosen to be moved in a draft with these items; None if it is not there."""
    titles = titles_of(letter)
    if moving.startswith(SECTION_MARK):
        name = moving.removeprefix(SECTION_MARK)
        if name not in shown_sections(letter, rows):
            return None
        return _("the section “{title}”", title=escape(plain(titles[name])))
    for number, row in enumerate(rows, 1):
        if str(row.id) == moving:
            return _("no. {number}, “{title}”", number=number, title=title_of_item(row))
    return None


def title_of_item(row: ItemRow) -> Markup:
    """Return by which words an item is known again, on one line."""
    return escape(_short(plain(row.text, targets=False)))


def _steps(letter: LetterRow, moving: str) -> tuple[Button, ...]:
    buttons = [
        Button(
            label,
            "draft-step",
            {"letter": letter.id, "moving": moving, "step": step.value},
            name=f"draft-{step.value}",
        )
        for step, label in _STEPS
    ]
    return (*buttons, Button(_("Finished"), "draft-show", {"letter": letter.id}, Style.PRIMARY))


def _buttons(letter: LetterRow, *, is_empty: bool) -> tuple[Button, ...]:
    about = {"letter": letter.id}
    editorial = _("Change the editorial") if letter.editorial else _("Write an editorial")
    buttons = [Button(editorial, "draft-editorial", about), Button(_("Postpone"), "draft-postpone", about)]
    if not is_empty:
        buttons.insert(0, Button(_("Send now"), "draft-send", about, Style.PRIMARY))
    return (*buttons, Button(_("Do not send this time"), "draft-skip", about, Style.DANGER))


def _menus(
    letter: LetterRow, rows: Sequence[ItemRow], dropped: Sequence[ItemRow], page: int
) -> tuple[Menu, ...]:
    titles = titles_of(letter)
    sections = shown_sections(letter, rows)
    to_move = [
        Option(f"{SECTION_MARK}{name}", _("Section “{title}”", title=escape(_short(plain(titles[name])))))
        for name in (sections if len(sections) > 1 else ())
    ]
    numbered = [_option(titles, row, number) for number, row in enumerate(rows, 1)]
    menus = []
    if rows:
        menus.append(_menu(_("Drop an item"), "draft-drop", letter, numbered, page))
    if len(rows) > 1:
        menus.append(_menu(_("Move an item or a section"), "draft-move", letter, [*to_move, *numbered], page))
    if dropped:
        options = [_option(titles, row) for row in dropped]
        menus.append(_menu(_("Put an item back"), "draft-restore", letter, options, page))
    return tuple(menus)


def _option(titles: dict[str, str], row: ItemRow, number: int | None = None) -> Option:
    """Return an item as it is chosen: by the number that it has in the draft, its section and its words."""
    said = f"{plain(titles.get(row.section, ''))} – {plain(row.text, targets=False)}"
    return Option(str(row.id), escape(_short(said if number is None else f"{number}. {said}")))


def _menu(label: Text, action: str, letter: LetterRow, options: Sequence[Option], page: int) -> Menu:
    start = page * _PAGE if page * _PAGE < len(options) else 0
    shown = list(options[start : start + _PAGE])
    if len(options) > _PAGE:
        following = start // _PAGE + 1 if start + _PAGE < len(options) else 0
        shown.append(Option(f"{PAGE_MARK}{following}", _("Show others…")))
    return Menu(label, action, tuple(shown), {"letter": letter.id})


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LABEL else f"{line[:_LABEL].rsplit(' ', 1)[0]}…"
