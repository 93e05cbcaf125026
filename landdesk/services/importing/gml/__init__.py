"""GML of land information systems, foremost the map export of VBDLIS/MPLIS (``Thua_Dat``), read as a stream.

``docs/formats/gml.md`` is the page for people.
"""
