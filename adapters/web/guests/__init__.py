"""The page of guests: one conversation each, by a personal link, in the serving process."""
