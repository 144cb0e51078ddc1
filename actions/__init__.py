"""What Rasa asks us to do: look things up, decide what may be said, say it.

Way in: `actions.__main__` (the server). May import `knowledge` and `nlu.text`; is reached
by Rasa over HTTP and knows nothing of channels.
"""
