"""How the bot converses: meeting someone, hearing what they say, leading a form turn by turn."""
