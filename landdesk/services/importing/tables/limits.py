"""How large a table may be: far beyond what a commune has, far below what stops a small computer.

A commune has up to 60,000 parcels and the widest form has 50 columns, 3 million cells. A workbook may be small on
the disk and endless when unpacked; these numbers bound what reading one can cost.
"""

from typing import Final

FILE_BYTES: Final = 500_000_000
UNPACKED_BYTES: Final = 1_500_000_000
ROWS: Final = 2_000_000
COLUMNS: Final = 2_000
CELLS: Final = 20_000_000
TEXT_BYTES: Final = 2_000_000_000
CELL_CHARACTERS: Final = 131_072
"""The limit that Python's csv module has of itself; Excel's is a quarter of it."""
