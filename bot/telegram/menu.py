"""What Telegram shows of the bot before a word is said."""

from collections.abc import Mapping

from bot.telegram import texts
from bot.telegram.calls import Call


def menu() -> list[Call]:
    """Return the calls that set commands and descriptions, to be made at each start."""
    return [
        _commands("all_private_chats", texts.PRIVATE_MENU),
        _commands("all_group_chats", texts.GROUP_MENU),
        Call("setMyDescription", {"description": texts.DESCRIPTION}),
        Call("setMyShortDescription", {"short_description": texts.SHORT_DESCRIPTION}),
    ]


def _commands(scope: str, commands: Mapping[str, str]) -> Call:
    listed = [{"command": name, "description": what} for name, what in commands.items()]
    return Call("setMyCommands", {"commands": listed, "scope": {"type": scope}})
