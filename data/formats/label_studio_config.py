"""The labelling configuration of a Label Studio project."""

import colorsys
from xml.etree import ElementTree

from ..scheme import EntityLabel, EventLabel, Scheme


def config(scheme: Scheme) -> str:
    """The labelling configuration of a project for a scheme, to be pasted under Settings, Labeling Interface, Code."""
    view = ElementTree.Element("View")
    if scheme.relations:
        relations = ElementTree.SubElement(view, "Relations")
        for relation in scheme.relations:
            ElementTree.SubElement(relations, "Relation", value=relation.name)
    labels = ElementTree.SubElement(view, "Labels", name="label", toName="text")
    marks: list[EntityLabel | EventLabel] = [*scheme.entities, *scheme.events]
    for index, label in enumerate(marks):
        colour = _colour(index, len(marks))
        ElementTree.SubElement(labels, "Label", value=label.name, background=colour, hint=label.definition)
    if scheme.events:
        shown = {"perRegion": "true", "whenLabelValue": ",".join(scheme.event_names), "choice": "single"}
        choices = ElementTree.SubElement(view, "Choices", {"name": "status", "toName": "text", **shown})
        for status in scheme.statuses:
            ElementTree.SubElement(choices, "Choice", value=status.name, hint=status.definition)
    ElementTree.SubElement(view, "Text", name="text", value="$text", saveTextResult="yes")
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _colour(index: int, count: int) -> str:
    red, green, blue = colorsys.hls_to_rgb(index / count, 0.45, 0.8)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"
