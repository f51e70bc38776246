"""Which browser on which device somebody signs in with: what is kept of the User-Agent, and how it reads."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

BETWEEN = " · "
_BROWSERS = (  # the first that is found: nearly all of them also call themselves Chrome or Safari
    ("wxwork", "WeCom"),
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("QQBrowser|MQQBrowser", "QQ Browser"),
    ("UCBrowser", "UC Browser"),
    ("Quark", "Quark"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("Edg|EdgA|EdgiOS", "Edge"),
    ("OPR", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Version(?=.*Safari)", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_MODEL = re.compile(r"Android [\d.]+; (?:[a-z]{2}-[a-z]{2}; )?([^;)]{2,40}?)(?: Build/[^;)]*)?[;)]")
_CHINESE = {
    "WeCom": _l("企业微信"),
    "WeChat": _l("微信"),
    "DingTalk": _l("钉钉"),
    "QQ Browser": _l("QQ 浏览器"),
    "UC Browser": _l("UC 浏览器"),
    "Quark": _l("夸克浏览器"),
    "Huawei Browser": _l("华为浏览器"),
    "Mi Browser": _l("小米浏览器"),
    "HarmonyOS": _l("鸿蒙"),
}


def device_of(agent: str) -> str:
    """`Chrome 142 · Windows`, `WeChat 8 · Android · PJD110`: enough to tell one's devices apart."""
    agent = agent[:500]
    browser = next((name for token, name in _BROWSERS if re.search(rf"\b(?:{token})/", agent)), "")
    version = next(
        (found[1] for token, name in _BROWSERS if name == browser and (found := _version(token, agent))), ""
    )
    system = next((name for token, name in _SYSTEMS if re.search(token, agent)), "")
    model = _MODEL.search(agent) if system == "Android" else None
    parts = (f"{browser} {version}".strip(), system, model[1] if model else "")
    return BETWEEN.join(part for part in parts if part)[:120] or "—"


def in_words(device: str) -> str:
    """`Chrome 142（Windows）` for what is kept of it."""
    browser, *where = device.split(BETWEEN)
    if not where:
        return _named(browser)
    system = " ".join([_named(where[0]), *where[1:]])
    return str(_("%(browser)s（%(system)s）", browser=_named(browser), system=system))


def is_handheld(device: str) -> bool:
    return any(name in device for name in ("Android", "iPhone", "iPad", "HarmonyOS"))


def _version(token: str, agent: str) -> re.Match[str] | None:
    return re.search(rf"\b(?:{token})/(\d+)", agent)


def _named(name: str) -> str:
    """A known name in the reader's language, with its version."""
    for known, words in _CHINESE.items():
        if name == known or name.startswith(f"{known} "):
            return str(words) + name.removeprefix(known)
    return name
