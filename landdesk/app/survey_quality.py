"""How good a point of the field is, in words for both front ends."""

from collections.abc import Mapping

from landdesk.i18n import N_, Text, _, translate
from landdesk.services.survey.nmea import FIXES


def quality_words(figures: Mapping[str, float]) -> str:
    """Return the figures in a line, those of a receiver first."""
    words = []
    if "fix" in figures:
        words.append(_(FIXES.get(int(figures["fix"]), N_("differential"))))
    named = (
        ("satellites", N_("{value:.0f} satellites")),
        ("hdop", N_("HDOP {value:.1f}")),
        ("epochs", N_("{value:.0f} epochs")),
        ("sigma_m", N_("sigma {value:.3f} m")),
        ("sigma_height_m", N_("sigma of height {value:.3f} m")),
        ("distance_m", N_("distance {value:.3f} m")),
        ("prism_mm", N_("prism {value:.1f} mm")),
    )
    words += [translate(Text(form, {"value": figures[name]})) for name, form in named if name in figures]
    return ", ".join(words)
