"""The campaign's forms as values: what reading, writing and training have in common.

The forms themselves (columns, headings, words) are data in ``resources/campaign``; ``forms.py`` knows them, the other
modules are the rows. Nothing here reads or writes people's files.
"""
