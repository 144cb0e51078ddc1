"""The knowledge base: what La Bàn knows, with its sources, behind one search.

Way in: `KnowledgeBase` in `knowledge.base`; `python -m knowledge --help` for people.
Knows no bot, no Rasa and no web: it may import `nlu.text` and nothing else of ours.
"""
