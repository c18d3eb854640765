"""geomap turns articles into a map of events that you can defend."""
