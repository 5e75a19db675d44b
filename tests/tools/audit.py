"""What stands behind the pins: known vulnerabilities, licences, and a bill of materials (``make audit``).

Three programs answer, from an environment of their own; this module asks them and puts their answers into words.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from explorer.charts import plotly_script
from tests.tools.pins import pins

APP = Path("binder/requirements.txt")
LICENCES = Path("docs/licences.md")
BILL = Path("build/sbom.cdx.json")
# Where OSV answers, the database of vulnerabilities that the Python Packaging Authority writes to.
SERVICE = "https://api.osv.dev/v1/query"
# The names that packages give to the same licence, as its SPDX identifier.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD, as its own text says",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# What we have looked at: each allows use, change and passing on beside BSD-3-Clause. MPL-2.0 asks for the source of the
# file that is changed, and we change none. A licence that is not here is for a person to read.
PERMISSIVE = ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "PSF-2.0", "Zlib")
KNOWN = frozenset((*PERMISSIVE, "MPL-2.0"))


def vulnerabilities(reports: list[dict]) -> list[str]:
    """A line for every known vulnerability in reports of pip-audit (its JSON), without those that two reports share.

    A package that pip-audit passed over is an error: its "no known vulnerabilities" would be said of nothing.
    """
    found = {}
    for dependency in (dependency for report in reports for dependency in report["dependencies"]):
        if "skip_reason" in dependency:
            raise LookupError(dependency["skip_reason"])
        for one in dependency["vulns"]:
            mended = (
                f"mended in {', '.join(one['fix_versions'])}" if one["fix_versions"] else "not mended in any release"
            )
            name = f"{dependency['name']} {dependency['version']}"
            found[name, one["id"]] = f"{name}: {one['id']} ({', '.join(one['aliases']) or 'no other name'}), {mended}"
    return [found[key] for key in sorted(found)]


def asked(tools: Path, lists: list[Path], service: str) -> list[dict]:
    """What pip-audit reports on all pins of the lists, those for other systems too; LookupError if it cannot ask.

    Two versions of a package cannot stand in one list, so each round takes one version of every package that is left.
    """
    left = sorted({(pin.name, pin.version) for path in lists for pin in pins(path)})
    command = [
        str(tools / "pip-audit"),
        "--vulnerability-service=osv",
        f"--osv-url={service}",
        "--progress-spinner=off",
    ]
    command += ["--format=json", "--disable-pip", "--no-deps"]
    reports = []
    while left:
        these = dict(left)
        left = sorted(set(left) - set(these.items()))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "requirements.txt"
            path.write_text("".join(f"{name}=={version}\n" for name, version in these.items()))
            done = subprocess.run([*command, f"--requirement={path}"], capture_output=True, text=True, timeout=600)
        try:
            report = json.loads(done.stdout)
        except json.JSONDecodeError:
            last = (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
            raise LookupError(last.partition(":")[0].rpartition(".")[2]) from None
        if {dependency["name"] for dependency in report["dependencies"]} != set(these):
            raise LookupError("pip-audit passed over some packages")
        reports.append(report)
    return reports


def unknown(licence: str) -> set[str]:
    """The parts of a licence expression that are not among those we have looked at.

    >>> sorted(unknown("Apache-2.0 OR (BSD-2-Clause AND GPL-3.0-only)")), unknown("BSD, as its own text says")
    (['GPL-3.0-only'], set())
    """
    if licence == SPDX["BSD License"]:
        return set()
    parts = licence.replace("(", " ").replace(")", " ").replace(" AND ", "\n").replace(" OR ", "\n").splitlines()
    return {part.strip() for part in parts} - KNOWN


def licences(listed: list[dict]) -> dict[str, list[str]]:
    """From what pip-licenses lists (its JSON): each licence with the packages that are under it, name and version."""
    under = defaultdict(list)
    for package in listed:
        name = re.sub(r"[-_.]+", "-", package["Name"]).lower()
        under[SPDX.get(package["License"], package["License"])].append(f"{name} {package['Version']}")
    return {licence: sorted(under[licence]) for licence in sorted(under, key=lambda key: (-len(under[key]), key))}


def licence_page(under: dict[str, list[str]]) -> str:
    """The page of licences, as ``docs/licences.md`` holds it."""
    rows = [f"| {licence} | {len(packages)} | {', '.join(packages)} |" for licence, packages in under.items()]
    read = {name for names in under.values() for name in names}
    elsewhere = sorted({f"{pin.name} {pin.version}" for pin in pins(APP)} - read)
    return f"""# Licences of what the app runs on

Written by `make audit` from what the pinned packages say of themselves, as installed on Linux. None is part of this
repository. One file of others is, and goes into the wheel: `{plotly_script.NAME}` of plotly.js (MIT), in
`explorer/charts/vendor/` with its licence beside it. What is bundled in the scripts that JupyterLab, Voila and
ipywidgets bring to the page has its licences beside those scripts.

| licence | packages | which |
|---|---|---|
{chr(10).join(rows)}

Pinned for other systems or other Pythons, and not read here: {", ".join(elsewhere) or "none"}.
"""


def main(arguments: list[str] | None = None) -> int:
    """Ask all three; 0 if nothing is known against the pins, 1 if something is, 2 if the database cannot be asked."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.audit", description=__doc__)
    options.add_argument(
        "--tools", type=Path, required=True, help="the folder of pip-audit, pip-licenses and cyclonedx-py"
    )
    options.add_argument(
        "--python", type=Path, required=True, help="the Python of an environment that holds the pins alone"
    )
    options.add_argument("--service", default=SERVICE, help="where the database of vulnerabilities answers")
    given = options.parse_args(arguments)

    command = [
        str(given.tools / "pip-licenses"),
        f"--python={given.python}",
        "--from=mixed",
        "--with-system",
        "--format=json",
    ]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)
    under = licences(listed)
    LICENCES.write_text(licence_page(under), "utf-8")
    strange = {licence: packages for licence, packages in under.items() if unknown(licence)}
    print(f"Licences of {len(listed)} packages: {LICENCES}")
    for licence, packages in strange.items():
        print(f"  nobody has looked at this licence yet: {licence} ({', '.join(packages)})")

    command = [str(given.tools / "cyclonedx-py"), "environment", str(given.python), "--pyproject=pyproject.toml"]
    command += ["--mc-type=application", "--output-reproducible", "--output-format=JSON", f"--output-file={BILL}"]
    subprocess.run(command, check=True, timeout=120)
    print(f"Bill of materials (CycloneDX): {BILL}")

    lists = sorted(Path().glob("*/*requirements.txt"))
    try:
        found = vulnerabilities(asked(given.tools, lists, given.service))
    except LookupError as fault:
        print(f"Vulnerabilities: not known, because {given.service} could not be asked ({fault}).", file=sys.stderr)
        return 2
    print(f"Known vulnerabilities in {', '.join(path.as_posix() for path in lists)}: {len(found) or 'none'}")
    print("".join(f"  {line}\n" for line in found), end="")
    return 1 if found or strange else 0


if __name__ == "__main__":
    sys.exit(main())
