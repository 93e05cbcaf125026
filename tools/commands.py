"""Write ``docs/commands.md`` from the declarations of the verbs: ``python -m tools.commands``."""

from pathlib import Path

from landdesk.cli.reference import document

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"


def main() -> None:
    """Write the page."""
    PAGE.write_text(document(), "utf-8")
    print(PAGE.relative_to(PAGE.parents[1]))


if __name__ == "__main__":
    main()
