"""The SQL of the view: constant texts; everything that a person gives is bound as a parameter.

``{selected}`` in a query stands for the conditions that are set, the same for all queries, ``{events}`` for all columns of the
events that meet them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_PARAMETER = re.compile(r"\$([a-z_]+)")

#: The conditions by the parameter that sets them. Only those that are set enter a query: to plan them all, most of them idle,
#: took longer than to count a thousand events.
CONDITIONS = {
    "sources": """position IN (SELECT position FROM event_sources WHERE source IN (SELECT unnest($sources::VARCHAR[])))""",
    "event_types": """list_contains($event_types::VARCHAR[], event_type)""",
    "statuses": """list_contains($statuses::VARCHAR[], status)""",
    "actors": """position IN (SELECT position FROM event_actors WHERE actor IN (SELECT unnest($actors::VARCHAR[])))""",
    "places": """position IN (SELECT position FROM event_places WHERE place_id IN (SELECT unnest($places::VARCHAR[])))""",
    "countries": """position IN (SELECT position FROM event_countries WHERE country IN (SELECT unnest($countries::VARCHAR[])))""",
    "geo_precisions": """list_contains($geo_precisions::VARCHAR[], geo_precision)""",
    "date_precisions": """list_contains($date_precisions::VARCHAR[], coalesce(date_precision, 'unknown'))""",
    "background": """background = $background::BOOLEAN""",
    "reviewed": """(review IS NOT NULL) = $reviewed::BOOLEAN""",
    "min_origins": """n_origins >= $min_origins::BIGINT""",
    "min_confidence": """confidence >= $min_confidence::DOUBLE""",
    "dated": """(start IS NOT NULL OR "end" IS NOT NULL)""",
    "start": """("end" IS NULL OR "end" >= $start::DATE)""",
    "end": """(start IS NULL OR start <= $end::DATE)""",
    "west": """lat BETWEEN $south::DOUBLE AND $north::DOUBLE AND CASE
        WHEN $west::DOUBLE <= $east::DOUBLE THEN lon BETWEEN $west::DOUBLE AND $east::DOUBLE
        ELSE lon >= $west::DOUBLE OR lon <= $east::DOUBLE END""",
    "search": """position IN (SELECT position FROM found WHERE search = $search::VARCHAR)""",
}

_EVENTS = """
        SELECT * EXCLUDE (position, spot, area_lat, area_lon, place_ids, place_names, country_codes, source_days)
        FROM events WHERE {selected}"""

#: The events gathered by place: numbers first, and the words only of the few events that are named. To carry the words of a
#: million events through the grouping takes three times as long. ``{key}`` is the column to gather by.
_GATHERED = """
        WITH counted AS (
            SELECT {key} AS here, count(*) AS n,
                count(*) FILTER (WHERE status = 'occurred') AS occurred, count(*) FILTER (WHERE status = 'ongoing') AS ongoing,
                count(*) FILTER (WHERE status = 'planned') AS planned, count(*) FILTER (WHERE status = 'possible') AS possible,
                count(*) FILTER (WHERE status = 'denied') AS denied, count(*) FILTER (WHERE background) AS background,
                count(*) FILTER (WHERE start IS NULL AND "end" IS NULL) AS undated, max(geo_uncertainty_km) AS reach,
                min(start) AS start, max("end") AS "end", max(n_documents) AS documents, min(position) AS first,
                arg_max(position, n_documents::BIGINT * 10000000000 - position, $titles::BIGINT) AS tops,
                count(*) OVER () AS n_places
            FROM events WHERE {selected} AND {drawn} GROUP BY {key} ORDER BY n DESC, first LIMIT $limit::BIGINT),
        kinds AS (
            SELECT here, map_from_entries(list((event_type, n) ORDER BY event_type)) AS types FROM (
                SELECT {key} AS here, event_type, count(*) AS n FROM events WHERE {selected} AND {drawn} GROUP BY ALL)
            GROUP BY here),
        named AS (
            SELECT here, list(title ORDER BY n_documents DESC, position) AS titles
            FROM (SELECT here, unnest(tops) AS position FROM counted) JOIN events USING (position) GROUP BY here)
        SELECT events.place_id, events.place AS name, coalesce(lat, area_lat) AS lat, coalesce(lon, area_lon) AS lon,
            country_code, geo_precision, reach AS geo_uncertainty_km, n, occurred, ongoing, planned, possible, denied,
            counted.background, undated, counted.start, counted."end", types, documents, event_id AS first_id, titles, n_places
        FROM counted JOIN events ON events.position = counted.first JOIN kinds USING (here) JOIN named USING (here)
        ORDER BY n DESC, place_id, geo_precision, lat, lon"""

_LISTED = """
        SELECT event_id, title, status, event_type, start, "end", date_precision, date_text, place, place_id, geo_precision,
            unplaced_reason, sources, n_documents, n_origins, confidence, review
        FROM events WHERE {selected} AND {which} ORDER BY position LIMIT $limit::BIGINT"""

_QUERIES = {
    # Three plain questions for the map's symbols: one that carries words through the grouping takes four times as long. A
    # weight puts the events of most documents first, then those that come first; the position is in it.
    "spots": """
        SELECT spot, max(geo_uncertainty_km), max(n_documents::BIGINT * 10000000000 - position, $titles::BIGINT)
        FROM events WHERE {selected} AND (lat IS NOT NULL OR area_lat IS NOT NULL)
        GROUP BY spot ORDER BY count(*) DESC, spot LIMIT $limit::BIGINT""",
    "spot_kinds": """
        SELECT spot, status, event_type, count(*) FROM events
        WHERE {selected} AND (lat IS NOT NULL OR area_lat IS NOT NULL) GROUP BY ALL ORDER BY ALL""",
    "spot_places": """SELECT * FROM spots""",
    "titles": """
        SELECT position, title FROM events SEMI JOIN (SELECT unnest($positions::BIGINT[]) AS position) USING (position)""",
    "ways": """
        SELECT origin_lat, origin_lon, destination_lat, destination_lon, event_type, status,
            coalesce(bool_or(event_id = $selected_event::VARCHAR), false)
        FROM events WHERE {selected} AND origin_lat IS NOT NULL AND destination_lat IS NOT NULL AND origin_id <> destination_id
        GROUP BY origin_id, destination_id, origin_lat, origin_lon, destination_lat, destination_lon, event_type, status
        ORDER BY count(*) DESC, origin_id, destination_id, event_type, status LIMIT $limit::BIGINT""",
    "listed": _LISTED.replace("{which}", "true"),
    "listed_unplaced": _LISTED.replace("{which}", "lat IS NULL"),
    "listed_undated": _LISTED.replace("{which}", 'start IS NULL AND "end" IS NULL'),
    "all": """{events} ORDER BY position LIMIT $limit::BIGINT""",
    "undated": """{events} AND start IS NULL AND "end" IS NULL ORDER BY position LIMIT $limit::BIGINT""",
    "unplaced": """{events} AND lat IS NULL ORDER BY position LIMIT $limit::BIGINT""",
    "summary": """
        SELECT count(*), count(lat), count(*) FILTER (WHERE start IS NULL AND "end" IS NULL),
            count(DISTINCT place_id) FILTER (WHERE lat IS NOT NULL)
        FROM events WHERE {selected}""",
    "n_documents": """SELECT count(DISTINCT document_id) FROM
        (SELECT unnest(document_ids) AS document_id FROM events WHERE {selected})""",
    "extent": """SELECT min(coalesce(start, "end")), max(coalesce("end", start)) FROM events WHERE {selected}""",
    "sources": """
        SELECT source, count(*) FROM event_sources JOIN events USING (position) WHERE {selected} GROUP BY source""",
    "event_types": """SELECT event_type, count(*) FROM events WHERE {selected} GROUP BY event_type""",
    "statuses": """SELECT status, count(*) FROM events WHERE {selected} GROUP BY status""",
    "background": """SELECT background, count(*) FROM events WHERE {selected} GROUP BY background""",
    "geo_precisions": """SELECT geo_precision, count(*) FROM events WHERE {selected} GROUP BY geo_precision""",
    "date_precisions": """
        SELECT coalesce(date_precision, 'unknown') AS word, count(*) FROM events WHERE {selected} GROUP BY word""",
    "countries": """
        SELECT country, count(*) FROM event_countries JOIN events USING (position) WHERE {selected} GROUP BY country""",
    "actors": """
        SELECT actor, actor, count(*) AS n FROM event_actors JOIN events USING (position) WHERE {selected}
        AND ($among::VARCHAR[] IS NULL OR actor IN (SELECT unnest($among::VARCHAR[])))
        GROUP BY actor ORDER BY n DESC, actor LIMIT $limit::BIGINT""",
    "named_places": """
        SELECT asked, name, n FROM (
            SELECT event_places.place_id AS asked, count(*) AS n FROM event_places JOIN events USING (position)
            WHERE {selected} AND ($among::VARCHAR[] IS NULL OR event_places.place_id IN (SELECT unnest($among::VARCHAR[])))
            GROUP BY asked ORDER BY n DESC, asked LIMIT $limit::BIGINT)
        JOIN place_names ON place_names.place_id = asked ORDER BY n DESC, name, asked""",
    "names_of_places": """SELECT place_id, name FROM place_names WHERE place_id IN (SELECT unnest($wanted::VARCHAR[]))""",
    "places_called": """
        SELECT place_id FROM place_names WHERE place_id = $name OR lower(name) = lower($name::VARCHAR) ORDER BY place_id""",
    "known_actors": """SELECT DISTINCT actor FROM event_actors WHERE actor IN (SELECT unnest($wanted::VARCHAR[]))""",
    # For each source: its events, those that it alone tells, those that it was the first of several to publish, how many days
    # it came after the first, and those on which the sources disagree.
    "comparison": """
        WITH told AS (
            SELECT position, unnest(sources) AS source, unnest(source_days) AS day, len(sources) AS n_sources,
                list_min(source_days) AS first, len(list_distinct(source_days)) AS n_days, n_disagreements
            FROM events WHERE {selected})
        SELECT source, count(*) AS n, count(*) FILTER (WHERE n_sources = 1) AS alone,
            count(*) FILTER (WHERE n_sources > 1 AND n_days > 1 AND day = first) AS first,
            count(*) FILTER (WHERE n_sources > 1 AND day > first) AS later,
            median(date_diff('day', first, day)) FILTER (WHERE n_sources > 1 AND day > first) AS days_later,
            count(*) FILTER (WHERE n_disagreements > 0) AS disputed
        FROM told GROUP BY source ORDER BY n DESC, source LIMIT $limit::BIGINT""",
    "shared": """
        SELECT a.source, b.source, count(*) FROM event_sources AS a JOIN event_sources AS b USING (position)
        JOIN events USING (position) WHERE {selected} AND a.source <> b.source
        AND a.source IN (SELECT unnest($among::VARCHAR[])) AND b.source IN (SELECT unnest($among::VARCHAR[])) GROUP BY ALL""",
    "disputed": """
        SELECT event_id FROM events WHERE {selected} AND n_disagreements > 0
        ORDER BY n_disagreements DESC, n_documents DESC, position LIMIT $limit::BIGINT""",
    "unplaced_why": """
        SELECT CASE WHEN place IS NULL THEN 'none' WHEN place_id IS NULL THEN 'unknown' ELSE 'wide' END AS why, count(*)
        FROM events WHERE {selected} AND lat IS NULL GROUP BY ALL""",
    "unknown_names": """
        SELECT place, place, count(*) AS n FROM events WHERE {selected} AND place IS NOT NULL AND place_id IS NULL
        GROUP BY place ORDER BY n DESC, place LIMIT $limit::BIGINT""",
    # The articles that tell of an event and those that share an event with them, and what all of these tell; nearest first.
    "story": """
        WITH telling AS (SELECT unnest(document_ids) AS document_id FROM events WHERE event_id = $event_id),
        beside AS (SELECT DISTINCT unnest(document_ids) AS document_id FROM events
            WHERE list_has_any(document_ids, (SELECT list(document_id) FROM telling)) AND len(document_ids) > 1),
        story AS (SELECT list(document_id) AS ids FROM (FROM telling UNION FROM beside))
        SELECT event_id FROM events, story WHERE list_has_any(document_ids, story.ids)
        ORDER BY list_has_any(document_ids, (SELECT list(document_id) FROM telling)) DESC, n_documents DESC, position
        LIMIT $limit::BIGINT""",
    "origins": """SELECT least(n_origins, 10), count(*) FROM events WHERE {selected} GROUP BY ALL ORDER BY ALL""",
    "confidences": """
        SELECT least(floor(confidence * 10), 9)::INTEGER, count(*) FROM events WHERE {selected} GROUP BY ALL ORDER BY ALL""",
    "reviewed": """SELECT review IS NOT NULL, count(*) FROM events WHERE {selected} GROUP BY ALL""",
    "intervals": """
        SELECT CASE $by WHEN 'status' THEN status WHEN 'event_type' THEN event_type ELSE '' END AS series,
            least(coalesce(start, "end"), coalesce("end", start)) AS first,
            greatest(coalesce(start, "end"), coalesce("end", start)) AS last, count(*)
        FROM events WHERE {selected} AND (start IS NOT NULL OR "end" IS NOT NULL) GROUP BY ALL ORDER BY ALL""",
    "places": _GATHERED.replace("{key}", "spot").replace("{drawn}", "lat IS NOT NULL"),
    "at": """
        SELECT place_id, arg_min(event_id, position, $ids::BIGINT) FROM events
        WHERE {selected} AND place_id IN (SELECT unnest($at::VARCHAR[])) GROUP BY place_id""",
    "areas": _GATHERED.replace("{key}", "place_id").replace("{drawn}", "lat IS NULL AND area_lat IS NOT NULL"),
    "journeys": """
        SELECT origin_id, min(origin_name) AS origin_name, origin_lat, origin_lon,
            destination_id, min(destination_name) AS destination_name, destination_lat, destination_lon, event_type, status,
            count(*) AS n, arg_min(event_id, position, $ids::BIGINT) AS event_ids
        FROM events WHERE {selected} AND origin_lat IS NOT NULL AND destination_lat IS NOT NULL AND origin_id <> destination_id
        GROUP BY ALL ORDER BY n DESC, origin_id, destination_id, event_type, status""",
}

#: The tables of a view, in memory. ``position`` is the order in which events are shown, ``spot`` a number for each point of the
#: map (grouping by one number costs half of grouping by four columns); ``event_sources`` is there because testing lists for a
#: common element costs ten times as much.
LOAD = (
    """CREATE OR REPLACE TABLE events AS
        SELECT file_row_number + 1 AS position, * EXCLUDE (file_row_number)
        FROM read_parquet($path, file_row_number = true)""",
    """CREATE OR REPLACE TABLE event_sources AS SELECT position, unnest(sources) AS source FROM events""",
    """CREATE OR REPLACE TABLE event_actors AS SELECT position, unnest(actors) AS actor FROM events""",
    """CREATE OR REPLACE TABLE event_countries AS SELECT position, unnest(country_codes) AS country FROM events""",
    # An event in a district is also in the region that the district belongs to, where the events name that region.
    """CREATE OR REPLACE TABLE event_places AS
        SELECT position, unnest(place_ids) AS place_id FROM events
        UNION SELECT events.position, region.place_id FROM events JOIN
            (SELECT DISTINCT place_id, country_code, admin1 FROM events WHERE feature = 'A.ADM1') AS region
            USING (country_code, admin1)
        ORDER BY position""",
    """CREATE OR REPLACE TABLE place_names AS
        SELECT place_id, min(name) AS name FROM (SELECT unnest(place_ids) AS place_id, unnest(place_names) AS name FROM events)
        GROUP BY place_id""",
    """CREATE OR REPLACE TABLE spots AS
        SELECT spot, any_value(place_id) AS place_id, any_value(place) AS name, any_value(coalesce(lat, area_lat)) AS lat,
            any_value(coalesce(lon, area_lon)) AS lon, any_value(country_code) AS country, any_value(geo_precision) AS precision
        FROM events WHERE lat IS NOT NULL OR area_lat IS NOT NULL GROUP BY spot ORDER BY spot""",
    """CREATE OR REPLACE TABLE found (search VARCHAR, position BIGINT)""",
)

#: What a search in the store has found, noted once for all the questions about it: ids in a list would be compared anew by each.
NOTE_FOUND = """INSERT INTO found SELECT $search, position FROM events
    WHERE event_id IN (SELECT unnest($event_ids::VARCHAR[]))
    OR position IN (SELECT position FROM (SELECT position, unnest(document_ids) AS document_id FROM events)
        WHERE document_id IN (SELECT unnest($document_ids::VARCHAR[])))"""

QUERIES = {name: query.replace("{events}", _EVENTS) for name, query in _QUERIES.items()}


def written(name: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text of a query with the conditions of which a value is set (not None), and the values that this text asks for."""
    conditions = [condition for parameter, condition in CONDITIONS.items() if values.get(parameter) is not None]
    text = QUERIES[name].replace("{selected}", f"({' AND '.join(conditions) or 'true'})")
    return text, {parameter: values[parameter] for parameter in sorted(_asked(text) & values.keys())}


@lru_cache(512)
def _asked(text: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(text))
