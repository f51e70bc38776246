"""Documents to test with: one with everything in it, and a generator of valid ones."""

from typing import Any

from hypothesis import strategies as st

from app.blueprints.coedit.text.schema import Node, doc, paragraph, text_node

PICTURE = "/documents/7/images/" + "ab" * 32


def block(kind: str, *content: Node, **attrs: Any) -> Node:
    return (
        {"type": kind} | ({"attrs": attrs} if attrs else {}) | ({"content": list(content)} if content else {})
    )


def text(words: str, *marks: str, link: str = "") -> Node:
    linked: list[Node] = [{"type": "link", "attrs": {"href": link}}] if link else []
    return text_node(words, linked + [{"type": name} for name in marks])


def cell(*content: Node, kind: str = "tableCell", colspan: int = 1, rowspan: int = 1) -> Node:
    return block(kind, *(content or (paragraph(),)), colspan=colspan, rowspan=rowspan)


def words(content: str) -> Node:
    return paragraph(text(content))


EVERYTHING = doc(
    block("heading", text("认识分数"), level=1),
    paragraph(
        text("平均分"), text("把一个月饼", "bold"), text("分成", "bold", "italic"), text("两份", "italic"),
        text(" 🥮 每份是它的 "), block("inlineMath", latex=r"\frac{1}{2}"), text("。"),
        block("hardBreak"), text("10", "strike"), text("3", "strike", "superscript"), text("H", "underline"),
        text("2", "subscript"), text("x<y && z", "code"), text("课标", "bold", link="https://example.org/a?b=1&c=2"),
    ),
    block("bulletList",
        block("listItem", words("一层"), block("orderedList",
            block("listItem", words("二层"), words("同一项的第二段")),
            block("listItem", words("二层之二"), block("bulletList", block("listItem", words("三层")))),
            start=3))),
    block("taskList",
        block("taskItem", words("备学具"), checked=True),
        block("taskItem", paragraph(), block("taskList", block("taskItem", words("剪圆片"), checked=False)),
              checked=False)),
    block("blockquote", words("学生说:“半个怎么写?”"), block("heading", text("小标题"), level=4)),
    block("codeBlock", text("for i in range(3):\n    print(i)\n"), language="python"),
    block("codeBlock", text("没有语言")),
    block("horizontalRule"),
    block("image", src=PICTURE, alt="圆片对折", title="图 1", width=320, height=240),
    block("blockMath", latex=r"\frac{3}{4} < 1 \& x^2"),
    block("table",
        block("tableRow", cell(words("课题"), kind="tableHeader"), cell(words("认识分数"), colspan=3)),
        block("tableRow", cell(words("教学过程"), kind="tableHeader", rowspan=2), cell(words("环节")),
              cell(words("教师活动")), cell(words("学生活动"))),
        block("tableRow", cell(),
              cell(words("提问"), block("bulletList", block("listItem", words("谁来分?")))),
              cell(paragraph(text("折纸"), block("inlineMath", latex="1/4"))))),
    paragraph(),
)  # fmt: skip

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
    | st.sampled_from("分数课堂😀𠮷é "),
    min_size=1,
    max_size=12,
)
_MARKS = st.lists(
    st.sampled_from(["bold", "italic", "strike", "underline", "subscript", "superscript"]),
    unique=True,
    max_size=3,
) | st.just(["code"])


def _joined(runs: list[Node]) -> list[Node]:
    """Neighbours with equal marks are one run, as in every ProseMirror document."""
    kept: list[Node] = []
    for run in runs:
        if kept and run["type"] == "text" == kept[-1]["type"] and run.get("marks") == kept[-1].get("marks"):
            kept[-1] = kept[-1] | {"text": kept[-1]["text"] + run["text"]}
        else:
            kept.append(run)
    return kept


def _inline() -> st.SearchStrategy[list[Node]]:
    runs = st.builds(lambda words, marks: text(words, *marks), _WORDS, _MARKS)
    links = st.builds(lambda words: text(words, link="https://example.org/课"), _WORDS)
    maths = st.builds(lambda words: block("inlineMath", latex=words.strip()), _WORDS)
    return st.lists(runs | links | maths | st.just(block("hardBreak")), max_size=5).map(_joined)


def _table(blocks: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[Node]:
    def shaped(width: int, contents: list[list[Node]], merged: bool) -> Node:
        rows: list[Node] = []
        for start in range(0, len(contents) - width + 1, width):
            row = [cell(*content) for content in contents[start : start + width]]
            if merged and not rows:
                row = [cell(*contents[0], kind="tableHeader", colspan=width)]
            rows.append(block("tableRow", *row))
        return block("table", *rows)

    return st.integers(1, 3).flatmap(
        lambda width: st.builds(
            shaped, st.just(width), st.lists(blocks, min_size=width, max_size=width * 3), st.booleans()
        )
    )


def _blocks() -> st.SearchStrategy[Node]:
    simple = (
        st.builds(lambda inline: paragraph(*inline), _inline())
        | st.builds(
            lambda inline, level: block("heading", *inline, level=level), _inline(), st.integers(1, 4)
        )
        | st.builds(lambda words: block("codeBlock", text(words)), _WORDS)
        | st.builds(lambda words: block("blockMath", latex=words.strip()), _WORDS)
        | st.just(block("horizontalRule"))
    )

    def nested(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=1, max_size=3)
        items = st.lists(
            st.builds(lambda first, rest: [paragraph(*first), *rest], _inline(), st.lists(inner, max_size=2)),
            min_size=1,
            max_size=3,
        )
        return (
            st.builds(lambda found: block("bulletList", *(block("listItem", *item) for item in found)), items)
            | st.builds(
                lambda found, start: block(
                    "orderedList", *(block("listItem", *item) for item in found), start=start
                ),
                items,
                st.integers(1, 20),
            )
            | st.builds(
                lambda found, checked: block(
                    "taskList", *(block("taskItem", *item, checked=checked) for item in found)
                ),
                items,
                st.booleans(),
            )
            | st.builds(lambda found: block("blockquote", *found), several)
            | _table(several)
        )

    return st.recursive(simple, nested, max_leaves=12)


DOCUMENTS = st.builds(lambda blocks: doc(*blocks), st.lists(_blocks(), min_size=1, max_size=5))
