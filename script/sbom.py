"""Completes and validates an SBOM: `sbom.py VERSION OUT PACKAGE…`, the Python packages on standard input.

Adds sohoa itself and the Debian packages with what they depend on, as they are installed here, and takes out
where packages are downloaded from: that is a matter of the machine.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

_ROOT = "sohoa"
_FIELDS = ("Package", "Version", "Architecture", "Depends", "Pre-Depends", "Provides", "db:Status-Status")
_NAME = re.compile(r"[a-z0-9][a-z0-9+.-]+")


def main(version: str, out: str, *packages: str) -> None:
    """Writes the document; ends with 1 where it is not valid."""
    document: dict[str, Any] = json.load(sys.stdin)
    for component in document["components"]:
        component.pop("description", None)
        sources = component.pop("externalReferences", [])
        hashes = {found["content"]: found for source in sources for found in source.get("hashes", [])}
        component["hashes"] = list(hashes.values())
    document["components"] += _debian(packages)
    document["metadata"]["component"] = {
        "type": "application",
        "bom-ref": _ROOT,
        "name": _ROOT,
        "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    refs = sorted(component["bom-ref"] for component in document["components"])
    document["dependencies"] = [{"ref": _ROOT, "dependsOn": refs}, *({"ref": ref} for ref in refs)]
    document["metadata"].pop("tools", None)  # they name where they came from
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"sbom: the document is no valid CycloneDX 1.6: {error}")
    Path(out).write_text(text, encoding="utf-8")
    sys.stderr.write(f"sbom: {len(refs)} components in {out}\n")


def _debian(packages: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The packages and all that they depend on; one that is not installed here has no version."""
    installed = _installed()
    providers = {name: fields for fields in installed.values() for name in _names(fields["Provides"])}
    distribution = _distribution()
    waiting, seen = list(packages), set(packages)
    while waiting:
        name = waiting.pop()
        fields = installed.get(name) or providers.get(name)
        yield _component(name, fields, distribution)
        if fields is None:
            continue
        for depended in _names(f"{fields['Depends']}, {fields['Pre-Depends']}"):
            real = (installed.get(depended) or providers.get(depended) or {}).get("Package")
            if real and real not in seen:
                seen.add(real)
                waiting.append(real)


def _component(name: str, fields: dict[str, str] | None, distribution: tuple[str, str]) -> dict[str, Any]:
    system, release = distribution
    if fields is None:
        return {
            "type": "application",
            "bom-ref": f"deb:{name}",
            "name": name,
            "description": "needed; not installed as a Debian package where this was written",
        }
    version = fields["Version"].replace("+", "%2B").replace(":", "%3A")
    where = f"arch={fields['Architecture']}&distro={system}-{release}"
    return {
        "type": "application",
        "bom-ref": f"deb:{fields['Package']}",
        "name": fields["Package"],
        "version": fields["Version"],
        "purl": f"pkg:deb/{system}/{fields['Package'].replace('+', '%2B')}@{version}?{where}",
    }


def _installed() -> dict[str, dict[str, str]]:
    shape = "\t".join(f"${{{field}}}" for field in _FIELDS) + "\n"
    listed = subprocess.run(
        ["dpkg-query", "-W", "-f", shape], capture_output=True, text=True, check=True
    ).stdout
    rows = (dict(zip(_FIELDS, line.split("\t"), strict=True)) for line in listed.splitlines())
    return {row["Package"]: row for row in rows if row["db:Status-Status"] == "installed"}


def _names(dependencies: str) -> list[str]:
    """The package names of a dependency field, alternatives included (Debian policy 7.1)."""
    parts = re.split(r"[,|]", dependencies)
    return [match[0] for part in parts if (match := _NAME.match(part.strip()))]


def _distribution() -> tuple[str, str]:
    pairs = (line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    values = {name: value.strip('"') for name, value in pairs}
    return values.get("ID", "debian"), values.get("VERSION_ID", "")


if __name__ == "__main__":
    main(*sys.argv[1:])
