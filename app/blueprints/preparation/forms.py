"""Forms of joint preparation, and how its enums read."""

from datetime import UTC, datetime

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.coedit.word.importing import most_word_bytes
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import Move, Overdue, State, Visibility
from app.core.clock import SCHOOL_ZONE
from app.web.filters import register_labels
from app.web.forms import Form, LongSelectField, UploadField
from app.web.reference_filters import name_of
from app.web.shared_forms import SharedForm

register_labels(
    State,
    {
        State.PLANNED: _l("已计划"),
        State.DRAFTING: _l("初备"),
        State.CIRCULATED: _l("已发布初案"),
        State.DISCUSSING: _l("研讨中"),
        State.REVISING: _l("修改定稿"),
        State.FINALIZED: _l("已定稿"),
        State.ARCHIVED: _l("已归档"),
        State.CANCELLED: _l("已取消"),
    },
)
register_labels(
    Move,
    {
        Move.START_DRAFT: _l("开始初备"),
        Move.CIRCULATE: _l("发布初案"),
        Move.RETURN: _l("退回初备"),
        Move.OPEN_DISCUSSION: _l("开始研讨"),
        Move.CLOSE_DISCUSSION: _l("结束研讨"),
        Move.REOPEN: _l("退回初备"),
        Move.FINALIZE: _l("定稿"),
        Move.ARCHIVE: _l("归档"),
        Move.CANCEL: _l("取消"),
    },
)
LONGEST_TITLE = 80  # a longer one would not fit into the rows of a list

register_labels(
    Visibility,
    {
        Visibility.PRIVATE: _l("仅参加的老师"),
        Visibility.INVITED: _l("参加的老师和组长"),
        Visibility.LESSON_GROUP: _l("备课组"),
        Visibility.SUBJECT_GROUP: _l("教研组"),
        Visibility.SCHOOL: _l("全校"),
        Visibility.GROUP: _l("全集团"),
        Visibility.DISTRICT: _l("全区县"),
        Visibility.PUBLIC: _l("公开"),
    },
)
register_labels(
    Overdue,
    {Overdue.CIRCULATION: _l("初案已过期限"), Overdue.FINALIZATION: _l("定稿已过期限")},
)


def person_choice(person: User, below: str | None = None) -> SelectChoice:
    """A person in a select, found by pinyin as everywhere."""
    return SelectChoice(person.id, person.name, {"data-pinyin": person.name_pinyin}, below)


class SchoolDateTimeField(DateTimeLocalField):
    """A moment as the wall clock at school shows it; stored aware."""

    def process_data(self, value: datetime | None) -> None:
        super().process_data(value.astimezone(SCHOOL_ZONE).replace(tzinfo=None) if value else None)

    @property
    def moment(self) -> datetime | None:
        return self.data.replace(tzinfo=SCHOOL_ZONE).astimezone(UTC) if self.data else None


class DetailsForm(Form):
    """When, where, who leads, who may find it."""

    title = StringField(
        _l("课题"),
        validators=[
            DataRequired(_l("请填写课题。")),
            Length(max=LONGEST_TITLE, message=_l("课题最多 80 个字。")),
        ],
    )
    lead_preparer_id = LongSelectField(_l("主备人"), coerce=int)
    lesson_type = SelectField(_l("课型"))
    periods = IntegerField(
        _l("课时数"),
        validators=[
            Optional(),
            NumberRange(1, JointPreparation.MOST_PERIODS, _l("课时数应在 1 到 60 之间。")),
        ],
    )
    discuss_at = SchoolDateTimeField(_l("研讨时间"), validators=[Optional()])
    place = StringField(_l("地点"), validators=[Length(max=120)])
    circulate_due = DateField(_l("初案发布期限"), validators=[Optional()])
    finalize_due = DateField(_l("定稿期限"), validators=[Optional()])

    def offer_lesson_types(self) -> None:
        table = reference.lesson_types()
        self.lesson_type.choices = [
            SelectChoice("", _l("未定")),
            *(SelectChoice(code, name_of(table, code)) for code in table),
        ]


class ChangeForm(SharedForm, DetailsForm):
    visibility = SelectField(_l("谁可以看到"))


class ProposalForm(DetailsForm):
    """A new preparation, in one page with sensible defaults."""

    node_id = IntegerField(_l("课程目录中的课题"), validators=[InputRequired(_l("请先选择课题。"))])
    unit_id = LongSelectField(_l("备课组"), coerce=int)
    source = RadioField(
        _l("从哪里开始"),
        choices=[
            SelectChoice("template", _l("用模板")),
            SelectChoice("word", _l("用一份现成的 Word 教案")),
            SelectChoice("blank", _l("空白")),
        ],
        default="template",
    )
    template = SelectField(_l("模板"))
    word = UploadField(_l("Word 文件（.docx）"), most_bytes=most_word_bytes)
    whole_unit = BooleanField(_l("邀请备课组全体老师"), default=True)
    invited_ids = SelectMultipleField(
        _l("再邀请其他老师"), coerce=int, choices=(), validate_choice=False
    )  # whoever is no colleague is not invited

    def settle_source(self) -> None:
        """Whoever chose a file means it, whichever button is pressed in."""
        if self.word.data:
            self.source.data = "word"

    def validate_word(self, field: UploadField) -> None:
        if self.source.data == "word" and not field.data:
            raise ValidationError(str(_l("请选择一份 .docx 文件。")))


class CancelForm(Form):
    reason = TextAreaField(
        _l("取消的原因"),
        validators=[DataRequired(_l("请写明取消的原因。")), Length(max=JointPreparation.REASON_LENGTH)],
    )


class FinalizeForm(Form):
    visibility = RadioField(_l("定稿后谁可以看到"))
    waiting = RadioField(
        _l("还没有处理的建议"),
        choices=[
            SelectChoice("reject", _l("都记为“没有采纳”，并告诉提建议的老师")),
            SelectChoice("leave", _l("就这样定稿，记录里写明“没有处理”")),
        ],
        validators=[InputRequired(_l("请选一下：没有处理的建议怎么办。"))],
    )
