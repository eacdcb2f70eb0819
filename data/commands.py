"""`communique data …`. Every command parses, then calls the public function of the same name."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from .formats.align import Misaligned
from .scheme import Scheme, default_scheme, load_scheme

data_app = typer.Typer(help="Check, convert and count marked documents.", no_args_is_help=True)
INFER = "infer"
SchemeOption = Annotated[
    Path | None, typer.Option("--scheme", help="Label scheme (JSON); the guidelines' scheme by default.")
]
InferOption = Annotated[
    Path | None,
    typer.Option(
        "--scheme",
        metavar="FILE|infer",
        help="Label scheme (JSON), or `infer`: what the documents mark; the guidelines' scheme by default.",
    ),
]


def infers(scheme: Path | None) -> bool:
    """Whether the scheme is to be taken from the documents; a file called `infer` is `./infer`."""
    return str(scheme) == INFER


def given_scheme(scheme: Path | None, documents: Sequence[Path] = ()) -> Scheme | None:
    """The scheme that `--scheme` names: None for the default, and for `infer` what these files mark."""
    if infers(scheme) and documents:
        from .formats import inferred_scheme

        return inferred_scheme(documents)
    return None if scheme is None else load_scheme(scheme)


@data_app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Marked documents: files or folders.")],
    strict: Annotated[bool, typer.Option("--strict", help="Name likely slips in the marks as well.")] = False,
    allowed: Annotated[
        Path | None, typer.Option(help="Findings of --strict that are right: lines of id, finding, reason, with tabs.")
    ] = None,
    scheme: InferOption = None,
) -> None:
    """Name every fault of marked documents, with file and line."""
    from .check import check_files

    count, faults = check_files(files, strict, given_scheme(scheme, files), allowed)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stderr.write(f"{count} documents read, {len(faults)} faults\n")
    if faults:
        raise typer.Exit(2)


@data_app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="File or folder of marked documents.")],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="A .jsonl file, a .txt file for one document, a folder for one ID.txt each, or what --to names.",
        ),
    ],
    source_format: Annotated[
        str | None, typer.Option("--from", help="Format of IN (`communique data formats`); ours by default.")
    ] = None,
    target_format: Annotated[str | None, typer.Option("--to", help="Format of OUT; ours by default.")] = None,
    misaligned: Annotated[
        Misaligned,
        typer.Option("--on-misaligned", help="Spans that cut words or overlap: faults, mended, or left out."),
    ] = Misaligned.ERROR,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="NAME=VALUE", help="Option of the format read, such as tag=1."),
    ] = None,
    scheme: InferOption = None,
) -> None:
    """Go between formats of marked documents, other tools' and ours; where anything is at fault nothing is written."""
    from .formats import convert as run

    known = None if infers(scheme) else given_scheme(scheme) or default_scheme()
    found = run(source, target, source_format, target_format, known, misaligned, option or ())
    sys.stderr.write(found.report(source, target))


@data_app.command()
def formats() -> None:
    """List the formats that `communique data convert` reads and writes, with the options of those read."""
    from .formats import FORMATS

    for name, entry in FORMATS.items():
        sys.stdout.write(f"{name:14}{entry.description}\n")
        notes = [f"options: {', '.join(entry.options)}"] if entry.options else []
        notes += [f"needs: pip install 'communique[{entry.extra}]'"] if entry.extra else []
        sys.stdout.write("".join(f"{'':14}{note}\n" for note in notes))


@data_app.command()
def stats(
    files: Annotated[list[Path], typer.Argument(help="Marked documents: files or folders.")],
    scheme: InferOption = None,
) -> None:
    """Count documents, words, spans by label, relations, and events by status."""
    from .corpus import load_documents
    from .stats import markdown

    sys.stdout.write(markdown(load_documents(files, given_scheme(scheme, files))))


@data_app.command()
def variety(
    files: Annotated[list[Path], typer.Argument(help="Marked documents: files or folders.")],
    beside: Annotated[
        list[Path] | None, typer.Option(help="Texts whose vocabulary is to stand beside: files or folders.")
    ] = None,
    scheme: InferOption = None,
) -> None:
    """Measure names, sentences alike, sentence openings and the growth of the vocabulary against our limits."""
    from .corpus import load_documents
    from .texts import read_texts
    from .variety import markdown, type_token_curve
    from .variety import variety as measure

    found = measure(load_documents(files, given_scheme(scheme, files)))
    curve = type_token_curve([document.text for document in read_texts(beside, None)]) if beside else None
    sys.stdout.write(markdown(found, curve))
    for fault in found.faults():
        sys.stderr.write(f"{fault}\n")


@data_app.command()
def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="One annotator's documents: file or folder.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The other's.")],
    scheme: InferOption = None,
) -> None:
    """Measure how far two annotators of the same texts agree."""
    from .agreement import agreement, markdown
    from .corpus import load_documents

    chosen = given_scheme(scheme, [first, second]) or default_scheme()
    table = agreement(load_documents(first, chosen), load_documents(second, chosen))
    sys.stdout.write(markdown(table, chosen.entity_names, chosen.event_names))
