"""What people mean when they write freely: the request, its language, and what it is about."""
