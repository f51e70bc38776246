"""Time-based one-time passwords (RFC 6238): which step a code belongs to, and the address of the QR code."""

import hmac
import re
import unicodedata
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
DRIFT = (0, -1, 1)  # phones run a little fast or slow


def matching_step(secret: str, typed: str, at: datetime) -> int | None:
    """The time step whose code was typed; None when it is the code of no step nearby."""
    code = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    return next((now + d for d in DRIFT if hmac.compare_digest(totp.generate_otp(now + d), code)), None)


def qr_code(secret: str, account_name: str, issuer: str) -> str:
    """A data: URI of an SVG that authenticator apps scan."""
    address = pyotp.TOTP(secret).provisioning_uri(name=account_name, issuer_name=issuer)
    picture: str = segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#1d2733")
    return picture
