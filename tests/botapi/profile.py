"""Methods about the bot itself: who it is, its commands, how it describes itself."""

import re
from typing import Any

from tests.botapi.parameters import Parameters
from tests.botapi.problems import bad_request
from tests.botapi.state import Telegram
from tests.botapi.world import Chat

MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
GENERAL_SCOPES = {
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
# Field of the methods set… and get…, and how long it may be.
TEXTS = {"description": 512, "short_description": 120, "name": 64}


def get_me(telegram: Telegram, _: Parameters) -> dict[str, Any]:
    return telegram.world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not telegram.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _language(params: Parameters) -> str:
    code = params.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")
    return code


def _scope(telegram: Telegram, params: Parameters) -> str:
    """A scope as one word: its type, and the chat and the user where it has them."""
    scope = params.structure("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in GENERAL_SCOPES:
        return str(kind)
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat = telegram.chat(scope.get("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    if kind == "chat_member" and scope.get("user_id") not in telegram.world.users:
        raise bad_request("user not found")
    return " ".join(str(part) for part in (kind, chat.id, scope.get("user_id", "")) if part)


def _check_command(command: Any) -> None:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")), re.ASCII):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", "")).strip()) <= MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def set_my_commands(telegram: Telegram, params: Parameters) -> bool:
    commands = params.items("commands")
    if commands is None:
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    telegram.commands[_scope(telegram, params), _language(params)] = commands
    return True


def get_my_commands(telegram: Telegram, params: Parameters) -> list[dict[str, str]]:
    return telegram.commands.get((_scope(telegram, params), _language(params)), [])


def delete_my_commands(telegram: Telegram, params: Parameters) -> bool:
    telegram.commands.pop((_scope(telegram, params), _language(params)), None)
    return True


def menu(telegram: Telegram, chat: Chat, language: str) -> list[dict[str, str]]:
    """What somebody who is no administrator sees in this chat: the narrowest list wins."""
    general = "all_private_chats" if chat.kind == "private" else "all_group_chats"
    for scope in (f"chat {chat.id}", general, "default"):
        for code in (language, ""):
            if commands := telegram.commands.get((scope, code)):
                return commands
    return []


def _setter(field: str) -> Any:
    def set_text(telegram: Telegram, params: Parameters) -> bool:
        text = params.text(field)
        if len(text) > TEXTS[field]:
            raise bad_request(f"BOT_{field.upper()}_TOO_LONG")
        telegram.texts[field, _language(params)] = text
        return True

    return set_text


def _getter(field: str) -> Any:
    def get_text(telegram: Telegram, params: Parameters) -> dict[str, str]:
        own = telegram.texts.get((field, _language(params)))
        return {field: own or telegram.texts.get((field, ""), "")}

    return get_text


METHODS: dict[str, Any] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    **{f"setmy{field.replace('_', '')}": _setter(field) for field in TEXTS},
    **{f"getmy{field.replace('_', '')}": _getter(field) for field in TEXTS},
}
