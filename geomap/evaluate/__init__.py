"""How good the extraction is, against annotated text, by the metrics that the field uses.

``toponyms``, ``timexes`` and ``events`` each score what ``geomap parse`` writes; ``gold`` reads annotations, ``predict`` makes
the predictions, ``floors`` keeps the quality from sinking.
"""
