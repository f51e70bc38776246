"""Looks that a document of ours does not have, said by one that it has."""

from lxml import etree

from app.blueprints.coedit.word.xml import OFF, W


def embolden_dotted(part: etree._Element) -> None:
    """着重号: "给加点的字注音" asks for them. Bold, because lines below words are asked for as well."""
    for dots in list(part.iter(f"{W}em")):
        properties = dots.getparent()
        if properties is not None and (dots.get(f"{W}val") or "dot") not in OFF | {"none"}:
            for bold in properties.findall(f"{W}b"):
                properties.remove(bold)
            properties.append(etree.Element(f"{W}b"))
