"""The nouns of a programme, kept in one database, and every query on them."""
