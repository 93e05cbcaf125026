"""Drawings, where parcels are lines and labels: DXF and DGN V7 become a layer of faces with values.

``dxf.py`` and ``dgn.py`` read a drawing into plain lines and labels (``content.py``), named by level
(``levels.py``); ``faces.py`` joins the lines, ``labels.py`` puts the labels into the faces, ``layer.py`` makes the
source layer of it. Nothing is repaired: what is open stays open and is named with its place.
``docs/formats/dxf.md`` is the page for people.
"""
