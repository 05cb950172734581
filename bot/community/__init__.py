"""The community of a programme: its calendar of posts, what people press, their thank-yous."""
