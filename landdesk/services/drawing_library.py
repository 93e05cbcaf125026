"""ezdxf, loaded as this program needs it.

When it is first imported, ezdxf reads every typeface of the computer, some seconds on an old one, and keeps the list in
a folder of its own. Nothing here draws letters with it, so it is given a list without any.
"""

import importlib
import logging
import os
import sys
from threading import Lock
from typing import Final

from landdesk.resources import resource_path

_FOLDER_OF_LISTS: Final = "XDG_CACHE_HOME"
"""ezdxf looks for ``ezdxf/font_manager_cache.json`` in it, on Windows too."""
_loading = Lock()


def load_ezdxf() -> None:
    """Load ezdxf; whoever uses it calls this first, on whatever thread."""
    # What ezdxf says on the way, it says to the terminal, and it quotes files, which may be personal.
    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    with _loading:
        if "ezdxf" in sys.modules:
            return
        before = os.environ.get(_FOLDER_OF_LISTS)
        os.environ[_FOLDER_OF_LISTS] = str(resource_path("ezdxf").parent)
        try:
            importlib.import_module("ezdxf")
        finally:
            if before is None:
                del os.environ[_FOLDER_OF_LISTS]
            else:
                os.environ[_FOLDER_OF_LISTS] = before
