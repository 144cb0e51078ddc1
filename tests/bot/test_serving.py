import socket

import pytest

from bot.errors import PortUnavailable
from bot.serving import listen


def test_a_taken_port_is_told_with_the_cure():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortUnavailable) as caught:
            listen("127.0.0.1", port)
    assert str(caught.value) == (
        f"port {port} of 127.0.0.1 cannot be used (taken): set BOT_PORT or stop what uses it"
    )


def test_an_address_of_another_machine_is_told():
    with pytest.raises(PortUnavailable, match=r"port 8000 of 192\.0\.2\.1 cannot be used \(Cannot"):
        listen("192.0.2.1", 8000)


def test_a_free_port_is_taken_at_once():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortUnavailable):
            listen("127.0.0.1", port)


def test_asyncio_is_told_that_replies_must_not_wait_for_an_acknowledgement():
    with listen("127.0.0.1", 0) as listening:
        assert (listening.type, listening.proto) == (socket.SOCK_STREAM, socket.IPPROTO_TCP)
