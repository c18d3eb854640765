"""Articles from the web, only when asked: politely, never from inside the user's own network, and never twice for nothing."""

from geomap.fetch.articles import Fetched, fetch

__all__ = ["Fetched", "fetch"]
