"""The command line. Every command parses, then calls the public function of the same name."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from . import __version__
from .data.commands import SchemeOption, data_app, given_scheme
from .data.errors import CommuniqueError
from .training import commands as training_commands

app = typer.Typer(
    help="Reads diplomatic news: who met, praised, asked, accused or helped whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(data_app, name="data")
for command in (training_commands.train, training_commands.audit, training_commands.curve):
    app.command()(command)


class Format(StrEnum):
    """Forms of output."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    conll = "conll"
    html = "html"
    markup = "markup"
    plover = "plover"
    csv = "csv"


ModelOption = Annotated[Path | None, typer.Option("--model", help="Model folder; the released model by default.")]


@contextmanager
def _console_errors() -> Iterator[None]:
    """An error of ours is told on stderr, exit status 2; output is UTF-8 with plain newlines everywhere."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    try:
        yield
    except CommuniqueError as error:
        sys.stderr.write(f"communique: {error}\n")
        raise SystemExit(2) from None


def main() -> None:
    """The entry point of the command `communique`."""
    with _console_errors():
        app()


def _version(wanted: bool) -> None:
    if wanted:
        print(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


@app.command()
def predict(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Texts: .txt files, folders of them, .jsonl files with `text` a line, or - for standard input."
        ),
    ],
    format: Annotated[
        Format | None, typer.Option(help="Form of output; a table on a terminal, JSON lines elsewhere.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File to write; standard output by default.")] = None,
    date: Annotated[str | None, typer.Option(help="Publication date of the texts, YYYY-MM-DD.")] = None,
    model: ModelOption = None,
    min_score: Annotated[float, typer.Option(help="Leave out spans below this probability.")] = 0.0,
    labels: Annotated[str | None, typer.Option(help="Keep these labels alone, with commas between.")] = None,
    incomplete: Annotated[
        bool, typer.Option("--incomplete", help="plover, csv: also events without a date that resolves or an actor.")
    ] = False,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="csv: a row an actor and recipient, not a row an event.")
    ] = False,
    background: Annotated[
        bool, typer.Option("--background", help="csv: also negated, hypothetical and historical events.")
    ] = False,
) -> None:
    """Read texts: people with their offices, and events with who did what to whom, where, when and about what."""
    from .data.document import check_date
    from .data.output import RecordOptions, write_predictions
    from .data.texts import read_texts
    from .model.reader import Reader

    if date is not None:
        check_date(date)
    texts = read_texts(paths, date)
    documents = Reader.load(model).predict_many(
        texts, min_score=min_score, labels=[label.strip() for label in labels.split(",")] if labels else None
    )
    chosen = format or (Format.table if output is None and sys.stdout.isatty() else Format.jsonl)
    given: tuple[tuple[str, bool, tuple[Format, ...]], ...] = (
        ("--incomplete", incomplete, (Format.plover, Format.csv)),
        ("--pairs", pairs, (Format.csv,)),
        ("--background", background, (Format.csv,)),
    )
    for name, wanted, forms in given:
        if wanted and chosen not in forms:
            raise CommuniqueError(f"{name} says nothing of --format {chosen}; expected --format {' or '.join(forms)}")
    write_predictions(documents, chosen.value, output, RecordOptions(incomplete, pairs, background))


@app.command()
def evaluate(
    data: Annotated[list[Path], typer.Option("--data", help="Marked documents: files, folders or saved `datasets`.")],
    model: ModelOption = None,
    output: Annotated[
        Path | None,
        typer.Option(help="Folder for report.html, report.md, scores.json with its schema, and predictions.jsonl."),
    ] = None,
    perturb: Annotated[str | None, typer.Option(help="Read the texts perturbed, such as 'upper case'.")] = None,
    seen: Annotated[
        list[Path] | None, typer.Option(help="Documents the model learned from, to score names unseen in them apart.")
    ] = None,
    perturbations: Annotated[
        bool, typer.Option("--perturbations", help="Read the texts under every perturbation as well.")
    ] = False,
    predictions: Annotated[
        list[Path] | None, typer.Option(help="What any tool made of the same documents, scored instead of a model.")
    ] = None,
    dates: Annotated[
        Path | None, typer.Option(help="Dates resolved by hand, such as data/dates/test.tsv, to score those read.")
    ] = None,
    scheme: SchemeOption = None,
) -> None:
    """Score a model, or given predictions, on marked documents."""
    from .evaluation import evaluate as run

    options: dict[str, Any] = {
        "seen": seen,
        "perturbations": perturbations,
        "predictions": predictions,
        "dates": dates,
    }
    found = run(data, model, output, perturb, scheme=given_scheme(scheme), **options)
    sys.stdout.write(found.markdown())


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="MODEL_A", help="Model folder; `released` is the released model.")],
    second: Annotated[Path, typer.Argument(metavar="MODEL_B", help="Model folder that is held against it.")],
    data: Annotated[list[Path], typer.Option("--data", help="Marked documents: files, folders or saved `datasets`.")],
    output: Annotated[Path | None, typer.Option(help="Folder for comparison.json and comparison.md.")] = None,
) -> None:
    """Hold two models against each other on the same marked documents."""
    from .evaluation import compare as run

    models = [None if str(model) == "released" else model for model in (first, second)]
    sys.stdout.write(run(data, models[0], models[1], output).markdown())
