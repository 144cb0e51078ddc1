from bot.conversation import Audience, Incoming
from bot.telegram.chats import Chat
from bot.telegram.reading import Place

PRIVATE = Place(5, 0, "private")
TOPICS = [Place(-7, thread_id, "supergroup") for thread_id in (0, 1, 2)]


async def opened(store):
    return (await store.accept(Incoming("chào"))).conversation_id


async def test_nothing_is_known_of_a_place_at_first(chats):
    assert await chats.get(PRIVATE) == Chat(None, None)


async def test_what_is_stored_of_a_place_comes_together(chats, store):
    conversation_id = await opened(store)
    await chats.set_audience(PRIVATE, Audience.STUDENT)
    await chats.link(PRIVATE, conversation_id)
    await chats.set_audience(PRIVATE, Audience.PARENT)
    assert await chats.get(PRIVATE) == Chat(conversation_id, Audience.PARENT)


async def test_topics_are_places_of_their_own(chats, store):
    ids = [await opened(store) for _ in TOPICS]
    for place, conversation_id in zip(TOPICS, ids, strict=True):
        await chats.link(place, conversation_id)
    assert [(await chats.get(place)).conversation_id for place in TOPICS] == ids


async def test_a_group_moves_with_all_its_topics(chats, store):
    ids = [await opened(store) for _ in TOPICS]
    for place, conversation_id in zip(TOPICS, ids, strict=True):
        await chats.link(place, conversation_id)
    await chats.move(-7, -1007)
    moved = [Place(-1007, place.thread_id, "supergroup") for place in TOPICS]
    assert [(await chats.get(place)).conversation_id for place in moved] == ids
    assert await chats.get(TOPICS[0]) == Chat()


async def test_a_place_is_forgotten_with_its_conversation(chats, store, service):
    conversation_id = await opened(store)
    await chats.link(PRIVATE, conversation_id)
    await chats.set_audience(PRIVATE, Audience.PARENT)
    await service.erase(conversation_id)
    assert await chats.get(PRIVATE) == Chat()
