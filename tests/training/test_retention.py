from dataclasses import replace

import pytest

pytest.importorskip("torch")

from communique.data.corpus import corpus_documents
from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.scheme import EntityLabel, Scheme
from communique.training.retention import Figures, Retention, old_dev, replayed


def test_replay_leaves_out_what_is_there(samples: list[Document]) -> None:
    ours = corpus_documents("train")
    assert replayed(samples) == ours
    upper = [replace(ours[0], text=ours[0].text.upper(), spans=(), relations=(), id="shouted")]
    assert replayed(upper) == ours[1:]


def test_replay_refuses_other_labels() -> None:
    scheme = Scheme("mine", entities=(EntityLabel("STATE"),))
    with pytest.raises(CommuniqueError, match="our corpus marks other labels than this scheme"):
        replayed([Document("Fiji.", scheme=scheme)])


def test_old_ability_is_measured_where_the_labels_are_ours_and_dev_is_not(samples: list[Document]) -> None:
    ours = corpus_documents("dev")
    assert old_dev(samples) == ours
    assert old_dev([*samples, *ours]) == []
    assert old_dev([Document("Fiji.", scheme=Scheme("mine", entities=(EntityLabel("STATE"),)))]) == []


def test_a_table_leaves_out_what_there_is_not() -> None:
    after = Figures(0.75, 0.7, None, None)
    table = Retention({}, {"dev": after}).markdown()
    assert table.splitlines()[2:] == ["| dev | spans | – | 0.750 |", "| dev | entities | – | 0.700 |"]
    both = Retention({"dev": Figures(0.5, 0.25, None, None)}, {"dev": after})
    assert "| dev | entities | 0.250 | 0.700 |" in both.markdown()
    assert both.to_dict()["dev"]["before"]["spans"] == 0.5
    assert Retention({}, {"dev": after}).to_dict()["dev"]["before"] is None
