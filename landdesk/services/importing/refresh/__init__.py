"""Import over what the store holds: claims of a source against the last import and the present record.

``claims.py`` says what a source may state, ``known.py`` finds what the store has of it, ``engine.py`` makes the deltas.
"""
