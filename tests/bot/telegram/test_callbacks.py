import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Audience
from bot.telegram import texts
from bot.telegram.callbacks import (
    Chosen,
    ExampleChosen,
    Fixed,
    FlowChosen,
    SourceAsked,
    Voted,
    decode,
    encode,
)

ROWS = st.integers(0, 2**53)
DATA = st.one_of(
    st.builds(Chosen, ROWS, ROWS),
    st.builds(Voted, ROWS, st.sampled_from(["up", "down"])),
    st.builds(SourceAsked, ROWS),
    st.builds(ExampleChosen, st.sampled_from(list(texts.EXAMPLES)), st.integers(0, 9)),
    st.builds(FlowChosen, st.sampled_from(list(texts.FLOWS))),
    st.sampled_from(Audience),
    st.sampled_from(Fixed),
)


@given(DATA)
def test_what_is_encoded_fits_and_comes_back(data):
    encoded = encode(data)
    assert 1 <= len(encoded.encode()) <= 64
    assert decode(encoded) == data


@given(st.text(max_size=64))
def test_anything_else_is_nothing_or_exactly_what_was_encoded(text):
    data = decode(text)
    assert data is None or encode(data) == text


@pytest.mark.parametrize(
    "text", ["", "b:1", "b:-1:0", "b:1:0\n", "v:1:left", "a:admin", "s:9", "f:"]
)
def test_what_was_never_sent_means_nothing(text):
    assert decode(text) is None
