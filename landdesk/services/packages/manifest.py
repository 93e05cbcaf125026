"""What a package says of itself: identity, base, author, counts; the list of entries is the container's.

Required fields are those of ``docs/formats/ldpkg.md``. A reader ignores fields it does not know, except those
whose name begins with ``!``: they stop it.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

import landdesk
from landdesk.domain.canonical import FORM_VERSION
from landdesk.domain.change import Person
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.fields import FIELDS
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import TRAVELLING
from landdesk.i18n import N_, Text
from landdesk.services.packages.container import canonical_json, damaged, whole_number
from landdesk.services.packages.kinds import KIND_WORDS
from landdesk.store.info import Base, StoreInfo

FORMAT_MAJOR = 4
FORMAT_MINOR = 0


@dataclass(frozen=True, slots=True)
class NamedRuleSet:
    """The parameters of checking by name: the plan that classifies, and a hash; equal hashes check alike."""

    profile: str
    hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The fields a program acts on.

    Args:
        kind: One of ``KIND_WORDS``.
        commune: Code of the commune the package is about.
        base: Snapshot it builds on (change, receipt) or hands out (base, update).
        sequence: 1, 2, 3 … of this kind from this workspace; ``previous`` is the package before.
        created_at: ISO 8601 with offset.
        counts: Per class and operation.
        controls: Numbers a clerk can check by hand.
        in_reply_to: The change package that a receipt answers.
        since: Number of the snapshot that an update goes on from.
        recovery: Age recipient of the office, for encrypted stores made from a base; may be left out.
        rule_set: By what the author's program checks; packages of earlier programs do not say.
    """

    package_id: ObjectId
    kind: str
    dataset: ObjectId
    commune: str
    training: bool
    workspace: ObjectId
    sequence: int
    previous: ObjectId | None
    previous_fingerprint: bytes | None
    base: Base | None
    epsg: int
    author: Person
    created_at: str
    last_office_time: str | None
    counts: dict[str, dict[str, int]]
    controls: dict[str, Any]
    in_reply_to: ObjectId | None = None
    since: int | None = None
    recovery: str | None = None
    rule_set: NamedRuleSet | None = None

    def to_json(self, entries: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the whole manifest."""
        # An office without a recovery key says nothing of one.
        recovery = {} if self.recovery is None else {"recovery": {"recipient": self.recovery}}
        rule_set = {} if self.rule_set is None else {"rule_set": asdict(self.rule_set)}
        return {
            "format": {
                "name": "landdesk-package",
                "major": FORMAT_MAJOR,
                "minor": FORMAT_MINOR,
                "min_reader": FORMAT_MAJOR,
            },
            "package_id": id_text(self.package_id),
            "kind": self.kind,
            "dataset": {
                "id": id_text(self.dataset),
                "commune": self.commune,
                "environment": _environment(self.training),
            },
            "workspace": {"id": id_text(self.workspace), "user": self.author.name},
            "sequence": self.sequence,
            "previous": None
            if self.previous is None or self.previous_fingerprint is None
            else {"package_id": id_text(self.previous), "manifest_sha256": self.previous_fingerprint.hex()},
            "base": None
            if self.base is None
            else {
                "snapshot_id": id_text(self.base.snapshot),
                "number": self.base.number,
                "root_hash": self.base.root_hash.hex(),
                "package_id": id_text(self.base.package),
            },
            "crs": {"code": f"EPSG:{self.epsg}", "unit": "metre", "precision_m": "0.001"},
            "schema": {"canonical": FORM_VERSION, "hash": schema_hash()},
            "author": {
                "id": id_text(self.author.id),
                "name": self.author.name,
                "role": self.author.role,
                "unit": self.author.unit,
            },
            "created_at": self.created_at,
            "last_office_time": self.last_office_time,
            "app": {"name": "LandDesk", "version": landdesk.__version__},
            "counts": self.counts,
            "controls": self.controls,
            "entries": entries,
            "in_reply_to": None if self.in_reply_to is None else id_text(self.in_reply_to),
            "since": self.since,
            "supersedes": [],
            "volumes": {"n": 1, "of": 1},
            **recovery,
            **rule_set,
        }


def read_manifest(document: dict[str, Any], name: str) -> Manifest:
    """Return the manifest of an opened package.

    Args:
        document: Parsed ``manifest.json``.
        name: File name, for errors.

    Raises:
        InvalidInputError: The format is newer, a critical field is unknown, or a required one is missing.
    """
    _refuse_format(document, name)
    try:
        return _parsed(document)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise damaged("package.bad-manifest", None, name) from error


def _refuse_format(document: dict[str, Any], name: str) -> None:
    declared = document.get("format")
    if not isinstance(declared, dict) or declared.get("name") != "landdesk-package":
        raise damaged("package.bad-manifest", None, name)
    needed = declared.get("min_reader")
    critical = sorted(key for key in document if key.startswith("!"))
    if not isinstance(needed, int) or needed > FORMAT_MAJOR or critical:
        raise InvalidInputError(
            "package.newer-format",
            Text(
                N_("The package was made by a newer LandDesk (format {theirs}, this one knows {ours})."),
                {"theirs": critical[0] if critical else str(needed), "ours": FORMAT_MAJOR},
            ),
            Text(N_("File {path}"), {"path": name}),
            Text(N_("Install the newer LandDesk on this computer; nothing was taken from the package.")),
        )


def _parsed(document: dict[str, Any]) -> Manifest:
    author, dataset, base = document["author"], document["dataset"], document["base"]
    previous, reply, since = document["previous"], document["in_reply_to"], document["since"]
    environment = dataset["environment"]
    authority, _, code = document["crs"]["code"].partition(":")
    unfit = (
        document["kind"] not in KIND_WORDS
        or environment not in ("production", "training")
        or authority != "EPSG"
        or whole_number(document["sequence"]) < 1
    )
    if unfit:
        raise ValueError(document["kind"])
    return Manifest(
        package_id=parse_id(document["package_id"]),
        kind=document["kind"],
        dataset=parse_id(dataset["id"]),
        commune=str(dataset["commune"]),
        training=environment == "training",
        workspace=parse_id(document["workspace"]["id"]),
        sequence=whole_number(document["sequence"]),
        previous=None if previous is None else parse_id(previous["package_id"]),
        previous_fingerprint=None if previous is None else bytes.fromhex(previous["manifest_sha256"]),
        base=None
        if base is None
        else Base(
            parse_id(base["snapshot_id"]),
            whole_number(base["number"]),
            bytes.fromhex(base["root_hash"]),
            parse_id(base["package_id"]),
        ),
        epsg=int(code),
        author=Person(parse_id(author["id"]), str(author["name"]), str(author["unit"]), str(author["role"])),
        created_at=str(document["created_at"]),
        last_office_time=document.get("last_office_time"),
        counts={
            name: {op: whole_number(count) for op, count in by_kind.items()}
            for name, by_kind in document["counts"].items()
        },
        controls=dict(document["controls"]),
        in_reply_to=None if reply is None else parse_id(reply),
        since=None if since is None else whole_number(since),
        recovery=_recovery(document.get("recovery")),
        rule_set=_rule_set(document.get("rule_set")),
    )


def _recovery(found: Any) -> str | None:
    """Return the office's recipient; what is none would make stores that nobody can unlock."""
    if found is None:
        return None
    from landdesk.store.encryption.sealing import is_recipient

    recipient = found["recipient"]
    if not isinstance(recipient, str) or not is_recipient(recipient):
        raise ValueError("recipient")
    return recipient


def _rule_set(found: Any) -> NamedRuleSet | None:
    return None if found is None else NamedRuleSet(str(found["profile"]), str(found["hash"]))


def _environment(training: bool) -> str:
    return "training" if training else "production"


def schema_document() -> dict[str, Any]:
    """Return the fields in force, for ``schema.json``."""
    return {
        "canonical": FORM_VERSION,
        "fields": [
            {
                "id": field.id,
                "class": field.owner,
                "name": field.name,
                "kind": str(field.kind),
                "scale": field.scale,
                "since": field.since,
            }
            for field in FIELDS
            if field.owner in TRAVELLING
        ],
    }


def schema_hash() -> str:
    """Return the SHA-256 of ``schema.json``, hexadecimal."""
    return hashlib.sha256(canonical_json(schema_document())).hexdigest()


def refuse_other_store(manifest: Manifest, info: StoreInfo, name: str) -> None:
    """Refuse a package that is not meant for this store.

    Raises:
        InvalidInputError: Training data for production or the other way round, another dataset, commune or system.
    """
    where = Text(N_("File {path}"), {"path": name})
    if manifest.training != info.training:
        raise InvalidInputError(
            "package.other-environment",
            Text(
                N_("The package holds training data and this store does not.")
                if manifest.training
                else N_("This is a training store and the package holds real data.")
            ),
            where,
            Text(N_("Open the store it belongs to; training and real data never mix.")),
        )
    if manifest.dataset != info.dataset:
        raise InvalidInputError(
            "package.other-dataset",
            Text(N_("The package belongs to another dataset.")),
            where,
            Text(N_("Open the store that was made from the same office's base package.")),
        )
    if manifest.commune not in info.communes:
        raise InvalidInputError(
            "package.other-commune",
            Text(
                N_("The package is about commune {theirs}, this store holds {ours}."),
                {"theirs": manifest.commune, "ours": ", ".join(info.communes)},
            ),
            where,
            Text(N_("Open the store of that commune.")),
        )
    if manifest.epsg != info.epsg:
        raise InvalidInputError(
            "package.other-system",
            Text(
                N_("The package is in EPSG:{theirs}, this store in EPSG:{ours}."),
                {"theirs": manifest.epsg, "ours": info.epsg},
            ),
            where,
            Text(N_("Ask the office for a package in the store's system.")),
        )
