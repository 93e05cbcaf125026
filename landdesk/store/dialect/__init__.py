"""What differs between databases, one module for each, so that everything else is Core on shared tables.

``sqlite`` opens files; ``spatialite`` makes such a file a SpatiaLite file, ``spatialite_bulk`` loads many
rows into one, ``spatialite_blob`` knows the bytes of its shapes. The type of shape columns and the box query
know both databases and stand in `landdesk.store.geometry_type`.
"""
