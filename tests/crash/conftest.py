from tests.storage.ready import database

__all__ = ["database"]
