"""Writes artefacts/: the demo exports of Northwind Parcel, a company that does not exist, and what is to be found in them.

    python3 corpus/generate.py [FOLDER]

Standard library only; no clock, no chance: every run writes the same bytes. FOLDER (default: artefacts/ beside this file) is emptied first.
"""

import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from northwind import collection_v3, reports, settings_files  # noqa: E402
from northwind.api_answer import wrapped  # noqa: E402
from northwind.broken import broken_files  # noqa: E402
from northwind.collection_v1 import address_book  # noqa: E402
from northwind.collection_v2_0 import depot_tools  # noqa: E402
from northwind.collection_v2_1 import parcel_api, vault_only  # noqa: E402
from northwind.labels import Output  # noqa: E402
from northwind.text import text_files  # noqa: E402
from northwind.variables import dump, old_environment, production, staging, workspace_globals  # noqa: E402


def write(root):
    root = Path(root)
    if root.exists():
        shutil.rmtree(root)
    out = Output(root)
    out.json("collection-v2.1/parcel-api.postman_collection.json", parcel_api())
    out.json("collection-v2.1/vault-only.postman_collection.json", vault_only())
    out.json("collection-v2.0/depot-tools.postman_collection.json", depot_tools())
    out.json("collection-v1/address-book.json.postman_collection", address_book())
    out.json("api-wrapped/tariffs.json", wrapped(), indent=4, end="\n")
    out.json("environment/staging.postman_environment.json", staging())
    out.json("environment/production.postman_environment.json", production())
    out.json("environment/depot-2016.postman_environment", old_environment(), indent=2)
    out.json("globals/workspace.postman_globals.json", workspace_globals())
    out.json("dump/Backup.postman_dump.json", dump())
    collection_v3.write(out)
    settings_files.write(out)
    reports.write(out)
    text_files(out)
    broken_files(out)
    out.write_labels()


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent / "artefacts")
