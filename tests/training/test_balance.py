from communique.data.document import Document
from communique.data.markup import read_markup
from communique.model.tags import tag_names
from communique.training.balance import tag_weights

MARKED = read_markup(
    "{1:COUNTRY|Tonga}, {2:COUNTRY|Samoa}, {3:COUNTRY|Palau} and {4:COUNTRY|Nauru} {5:SUPPORT|thanked} "
    "{6:COUNTRY|Fiji} and {7:COUNTRY|Niue} on {8:DATE|Friday}.\n---\n"
)


def weights(documents: list[Document], balance: float) -> dict[str, float]:
    found = tag_weights(documents, balance)
    assert found is not None
    return dict(zip(tag_names(MARKED.scheme), found, strict=True))


def test_rare_labels_weigh_more_and_common_ones_less() -> None:
    found = weights([MARKED], 1.0)
    mean = 8 / 3
    assert found["B-COUNTRY"] == found["I-COUNTRY"] == mean / 6
    assert found["B-DATE"] == found["B-SUPPORT"] == mean
    assert found["O"] == found["B-PARTY"] == 1.0
    assert weights([MARKED], 0.5)["B-DATE"] == mean**0.5


def test_no_weight_is_beyond_a_fifth_and_five() -> None:
    found = weights([MARKED] + [read_markup("{1:COUNTRY|Tonga} and more.\n---\n")] * 300, 1.0)
    assert found["B-DATE"] == 5.0
    assert found["B-COUNTRY"] >= 0.2


def test_without_balance_all_weigh_alike() -> None:
    assert tag_weights([MARKED], 0.0) is None
