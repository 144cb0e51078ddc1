"""Language and dialogue: how Vietnamese is read, and what Rasa is trained on.

Way in: `nlu.text` for text as typed, `config.yml` at the root for Rasa's pipeline.
The only package that Python 3.10 loads. `text` and `syllables` are standard library
only, since both Pythons run them; only `components` may import Rasa.
"""
