"""The part of the public HTTP API, version 1, that shows pictures."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response

from bot.answers import AnswerStore
from bot.errors import AnswerNotFound
from bot.pictures import interests_picture
from bot.web.schemas import ErrorResponse

AnswerId = Annotated[str, Path(max_length=200)]
Format = Literal["svg", "png"]

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# Nobody's cache but the visitor's, and not for long: many look in at a school's computer.
_CACHING = "private, max-age=600"
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorResponse} for status in (404, 422, 503)
}


class PictureApi:
    """Draws the picture of an answer; who knows the answer's id may see it."""

    def __init__(self, answers: AnswerStore) -> None:
        self._answers = answers

    def routes(self) -> APIRouter:
        """Return the table of routes."""
        router = APIRouter(
            prefix="/api/v1/answers/{answer_id}", tags=["visitor"], responses=_PROBLEMS
        )
        for kind, show in (("svg", self.get_svg), ("png", self.get_png)):
            router.add_api_route(
                f"/picture.{kind}",
                show,
                methods=["GET"],
                response_class=Response,
                responses={200: {"content": {_TYPES[kind]: {}}}},
            )
        return router

    async def get_svg(self, answer_id: AnswerId) -> Response:
        """See the picture of an answer, as SVG."""
        return await self._picture(answer_id, "svg")

    async def get_png(self, answer_id: AnswerId) -> Response:
        """See the picture of an answer, as PNG, 800 pixels wide."""
        return await self._picture(answer_id, "png")

    async def _picture(self, answer_id: str, kind: Format) -> Response:
        picture = (await self._answers.answer(answer_id)).picture
        if picture is None:
            raise AnswerNotFound(answer_id)
        drawn = await asyncio.to_thread(interests_picture, picture.values, kind=kind)
        return Response(drawn, media_type=_TYPES[kind], headers={"Cache-Control": _CACHING})
