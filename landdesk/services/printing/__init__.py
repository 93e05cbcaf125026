"""Extracts of the cadastral map on paper: where things stand on the sheet, and the sheet as PDF, SVG and DXF.

``layout.py`` turns ground into primitives in millimetres, once; every format draws the same primitives.
"""
