"""Innocent fields, drawn from `lookalike_rows`: a name that sounds secret, or a value that looks random."""

import credentials as c
from placement.lookalike_rows import OPENS_NOTHING, SOUNDS_SECRET
from placement.marks import none
from placement.names import FIELD_STYLES, spell

# Hidden fields of forms: random, but worthless without the session that they belong to.
CSRF_NAMES = ["csrf_token", "csrfmiddlewaretoken", "authenticity_token", "__RequestVerificationToken",
              "_csrf", "_token", "xsrf-token", "csrfToken", "YII_CSRF_TOKEN", "form_build_id"]
CSRF_VALUES = ["{b62:64}", "{url64:43}", "{b64:32}", "{uuid}", "{b62:40}", "CfDJ8{url64:120}", "{hex:32}"]


def csrf(d):
    return d.choice(CSRF_NAMES), none(d.one_of(CSRF_VALUES), case="none-csrf-form-field")


def value_of(d, template):
    """A template filled in. Marks in capitals stand for PEMs, pictures and documents."""
    label = f"{d.seed} {d.hex(12)}"
    if template == "@PUBLIC@":
        body = c.b64(bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00") + d.bytes(270))
        lines = [body[at:at + 64] for at in range(0, len(body), 64)]
        return d.choice(["\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----"]), body])
    if template == "@CERT@":
        lines = c.certificate(label, d.between(300, 460))
        return d.choice(["\n".join(lines), "".join(lines[1:-1])])
    if template == "@PNG@":
        return d.choice(["data:image/png;base64,", ""]) + c.png(label, d.between(90, 260))
    if template == "@PDF@":
        return d.choice([c.b64(b"%PDF-1.4\n" + d.bytes(d.between(90, 240))),
                         c.b64(b"\x0a\x12" + d.bytes(d.between(40, 160)))])
    return d.make(template)


def slug(phrase):
    return "".join(ch if ch.isalnum() else "-" for ch in phrase.lower().replace("{noun}", "thing")).strip("-")


def from_row(d, row, styles=FIELD_STYLES):
    """A name and an innocent value of a row."""
    phrases, templates = row
    style = d.choice(styles)
    name = spell(d.make(d.choice(phrases)), style)
    return name, none(value_of(d, d.choice(templates)), case="none-" + slug(phrases[0]))


def lookalike(d, styles=FIELD_STYLES):
    """A name that sounds secret, over something that is not."""
    return from_row(d, d.choice(SOUNDS_SECRET), styles)


def harmless(d, styles=FIELD_STYLES):
    """A random value that opens nothing, under the name that says so."""
    return from_row(d, d.choice(OPENS_NOTHING), styles)


def innocent(d, styles=FIELD_STYLES):
    return lookalike(d, styles) if d.chance(55) else harmless(d, styles)


def short(d, styles=FIELD_STYLES):
    """An innocent pair that fits into an address or a header: one line, no base64 file."""
    while True:
        name, value = innocent(d, styles)
        if len(value) < 90 and "\n" not in value and '"' not in value:
            return name, value


LARGE = [row for row in SOUNDS_SECRET + OPENS_NOTHING if any(template.startswith("@") for template in row[1])]


def large(d, styles=FIELD_STYLES):
    """A picture, a document, a certificate or a public key, in base64 or as PEM."""
    return from_row(d, d.choice(LARGE), styles)
