"""An encrypted store of an older schema: the copy before the change is encrypted, and opens by the same passphrase."""

import shutil
from pathlib import Path

from landdesk.app import keys
from landdesk.app.bootstrap import open_application
from landdesk.store.encryption.converting import copy_with_key
from landdesk.store.engine import open_engine, plain_connection, read_transaction
from landdesk.store.recognition import key_path, recognised, store_version
from tests.store.safety.worlds import KEY, PASSPHRASE

KEPT = Path(__file__).resolve().parents[2] / "data" / "stores" / "schema1_commune.landdesk"


def test_the_copy_before_a_new_schema_is_encrypted_too(tmp_path: Path) -> None:
    keys.forget()
    plain = tmp_path / "plain.landdesk"
    shutil.copy(KEPT, plain)
    path = tmp_path / "commune.landdesk"
    engine = open_engine(plain)
    with plain_connection(engine) as conn:
        copy_with_key(conn, path, KEY.key)
    engine.dispose()
    plain.unlink()
    KEY.write(path)
    app = open_application(path, passphrase=PASSPHRASE)
    assert app.store.verify() == []
    copy = app.store.copy_before
    app.close()
    assert copy is not None
    assert recognised(copy) is not None
    assert key_path(copy).read_bytes() == key_path(path).read_bytes()
    engine = open_engine(copy, key=KEY.key, read_only=True)
    with read_transaction(engine) as conn:
        assert store_version(conn) == 1
    engine.dispose()
