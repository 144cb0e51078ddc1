"""The Telegram channel: what it understands, what it says, and how that travels."""
