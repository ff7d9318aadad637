"""What people write where a credential will stand: references, placeholders, masks, values from manuals."""

import credentials as c
from placement.marks import join, placeholder, reference, sample
from placement.names import PHRASES, name_of, spell

LOREM = """
lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et
dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea
commodo consequat
""".split()

# `%s` is the name of what is missing, in the style named before it.
TEMPLATES = [
    ("snake", "<%s>"), ("camel", "<%s>"), ("kebab", "<%s>"), ("screaming", "<%s>"), ("title", "<%s>"),
    ("kebab", "<your-%s>"), ("snake", "<your_%s>"), ("title", "<Your %s>"), ("screaming", "<YOUR_%s>"),
    ("screaming", "<INSERT_%s_HERE>"), ("snake", "<enter_%s>"), ("screaming", "YOUR_%s"),
    ("screaming", "YOUR_%s"), ("screaming", "YOUR_%s_HERE"), ("kebab", "your-%s"), ("snake", "your_%s"),
    ("snake", "your_%s_here"), ("kebab", "your-%s-here"), ("title", "Your %s"), ("camel", "your%s"),
    ("pascal", "Your%s"), ("screaming", "REPLACE_WITH_%s"), ("screaming", "REPLACE_%s"),
    ("screaming", "INSERT_%s"), ("screaming", "INSERT_YOUR_%s_HERE"), ("screaming", "ENTER_%s_HERE"),
    ("screaming", "ENTER_YOUR_%s"), ("screaming", "PUT_YOUR_%s_HERE"), ("screaming", "PASTE_%s_HERE"),
    ("screaming", "ADD_%s_HERE"), ("screaming", "MY_%s"), ("kebab", "replace-with-your-%s"),
    ("snake", "add_%s_here"), ("snake", "some_%s"), ("screaming", "${%s}"), ("camel", "${%s}"),
    ("screaming", "$%s"), ("screaming", "%%%s%%"), ("snake", "<<%s>>"), ("screaming", "<<%s>>"),
    ("snake", "[%s]"), ("title", "[%s]"), ("title", "[Your %s]"), ("snake", ":%s"), ("camel", ":%s"),
    ("snake", "{%s}"), ("screaming", "{%s}"), ("camel", "{%s}"), ("screaming", "__%s__"),
    ("screaming", "@%s@"), ("snake", "#{%s}"), ("snake", "((%s))"), ("screaming", "[[%s]]"),
    ("screaming", "$(%s)"), ("screaming", "~%s~"), ("title", "(%s)"), ("kebab", "example-%s"),
    ("kebab", "dummy-%s"), ("lowered", "your %s here"), ("lowered", "your %s"), ("lowered", "Enter your %s"),
    ("lowered", "enter %s here"), ("lowered", "insert %s"), ("lowered", "paste your %s here"),
    ("lowered", "replace with your %s"), ("lowered", "the %s you got by mail"), ("lowered", "add %s"),
    ("lowered", "%s goes here"), ("lowered", "ask your admin for the %s"), ("lowered", "put %s here"),
    ("lowered", "<paste the %s>"), ("lowered", "TODO: %s"), ("lowered", "set %s in the environment"),
    ("lowered", "copy %s from the portal"),
]
BLANKS = ["string", "string", "<string>", "sample string 1", "sample string 7", "text", "...", "…", "null",
          "undefined", "TODO", "TBD", "REPLACE_ME", "REPLACEME", "CHANGE_ME_PLEASE", "xxx", "xxxx", "XXXX",
          "xxxxxxxx", "XXXXXXXXXXXX", "xxxxx-xxxxx-xxxxx", "N/A", "n/a", "none", "None", "[REDACTED]",
          "<redacted>", "REDACTED", "(hidden)", "[FILTERED]", "<removed>", "***", "****", "********",
          "****************", "••••••••", "●●●●●●●●●●", "-", "--", "?", "???", "<>", "{}", "to be defined",
          "not set", "dummy", "placeholder", "<placeholder>", "value", "<value>", "insert here", "<fill in>",
          "<secret>", "00000000-0000-0000-0000-000000000000", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
          "XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX", "0000000000000000", "any", "<any>", "Nil", "empty", "tbd",
          "see wiki", "from vault", "<see 1Password>", "omitted", "<omitted for brevity>", "masked",
          "unknown"]


def lowered(phrase):
    return phrase.replace("_", " ")


def placeholder_text(d, kind="api_key"):
    """Some style of saying: put yours here."""
    roll = d.below(100)
    if roll < 58:
        style, template = d.choice(TEMPLATES)
        phrase = d.choice(PHRASES[kind])
        return template % (lowered(phrase) if style == "lowered" else spell(phrase, style))
    if roll < 84:
        return d.choice(BLANKS)
    if roll < 90:
        return " ".join(d.sample(LOREM, d.between(2, 6)))
    if roll < 95:
        return mask(d)
    if roll < 98:
        return d.choice("xX*•") * d.between(6, 40)
    return d.make("sample string {int:1-20}")


def mask(d):
    """A credential of which only the ends are left."""
    return d.choice([
        d.make("{b62:2}****{b62:2}"), d.make("{b62:4}...{b62:4}"), d.make("****{b62:4}"),
        d.make("{b62:4}************"), d.make("{hex:3}…{hex:3}"),
        d.make("{b62:6}••••••••••••"), d.make("xxxxxxxxxxxx{b62:4}"),
        d.make("{lower:3}_****************{b62:4}"), d.make("********-****-****-****-{hex:12}"),
        "PM" + "AK-" + "*" * 58 + d.make("{hex:2}"),
    ])


DYNAMIC = ["$guid", "$randomUUID", "$timestamp", "$randomPassword", "$randomAlphaNumeric", "$isoTimestamp",
           "$randomInt"]


def reference_text(d, kind="bearer"):
    """`{{…}}` of some kind: a variable, one of Postman's own, a vault secret."""
    name = name_of(d, kind, ["camel", "snake", "snake", "kebab", "screaming", "pascal"])
    return d.weighted([
        (70, "{{" + name + "}}"), (6, "{{vault:" + name + "}}"), (5, "{{ " + name + " }}"),
        (5, "{{" + d.choice(DYNAMIC) + "}}"),
        (4, "{{" + name + "}}{{suffix}}"), (3, "{{prefix}}-{{" + name + "}}"),
        (3, "{{env}}_{{" + name + "}}"), (4, "{{{" + name + "}}}"),
    ])


def stand_in(d, kind="bearer", case=None):
    """Anything but a credential: a reference, mostly; a placeholder; nothing at all."""
    slug = case or "stand-in"
    roll = d.below(100)
    if roll < 62:
        return reference(reference_text(d, kind), case=f"{slug}-reference")
    if roll < 98:
        return placeholder(placeholder_text(d, kind), case=f"{slug}-placeholder")
    return placeholder("", case=f"{slug}-placeholder")


SCHEMES = ["Bearer ", "Bearer ", "Bearer ", "bearer ", "Basic ", "Token ", "ApiKey ", "JWT ", "Basic ",
           "Token token=", "OAuth ", "key="]


def authorization(d, case):
    """The value of an Authorization header that gives nothing away."""
    if d.chance(6):
        return sample(manual_header(d), case=f"{case}-manual")
    if d.chance(4):
        text = d.choice(["Basic " + c.b64(f"{a}:{b}") for a, b in PAIRS] +
                        [d.choice(["Bearer", "Basic", "Bearer ", "Basic <base64(user:password)>"])])
        return placeholder(text, case=f"{case}-placeholder")
    return join(d.choice(SCHEMES), stand_in(d, d.choice(["bearer", "bearer", "api_key", "password"]), case))


# User and password as manuals print them, for Basic headers that decode to a placeholder.
PAIRS = [("username", "password"), ("user", "pass"), ("<username>", "<password>"),
         ("{username}", "{password}"), ("your_username", "your_password"), ("YOUR_USER", "YOUR_PASSWORD"),
         ("user", "password"), ("xxxx", "xxxx"), ("USERNAME", "PASSWORD"), ("login", "password")]


def manual_header(d):
    """Authorization values that standards and manuals print. In parts, so that none stands in this file."""
    return d.choice([
        "Basic " + c.basic("Aladdin", "open " + "sesame"),
        "Basic " + c.basic("s6BhdRkqt3", "7Fjfp0ZBr1K" + "tDRbnfVdmIw"),
        "Bearer " + "mF_9" + ".B5f-4.1JqM", "Bearer " + "2Yotn" + "FZFEjr1zCsicMWpAA",
        "Basic " + c.basic("postman", "password"),
    ])


def manual_value(d, kind):
    """The same for values without a scheme."""
    table = {
        "bearer": ["2Yotn" + "FZFEjr1zCsicMWpAA", "mF_9" + ".B5f-4.1JqM", "Sl" + "AV32hkKG"],
        "refresh_token": ["tGzv3" + "JOkF0XG5Qx2TlKWIA", "8xLO" + "xBtZp8"],
        "client_secret": ["7Fjfp0ZBr1K" + "tDRbnfVdmIw", "gX1f" + "Bat3bV"],
        "api_key": ["AKIA" + "IOSFODNN7EXAMPLE"],
        "crypto_key": ["wJalrXUtnFEMI/" + "K7MDENG/bPxRfiCY" + "EXAMPLEKEY"],
    }
    return sample(d.choice(table[kind]), case="manual-value")
