"""What a visitor looks for in the directory, and how it is called. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from actions.guidance import school_texts as texts
from actions.guidance.forms import State
from knowledge.fields import LEVELS
from knowledge.places import gazetteer
from knowledge.schools.entry import field_title
from knowledge.schools.finding import Wanted

ASKED = "?"
"""The value of a slot whose question was wished for: "Chọn nghề"."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, with its place as the visitor named it."""

    wanted: Wanted
    place: str | None = None
    """A commune, former district or former province; None: all of the province."""

    @property
    def province(self) -> str:
        """Return "tỉnh Lạng Sơn"."""
        return gazetteer().title_of(self.wanted.province)

    @property
    def where(self) -> str:
        """Return the place with its province of today."""
        if not self.place:
            return self.province
        said = texts.NOW_IN if self.place.endswith(" cũ") else texts.LIES_IN
        return said.format(name=self.place, province=self.province)

    @property
    def words_for_place(self) -> str:
        """Return the place as a button sends it."""
        name = gazetteer().name_of(self.wanted.province)
        return f"{self.place}, {name}" if self.place else name

    @property
    def department(self) -> str:
        """Return who knows the schools of the province."""
        return texts.DEPARTMENT.format(province=self.province)

    def what(self, without: Collection[str] = ()) -> str:
        """Return the field and the level looked for, but for what was let go."""
        field, level = self.wanted.field, self.wanted.level
        said = ""
        if field and "field" not in without:
            said += texts.TEACHING.format(field=field_title(field))
        if level and "level" not in without:
            at_level = texts.AND_AT_LEVEL if said else texts.AT_LEVEL
            said += at_level.format(level=LEVELS[level])
        return said


def search_of(state: State) -> Search:
    """Return what the slots of the form, once its questions are answered, look for."""
    province, place = str(state["school_province"]), state.get("school_commune")
    found = gazetteer().find(place, asked=True, within=province) if place else []
    wanted = Wanted(
        province,
        (found[0].communes or None) if found else None,
        state.get("school_field"),
        state.get("school_level"),
    )
    return Search(wanted, place)
