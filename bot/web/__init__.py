"""The front door over HTTP: the API, the web chat, and what those who run it look at."""
