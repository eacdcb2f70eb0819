"""What a run says of its documents before it begins."""

import subprocess
import sys
from dataclasses import replace

import pytest

pytest.importorskip("torch")

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.data.scheme import EntityLabel, Scheme
from communique.training.diagnosis import Diagnosis, diagnose
from communique.training.passages import Lost

NONE = Lost(0, 0, 0)
LEARNT = ("Avea", "Belo", "Cika", "Dovu", "Eroni", "Fane", "Galo", "Hita", "Ilai", "Jona", "Kini", "Lasa")
OTHERS = ("Mosa", "Nemi", "Oviri", "Pita", "Qalo", "Rusi", "Semi", "Tomu", "Ulai", "Veni", "Waqa", "Yavo")
TOWNS = ("Suva", "Nadi", "Labasa")


def marked(source: str, scheme: Scheme | None = None) -> Document:
    return read_markup(f"{source}\n---\n", scheme=scheme)


def meetings(names: tuple[str, ...], rest: str) -> list[Document]:
    """Three marks a document: a name, a trigger, a town."""
    return [
        marked(f"Envoy {{1:PERSON|{name}}} {{2:CONSULT|met}} the rowers of {{3:PLACE|{TOWNS[number % 3]}}} {rest}.")
        for number, name in enumerate(names)
    ]


def talks(names: tuple[str, ...]) -> list[Document]:
    """Three marks a document in other words, of which train knows the trigger alone."""
    return [marked(f"{{1:AMOUNT|Ten}} rowers {{2:CONSULT|met}} {{3:PERSON|{name}}} on the pier.") for name in names]


def unwrapped(found: Diagnosis) -> str:
    return found.markdown().replace("\n  ", " ")


TRAIN = [*meetings(LEARNT, "at dawn"), *(marked(f"{{1:AMOUNT|{name} tons}} of rope.") for name in LEARNT)]
DEV = talks(OTHERS)


def test_splits_are_counted() -> None:
    related = read_markup("{1:COUNTRY|Japan} {2:SUPPORT|thanked} {3:COUNTRY|Fiji}.\n---\n2 ACTOR 1\n2 RECIPIENT 3\n")
    found = diagnose(
        [related, marked("{?|Nobody looked.}"), marked("Nothing here, {?|or so} it seems.")], [marked("Nothing.")], NONE
    )
    train, dev = found.train, found.dev
    assert (train.documents, train.words, train.relations, train.unknown, train.bare) == (3, 11, 2, 2, 0)
    assert (list(train.spans.items()), train.all_spans) == ([("COUNTRY", 2), ("SUPPORT", 1)], 3)
    assert (dev.documents, dev.words, dev.spans, dev.relations, dev.unknown, dev.bare) == (1, 1, {}, 0, 0, 1)


def test_marks_at_odds_come_with_the_worst_first() -> None:
    train = [
        marked("{1:COUNTRY|Niue}, {2:COUNTRY|Niue}, {3:COUNTRY|NIUE}, {4:PLACE|Niue} and {5:PLACE|niue}."),
        marked("{1:ORG|Reef Court} and {2:IGO|Reef Court} of {3:DATE|May}."),
        *(marked("Rain in {1:PLACE|Alofi}.") for _ in range(5)),
        marked("{1:ORG|Alofi} of {2:DATE|May}."),
    ]
    found = diagnose(train, [marked("{1:COUNTRY|Niue}.")], NONE)
    assert [(string.text, string.labels) for string in found.conflicts] == [
        ("Niue", {"COUNTRY": 3, "PLACE": 2}),
        ("Alofi", {"PLACE": 5, "ORG": 1}),
        ("Reef Court", {"IGO": 1, "ORG": 1}),
    ]
    told = "3, on 13 of 15 spans (86.7%), such as 'Niue' COUNTRY 3, PLACE 2; 'Alofi' PLACE 5, ORG 1; 'Reef Court' "
    assert told in unwrapped(found)


def test_forgotten_marks() -> None:
    train = [
        marked("{1:PLACE|Apia}, {2:PLACE|Apia}, {3:PLACE|Apia}; {4:PLACE|Nadi}, {5:PLACE|Nadi}."),
        marked("{1:PLACE|Suva}, {2:PLACE|Suva}, {3:PLACE|Suva}, {4:PLACE|Suva}."),
        marked("Apia and Apia and Apia; Nadi and Nadi; Suva and Suva and Suva."),
    ]
    found = diagnose(train, [marked("{1:PLACE|Apia}.")], NONE)
    assert [string.text for string in found.forgotten] == ["Apia"]  # Nadi is marked twice, Suva more often than not
    assert found.repeated_marks == 7
    assert not any(text.startswith("train leaves") for text in found.warnings())  # too few to tell
    assert "as marked: 1, such as 'Apia' PLACE 3, unmarked 3\n" in unwrapped(found)


def test_repeats_are_told_by_id_or_number() -> None:
    train = [
        marked("# id: first\n{1:PLACE|Apia} slept."),
        marked("{1:PLACE|APIA}  slept."),
        marked("Apia slept not."),
        marked("# id: last\nApia\nslept."),
    ]
    found = diagnose(train, DEV, NONE)
    assert found.repeats == (("2", "first"), ("last", "first"))


def test_sentences_of_dev_that_train_has_too() -> None:
    train = [marked("The ferry came late again. {1:PLACE|Apia} slept.")]
    dev = [marked("{1:PLACE|Apia} slept. The  FERRY came late again. The ferry came early this time.")]
    found = diagnose(train, dev, NONE)
    assert (found.shared, found.sentences) == (1, 2)  # the shortest is left aside
    assert "stand in train too: 1 of 2 (50.0%)\n" in unwrapped(found)


def test_losses_are_shares_of_both_splits() -> None:
    found = diagnose(TRAIN, DEV, Lost(1, 3, 12))
    told = "1 of 84 spans (1.2%), which subwords or sentence ends cut; 3 of 12 relations (25.0%), which passages cut\n"
    assert told in unwrapped(found)


def test_labels_are_told_in_the_order_of_the_scheme() -> None:
    scheme = Scheme("sea", entities=tuple(EntityLabel(name) for name in ("REEF", "SHIP", "PORT", "TIDE", "NET", "OAR")))
    train = [marked(f"The {{1:SHIP|S{n}}} left {{2:PORT|P{n}}}.", scheme) for n in range(10)]
    train.append(marked("A {1:NET|seine} and {2:TIDE|ebb}.", scheme))
    dev = [marked("The {1:SHIP|S3} took the {2:NET|trawl} to the {3:REEF|bar}.", scheme)]
    lines = diagnose(train, dev, NONE).markdown().splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert table[table.index(["label", "train", "dev", "baseline F1", "note"]) + 2 :] == [
        ["REEF", "0", "1", "0.000", "never in train"],
        ["SHIP", "10", "1", "1.000", ""],
        ["PORT", "10", "0", "–", "never in dev: no figure"],
        ["TIDE", "1", "0", "–", "too rare to learn; never in dev: no figure"],
        ["NET", "1", "1", "0.000", "too rare to learn"],
        ["**all**", "22", "3", "0.500", ""],
    ]
    assert "- Labels of the scheme never in train, 2 of 6: REEF, OAR" in lines


def test_documents_in_order_raise_no_warning() -> None:
    found = diagnose(TRAIN, DEV, Lost(1, 9, 9))
    assert found.warnings() == []
    assert "Warning" not in found.markdown()


UNMARKED = [marked(f"Nothing was heard of {name}.") for name in OTHERS * 2]
UNLOOKED = [replace(document, unknown=((0, len(document.text)),)) for document in UNMARKED]
FORGETFUL = [marked(f"{{1:AMOUNT|{name} oars}}; they met in Suva, Nadi and Labasa.") for name in LEARNT]
COPIED = [replace(document, text=f"{document.text} {other.text}") for document, other in zip(DEV, TRAIN, strict=False)]


@pytest.mark.parametrize(
    ("train", "dev", "lost", "warnings"),
    [
        (TRAIN, DEV + UNLOOKED, NONE, []),
        (TRAIN[10:17], DEV, NONE, ["spans in train: 11. A model may mark nothing at all"]),
        (TRAIN[3:15], DEV, NONE, ["no label has 10 spans in train"]),
        (TRAIN, DEV[:9], NONE, ["spans in dev: 27. Figures on dev will jump"]),
        (TRAIN, [*DEV, marked("{1:DATE|Monday} at {2:IGO|SPREP}.")], NONE, ["in dev and never in train: IGO, DATE."]),
        (TRAIN, DEV + UNMARKED, NONE, ["documents without a mark: 40%."]),
        (TRAIN + FORGETFUL, DEV, NONE, ["train leaves many of its strings unmarked"]),
        (TRAIN, DEV, Lost(2, 0, 0), ["lost spans: 2.4%. No model can learn them"]),
        (TRAIN, meetings(LEARNT, "at noon"), NONE, ["the baseline reaches F1 1.000: dev repeats train's strings"]),
        (TRAIN, COPIED, NONE, ["dev sentences that stand in train too: 50%."]),
    ],
)
def test_what_is_badly_wrong_is_told(
    train: list[Document], dev: list[Document], lost: Lost, warnings: list[str]
) -> None:
    found = diagnose(train, dev, lost)
    assert [text[: len(start)] for text, start in zip(found.warnings(), warnings, strict=True)] == warnings
    assert found.markdown().count("- **Warning**: ") == len(warnings)
    if warnings:
        assert found.markdown().splitlines()[-1].startswith(("- **Warning**: ", "  "))


def test_a_terminal_shows_the_report_as_it_is() -> None:
    long = "Committee of the Upper River and of the Lower River and its Many Banks"
    train = [
        marked(f"{{1:ORG|{long}}}, {{2:IGO|{long}}}; {{3:ORG|a\x1b[2Jb}} and {{4:IGO|a\x1b[2Jb}}.") for _ in range(3)
    ]
    report = diagnose(train, DEV, NONE).markdown()
    assert max(map(len, report.splitlines())) < 100
    assert "\x1b" not in report
    told = f"'{long[:39]}…' IGO 3, ORG 3; 'a\\x1b[2Jb' IGO 3, ORG 3\n"
    assert told in report.replace("\n  ", " ")
    tables = [line for line in report.splitlines() if line.startswith("|")]
    assert len({len(line) for line in tables[:8]}) == len({len(line) for line in tables[8:]}) == 1


@pytest.mark.parametrize(("train", "dev", "name"), [([], DEV, "train"), (TRAIN, [], "dev")])
def test_a_split_without_documents_is_refused(train: list[Document], dev: list[Document], name: str) -> None:
    with pytest.raises(CommuniqueError, match=f"^{name}: no document to look at; expected at least one"):
        diagnose(train, dev, NONE)


def test_it_needs_no_torch() -> None:
    code = "import sys; sys.modules['torch'] = None; import communique.training.diagnosis, communique.training.render"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
