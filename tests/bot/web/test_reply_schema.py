"""What the guidance flows add to a reply, as a client of the HTTP API gets it."""

import pytest

TABLE = {
    "caption": "So sánh các ngả học tiếp",
    "columns": ["THPT", "GDTX"],
    "rows": [
        {
            "head": "Thời gian",
            "cells": [
                {"text": "3 năm", "source": "Luật 43/2019, Điều 34"},
                {"text": "3 năm, 7 môn", "source": None},
            ],
        }
    ],
}
PICTURE = {
    "name": "interests",
    "values": {"R": 0.7, "I": 0.35, "A": 0.2, "S": 0.75, "E": 0.3, "C": 0.0},
    "alt": "Sáu nhóm: Kỹ thuật 19.",
}
REMINDER = {"key": "luat-moi/ma", "on": "2027-01-01", "title": "Bao giờ có mã?", "days_before": 7}
ADDED = {"row": False, "table": None, "picture": None, "danger": None, "reminder": None}


@pytest.mark.parametrize(
    ("custom", "shown"),
    [
        ({}, {}),
        ({"row": True}, {"row": True}),
        ({"table": TABLE}, {"table": TABLE}),
        (
            {"picture": PICTURE, "answer_id": "c1"},
            {"picture": {"url": "/api/v1/answers/c1/picture.svg", "alt": PICTURE["alt"]}},
        ),
        ({"picture": PICTURE}, {}),
        ({"danger": "violence", "kind": "safety"}, {"danger": "violence"}),
        (
            {"reminder": REMINDER},
            {"reminder": {key: REMINDER[key] for key in ("key", "on", "title")}},
        ),
        ({"progress": {"course": "bai-1", "event": "started"}, "stop_reminders": "*"}, {}),
    ],
    ids=["none", "row", "table", "picture", "nameless picture", "danger", "reminder", "inner"],
)
async def test_a_reply_shows_what_a_page_needs_at_once_and_in_the_history(
    client, rasa, custom, shown
):
    rasa.reply = lambda _text: [{"text": "Đây."}, {"custom": {"kind": "notice", **custom}}]
    sent = (await client.post("/api/v1/messages", json={"text": "lộ trình"})).json()
    path = f"/api/v1/conversations/{sent['conversation']}/messages"
    kept = (await client.get(path)).json()["messages"][1]["reply"]
    assert kept == sent["replies"][0]
    assert {name: kept[name] for name in ADDED} == {**ADDED, **shown}
    assert not {"progress", "stop_reminders", "passages"} & set(kept)


async def test_the_documentation_names_the_fields_and_what_is_in_them(client):
    schemas = (await client.get("/openapi.json")).json()["components"]["schemas"]
    assert set(ADDED) <= set(schemas["ReplySchema"]["properties"])
    assert set(schemas["TableSchema"]["properties"]) == {"caption", "columns", "rows"}
    assert set(schemas["PictureSchema"]["properties"]) == {"url", "alt"}
    assert set(schemas["ReminderSchema"]["properties"]) == {"key", "on", "title"}
