"""Parcels of other programs come in: map files of all kinds, as layers that look alike (``layer.py``).

``importer.py`` is the way through; the others own one concern each: which file it is (``source.py``, ``kinds.py``),
how each format is read (``ogr.py``, ``gml/``, ``drawing/``), its system (``systems.py``, ``vn2000.py``,
``recognition.py``), its geometry (``shapes.py``, ``curves.py``), its columns (``field_mapping.py``, ``cells.py``) and
what is told of it afterwards (``report.py``). ``survey.py`` looks at a file before it is imported, ``seen.py`` holds
what it saw. ``foreign_rows.py`` tidies what other programs wrote straight into a store.
``docs/formats/import.md`` is the page for people.
"""
