"""``summary.json`` and ``summary.html``: what a package holds, for people without the program.

The page is Vietnamese whatever language the program speaks. It names the fields that change, never the values of
personal ones. A base package, which holds everything, lists totals only.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from string import Template
from typing import Any

from landdesk import __version__
from landdesk.domain.fields import FIELD_BY_ID
from landdesk.domain.ids import id_text
from landdesk.resources import resource_path
from landdesk.services.packages.kinds import CHANGE, RECEIPT
from landdesk.services.packages.manifest import Manifest
from landdesk.services.packages.operations import Operation, PackageRecord

_MAX_VALUE = 60


def summary_json(
    manifest: Manifest,
    records: Sequence[PackageRecord],
    operations: Sequence[Operation],
    outcomes: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the summary as data."""
    answers = {line["record"]: line for line in outcomes}
    by_record: dict[bytes, list[Operation]] = {}
    if manifest.kind in (CHANGE, RECEIPT):
        for one in operations:
            by_record.setdefault(one.record, []).append(one)
    return {
        "kind": manifest.kind,
        "package_id": id_text(manifest.package_id),
        "environment": "training" if manifest.training else "production",
        "commune": manifest.commune,
        "sequence": manifest.sequence,
        "author": {"name": manifest.author.name, "unit": manifest.author.unit},
        "created_at": manifest.created_at,
        "counts": manifest.counts,
        "controls": manifest.controls,
        "records": [
            {
                "record": id_text(record.id),
                "acts": [
                    {"command": act.command, "subject": act.subject, "person": act.person, "at": act.at}
                    for act in record.acts
                ],
                "changes": [_change(one) for one in by_record.get(record.id, [])],
                "outcome": answers.get(id_text(record.id)),
            }
            for record in records
            if manifest.kind in (CHANGE, RECEIPT)
        ],
    }


def _change(operation: Operation) -> dict[str, Any]:
    fields = {
        field: {}
        if FIELD_BY_ID[field].personal or field == "GEOM"
        else {"old": _short(old), "new": _short(new)}
        for field, (old, new) in operation.changes.items()
    }
    return {"class": operation.class_name, "op": operation.op, "fields": fields}


def _short(value: str | None) -> str | None:
    return None if value is None else value if len(value) <= _MAX_VALUE else value[: _MAX_VALUE - 1] + "…"


def summary_html(summary: Mapping[str, Any]) -> str:
    """Return the page."""
    words = tomllib.loads(resource_path("templates", "summary_vi.toml").read_text(encoding="utf-8"))
    page = Template(resource_path("templates", "summary_vi.html").read_text(encoding="utf-8"))
    controls = summary["controls"]
    facts = {
        "Mã xã": summary["commune"],
        "Số thứ tự gói": str(summary["sequence"]),
        "Người lập": f"{summary['author']['name']}, {summary['author']['unit']}",
        "Lập lúc": summary["created_at"],
        "Số thửa trước → sau": f"{controls['parcels_before']} → {controls['parcels_after']}",
        "Tổng diện tích trước → sau (m²)": f"{controls['area_before_m2']} → {controls['area_after_m2']}",
    }
    title = words["kinds"][summary["kind"]]
    return page.substitute(
        title=escape(f"{title} số {summary['sequence']}"),
        training='<p class="training">DỮ LIỆU ĐÀO TẠO – không dùng cho công việc thật</p>'
        if summary["environment"] == "training"
        else "",
        facts="\n".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts.items()),
        counts="\n".join(_count_rows(summary["counts"], words)),
        records_title="Hồ sơ"
        if summary["records"]
        else "Gói này chứa toàn bộ dữ liệu; không liệt kê từng hồ sơ",
        records="\n".join(
            _record_row(number, record, words) for number, record in enumerate(summary["records"], start=1)
        ),
        version=escape(__version__),
        package_id=escape(summary["package_id"]),
    )


def _count_rows(counts: Mapping[str, Mapping[str, int]], words: Mapping[str, Any]) -> Iterable[str]:
    for class_name, by_kind in counts.items():
        for kind, count in by_kind.items():
            yield (
                f"<tr><td>{escape(words['classes'][class_name])}</td>"
                f"<td>{escape(words['operations'][kind])}</td><td class=n>{count}</td></tr>"
            )


def _record_row(number: int, record: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    acts = "".join(
        f"<li>{escape(_act_words(act['command'], words))}"
        f" – {escape(act['person'])}, {escape(act['at'][:16].replace('T', ' '))}</li>"
        for act in record["acts"]
    )
    subject = "; ".join(dict.fromkeys(act["subject"] for act in record["acts"] if act["subject"]))
    changes = "".join(f"<li>{_change_words(change, words)}</li>" for change in record["changes"])
    outcome = record["outcome"]
    if outcome is not None:
        answer = words["outcomes"].get(outcome["outcome"], outcome["outcome"])
        reason = words["reasons"].get(outcome.get("reason") or "", outcome.get("reason") or "")
        note = outcome.get("note") or ""
        acts += f"<li><b>{escape(answer)}</b> {escape(' – '.join(one for one in (reason, note) if one))}</li>"
    return (
        f"<tr><td class=n>{number}</td><td><ul>{acts}</ul></td><td>{escape(subject)}</td>"
        f"<td><ul>{changes}</ul></td></tr>"
    )


def _act_words(command: str, words: Mapping[str, Any]) -> str:
    """Return what an act did; one that takes another back, or does it again, says so."""
    way, _colon, code = command.rpartition(":")
    # Of several ways, as "redo:undo:parcel.split", the first is what was done last.
    head: str = words["ways"].get(way.partition(":")[0], "")
    if not head:
        return str(words["commands"].get(command, command))
    return f"{head}: {words['commands'].get(code, code)}"


def _change_words(change: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    fields = ", ".join(
        words["fields"].get(field, field)
        + (
            f": {pair.get('old') or '–'} → {pair.get('new') or '–'}"
            if pair and change["op"] == "update"
            else ""
        )
        for field, pair in change["fields"].items()
    )
    head = f"{words['classes'][change['class']]} ({words['operations'][change['op']]})"
    return escape(f"{head}: {fields}")
