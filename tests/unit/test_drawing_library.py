"""ezdxf without its search for typefaces."""

import os
import subprocess
import sys
from pathlib import Path

_WRITE_AND_READ = """
import os, sys
from pathlib import Path
from landdesk.services.drawing_library import load_ezdxf

before = dict(os.environ)
load_ezdxf()
assert dict(os.environ) == before
from ezdxf.filemanagement import new, readfile
from ezdxf.fonts import fonts

drawing = new("R2010", units=6)
drawing.modelspace().add_text("12/345", height=2)
drawing.saveas(sys.argv[1])
assert readfile(sys.argv[1]).modelspace()[0].dxf.text == "12/345"
assert fonts.font_manager.dumps().count("ttf") == 0, "it has looked for typefaces"
"""


def test_ezdxf_reads_no_typefaces_and_leaves_no_folder_of_its_own(tmp_path: Path) -> None:
    """On a person's first drawing as on every later one."""
    home, drawing = tmp_path / "home", tmp_path / "a.dxf"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-c", _WRITE_AND_READ, str(drawing)],
        env=kept | {"HOME": str(home), "USERPROFILE": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert drawing.exists()
    assert list(home.rglob("*")) == []
