"""Pictures of a workbook, drawn by LibreOffice: ``python render.py FILE OUTDIR``.

One PNG per sheet, the whole sheet on one page, named by number; ``--print``
keeps the page breaks instead, to see what paper would show. Needs what setup.sh
installs, and nothing of labfolio_xl. Every call uses its own profile, so calls
may run beside each other.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import tempfile
from pathlib import Path

WHOLE_SHEETS = 'pdf:calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}'


def render(
    workbook: Path, outdir: Path, *, dpi: int = 80, whole_sheets: bool = True, timeout: float = 180
) -> list[Path]:
    """Draw every sheet of `workbook` to `outdir`/<stem>-<n>.png and return the paths in order."""
    outdir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pdf = to_pdf(workbook, Path(folder), whole_sheets=whole_sheets, timeout=timeout)
        return to_pngs(pdf, outdir, dpi=dpi)


def to_pdf(
    workbook: Path, folder: Path, *, whole_sheets: bool = True, timeout: float = 180
) -> Path:
    """Convert `workbook` to a PDF in `folder`, with a soffice and a profile of its own."""
    if not workbook.is_file():
        raise FileNotFoundError(workbook)
    with tempfile.TemporaryDirectory(prefix="profile") as profile:
        command = [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to"),
            WHOLE_SHEETS if whole_sheets else "pdf",
            *("--outdir", str(folder), str(workbook.resolve())),
        ]
        run_group(command, timeout)
    pdf = folder / f"{workbook.stem}.pdf"
    if not pdf.is_file():
        raise RuntimeError(f"LibreOffice made no PDF of {workbook}")
    return pdf


def run_group(command: list[str], timeout: float) -> None:
    """Run `command`; after `timeout` seconds end it with its children (soffice forks)."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


def to_pngs(pdf: Path, outdir: Path, *, dpi: int = 80) -> list[Path]:
    """Draw every page of `pdf`, replacing what an earlier call with the same name left."""
    for old in outdir.glob(f"{pdf.stem}-*.png"):
        old.unlink()
    prefix = outdir / pdf.stem
    subprocess.run(["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(prefix)], check=True)
    return sorted(outdir.glob(f"{pdf.stem}-*.png"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbook", type=Path)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--dpi", type=int, default=80)
    parser.add_argument("--print", action="store_true", help="keep the page breaks of paper")
    args = parser.parse_args()
    for path in render(args.workbook, args.outdir, dpi=args.dpi, whole_sheets=not args.print):
        print(path)  # noqa: T201  a command prints its answer


if __name__ == "__main__":
    main()
