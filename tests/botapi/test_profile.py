"""The bot's commands and how it describes itself."""

import pytest


def command(name="hoi", description="Đặt câu hỏi"):
    return {"command": name, "description": description}


def test_commands_by_scope_and_language(ask):
    private = {"type": "all_private_chats"}
    assert ask("setMyCommands", commands=[command()])["result"] is True
    ask("setMyCommands", commands=[command("ngan")], scope=private, language_code="vi")
    assert ask("getMyCommands")["result"] == [command()]
    assert ask("getMyCommands", scope=private)["result"] == []
    assert ask("getMyCommands", scope=private, language_code="vi")["result"] == [command("ngan")]
    assert ask("deleteMyCommands")["result"] is True
    assert ask("getMyCommands")["result"] == []


def test_the_narrowest_list_is_the_menu(api, ask, an):
    group = api.group("Lớp", [an])
    assert api.menu(an) == []
    ask("setMyCommands", commands=[command("a")])
    ask("setMyCommands", commands=[command("b")], scope={"type": "all_private_chats"})
    assert api.menu(an) == [command("b")]
    assert api.menu(group) == [command("a")]
    ask("setMyCommands", commands=[command("c")], scope={"type": "chat", "chat_id": group.id})
    assert api.menu(group) == [command("c")]
    ask("setMyCommands", commands=[command("d")], language_code="vi")
    assert api.menu(an) == [command("b")]
    ask("deleteMyCommands", scope={"type": "all_private_chats"})
    assert api.menu(an) == [command("d")]
    assert api.menu(an, language="en") == [command("a")]


@pytest.mark.parametrize("name", ["", "x" * 33, "Hoi", "hỏi", "/hoi", "hoi dap", "hoi-dap"])
def test_bad_command_names(refusal, name):
    found = refusal("setMyCommands", commands=[command(name)])
    assert found == (400, "Bad Request: BOT_COMMAND_INVALID")


def test_the_longest_command(ask):
    assert ask("setMyCommands", commands=[command("x" * 32, "ă" * 256)])["ok"]


@pytest.mark.parametrize("description", ["", " ", "ă" * 257])
def test_bad_command_descriptions(refusal, description):
    found = refusal("setMyCommands", commands=[command(description=description)])
    assert found == (400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def test_a_hundred_commands_and_no_more(ask, refusal):
    commands = [command(f"c{number}") for number in range(101)]
    assert ask("setMyCommands", commands=commands[1:])["ok"]
    assert refusal("setMyCommands", commands=commands)[0] == 400


@pytest.mark.parametrize(
    "bad",
    [
        {"scope": {"type": "everybody"}},
        {"scope": {"type": "chat"}},
        {"scope": {"type": "chat", "chat_id": 99}},
        {"language_code": "vietnamese"},
    ],
)
def test_bad_scopes_and_languages(refusal, bad):
    assert refusal("setMyCommands", commands=[command()], **bad)[0] == 400


def test_commands_must_be_given(refusal):
    assert refusal("setMyCommands")[0] == 400
    assert refusal("setMyCommands", commands=["hoi"])[0] == 400


@pytest.mark.parametrize(
    ("name", "field", "longest"),
    [
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
        ("Name", "name", 64),
    ],
)
def test_what_the_bot_says_about_itself(ask, refusal, name, field, longest):
    assert ask(f"getMy{name}")["result"] == {field: ""}
    assert ask(f"setMy{name}", **{field: "ă" * longest})["result"] is True
    assert ask(f"setMy{name}", **{field: "x"}, language_code="en")["result"] is True
    assert ask(f"getMy{name}", language_code="en")["result"] == {field: "x"}
    assert ask(f"getMy{name}", language_code="vi")["result"] == {field: "ă" * longest}
    assert refusal(f"setMy{name}", **{field: "ă" * (longest + 1)})[0] == 400
