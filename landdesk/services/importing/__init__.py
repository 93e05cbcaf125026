"""Parcels of other programs come in: GeoPackage, Shapefile, GeoJSON and TopoJSON, through fiona.

``importer.py`` is the way through; the others own one concern each: the file (``source.py``), its system
(``systems.py``), its geometry (``shapes.py``, ``curves.py``), its columns (``field_mapping.py``, ``cells.py``)
and what is told of it afterwards (``report.py``). ``foreign_rows.py`` tidies what other programs wrote straight
into a store. ``docs/formats/import.md`` is the page for people.
"""
