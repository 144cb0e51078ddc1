"""The scoring, put to simulated answerers who read the question that is asked."""

import random
import statistics

import pytest

from actions.guidance.interest_scores import LETTERS, Item, Questionnaire
from actions.guidance.interests import ANSWERS, InterestForm

QUESTIONNAIRE = Questionnaire.load()
FORM = InterestForm(QUESTIONNAIRE)
ITEMS = QUESTIONNAIRE.items
TYPE_OF = {item.text: item.letter for item in ITEMS}


def play(answer):
    """Answer every question as it is asked; return the answers in the order of the items."""
    state = {ANSWERS: None}
    while (wanted := FORM.next_slot(state)) is not None:
        asked = FORM.ask(wanted, state, None)
        letter = TYPE_OF[asked.text.rsplit("“", 1)[1].rstrip("”")]
        tapped = asked.buttons[answer(letter) - 1]["payload"]
        state = {ANSWERS: FORM.read(tapped, wanted, state)[ANSWERS]}
    return state[ANSWERS]


def consistent(chance, latent):
    """Answers as somebody does whose interests are `latent`, with some noise."""
    return lambda letter: min(5, max(1, round(3 + latent[letter] + chance.gauss(0, 0.8))))


def alpha(rows):
    """Cronbach's alpha: rows are answerers, columns the items of one type."""
    items = len(rows[0])
    variances = sum(statistics.variance(column) for column in zip(*rows, strict=True))
    return items / (items - 1) * (1 - variances / statistics.variance(map(sum, rows)))


def alphas(runs):
    return {
        letter: alpha(
            [
                [answer for item, answer in zip(ITEMS, run, strict=True) if item.letter == letter]
                for run in runs
            ]
        )
        for letter in LETTERS
    }


@pytest.fixture(scope="module")
def people():
    """Latent interests and the answers given, of 300 answerers."""
    chance = random.Random(20261122)
    found = []
    for _ in range(300):
        latent = {letter: chance.gauss(0, 1) for letter in LETTERS}
        found.append((latent, play(consistent(chance, latent))))
    return found


def test_consistent_answerers_make_consistent_types(people):
    found = alphas([answers for _, answers in people])
    assert min(found.values()) >= 0.7, found


def test_answerers_by_chance_do_not():
    chance = random.Random(7)
    found = alphas([play(lambda _: chance.randint(1, 5)) for _ in range(300)])
    assert max(map(abs, found.values())) <= 0.25, found


def test_the_strongest_interest_is_found_where_it_is_clear(people):
    clear, found = 0, 0
    for latent, answers in people:
        first, second = sorted(latent, key=latent.get, reverse=True)[:2]
        if latent[first] - latent[second] < 0.8:
            continue
        clear += 1
        found += first in QUESTIONNAIRE.scores(answers).strongest[0]
    assert clear >= 50
    assert found / clear >= 0.95


def test_the_order_of_the_items_makes_no_difference(people):
    order = random.Random(3).sample(range(len(ITEMS)), len(ITEMS))
    mixed = Questionnaire(QUESTIONNAIRE.types, tuple(ITEMS[place] for place in order))
    for _, answers in people:
        shuffled = mixed.scores([answers[place] for place in order])
        assert shuffled == QUESTIONNAIRE.scores(answers)


def test_getting_tired_moves_all_types_alike(people):
    _, answers = people[0]
    tired = [answer - 2 * place / len(ITEMS) for place, answer in enumerate(answers)]
    before, after = (QUESTIONNAIRE.scores(given).points for given in (answers, tired))
    lost = [before[letter] - after[letter] for letter in LETTERS]
    assert max(lost) - min(lost) <= 1


def test_a_table_without_enough_items_of_a_type_is_refused():
    short = Questionnaire(QUESTIONNAIRE.types, (Item("R", "Vẽ", "everywhere", "neutral"),))
    with pytest.raises(ValueError, match="too few items"):
        _ = short.enough
