"""Credentials that never were: seeded randomness in the shape, and with the checksum, that each provider gives to its own.

Each credential is drawn from a stream of its own, named by its label. So adding one changes no other, and the result depends neither
on the clock nor on the version of Python.
"""

import base64
import hashlib
import hmac
import json
import re
import zlib

SEED = "postseal demo artefacts, first edition"

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOWER = "abcdefghijklmnopqrstuvwxyz"
BASE62 = DIGITS + UPPER + LOWER
BASE64URL = UPPER + LOWER + DIGITS + "-_"
BASE64 = UPPER + LOWER + DIGITS + "+/"
BASE32 = UPPER + "234567"


class Rand:
    """Bytes of SHA-256(seed / label / counter), and choices made of them."""

    def __init__(self, label):
        self.label = label
        self.counter = 0
        self.pool = b""

    def bytes(self, n):
        while len(self.pool) < n:
            self.pool += hashlib.sha256(f"{SEED}/{self.label}/{self.counter}".encode()).digest()
            self.counter += 1
        out, self.pool = self.pool[:n], self.pool[n:]
        return out

    def below(self, n):
        return int.from_bytes(self.bytes(8), "big") % n

    def choice(self, items):
        return items[self.below(len(items))]

    def pick(self, alphabet, n):
        return "".join(self.choice(alphabet) for _ in range(n))

    def hex(self, n):
        return self.pick("0123456789abcdef", n)

    def uuid(self):
        h = self.hex(32)
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[self.below(4)]}{h[17:20]}-{h[20:]}"


def base62_crc32(body):
    """CRC-32 of the body in base62, left-padded to six characters: the tail of GitHub's and npm's tokens."""
    n, out = zlib.crc32(body.encode()), ""
    while n:
        n, digit = divmod(n, 62)
        out = BASE62[digit] + out
    return out.rjust(6, "0")


def with_checksum(prefix, label):
    body = Rand(label).pick(BASE62, 30)
    return prefix + body + base62_crc32(body)


def github(label):
    return with_checksum("ghp_", f"github {label}")


def npm(label):
    return with_checksum("npm_", f"npm {label}")


def stripe(label):
    return "sk_" + "live_51" + Rand(f"stripe {label}").pick(BASE62, 97)


def aws_key_id(label):
    return "AKIA" + Rand(f"aws id {label}").pick(BASE32, 16)


def aws_secret(label):
    """Redrawn until it holds both `+` or `/` and a digit, as nearly all of them do."""
    rand = Rand(f"aws secret {label}")
    while True:
        key = rand.pick(BASE64, 40)
        if re.search("[+/]", key) and re.search("[0-9]", key):
            return key


def slack_bot(label):
    r = Rand(f"slack {label}")
    return f"xoxb-{r.choice('234')}{r.pick(DIGITS, 11)}-{r.choice('234')}{r.pick(DIGITS, 12)}-{r.pick(BASE62, 24)}"


def slack_webhook(label):
    r = Rand(f"webhook {label}")
    tail = f"T{r.pick(UPPER + DIGITS, 10)}/B{r.pick(UPPER + DIGITS, 10)}/{r.pick(BASE62, 24)}"
    return "https://hooks.slack" + ".com/services/" + tail


def sendgrid(label):
    r = Rand(f"sendgrid {label}")
    return f"SG.{r.pick(BASE64URL, 22)}.{r.pick(BASE64URL, 43)}"


def twilio_sid(label):
    return "AC" + Rand(f"twilio sid {label}").hex(32)


def google(label):
    return "AIza" + "Sy" + Rand(f"google {label}").pick(BASE64URL, 33)


def openai(label):
    r = Rand(f"openai {label}")
    return "sk-proj-" + r.pick(BASE64URL, 74) + "T3Blbk" + "FJ" + r.pick(BASE64URL, 74)


def postman_key(label):
    """The first four bytes of the id are the second at which it was made, as in every id of that database."""
    r = Rand(f"pmak {label}")
    made = 1_700_000_000 + r.below(60_000_000)
    return f"PMAK-{made:08x}{r.hex(16)}-{r.hex(34)}"


def postman_access(label):
    return "PMAT-" + Rand(f"pmat {label}").pick(UPPER + DIGITS, 26)


def gitlab(label):
    return "glpat-" + Rand(f"gitlab {label}").pick(BASE64URL, 20)


def hexkey(label, n=40):
    return Rand(f"hex {label}").hex(n)


def bearer(label, n=43):
    return Rand(f"bearer {label}").pick(BASE62, n)


def uuid(label):
    return Rand(f"uuid {label}").uuid()


def password(label, n=18, marks="!#$%*+-=?@^_~"):
    """Lower, upper, digit and mark, never a mark at the ends."""
    rand = Rand(f"password {label}")
    while True:
        word = rand.pick(BASE62, 1) + rand.pick(BASE62 + marks, n - 2) + rand.pick(BASE62, 1)
        if all(re.search(f"[{re.escape(kind)}]", word) for kind in (LOWER, UPPER, DIGITS, marks)):
            return word


def b64(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode()).decode().rstrip("=")


def basic(user, word):
    return b64(f"{user}:{word}")


def jwt(label, **claims):
    """HS256, really signed, with a key that nobody keeps."""
    compact = {"separators": (",", ":")}
    head = b64url(json.dumps({"alg": "HS256", "typ": "JWT", "kid": hexkey(f"kid {label}", 12)}, **compact))
    body = b64url(json.dumps(claims, **compact))
    key = Rand(f"jwt key {label}").bytes(32)
    return f"{head}.{body}.{b64url(hmac.new(key, f'{head}.{body}'.encode(), 'sha256').digest())}"


def der(tag, content):
    n = len(content)
    size = bytes([n]) if n < 128 else bytes([0x82]) + n.to_bytes(2, "big")
    return bytes([tag]) + size + content


def rsa_pkcs8(label):
    """The lines of a PEM whose DER is well-formed PKCS#8 and whose numbers are noise: no key pair belongs to it."""
    rand = Rand(f"rsa {label}")

    def number(n):
        return der(2, b"\0" + bytes([0x80 | rand.below(128)]) + rand.bytes(n - 2) + bytes([1 | rand.below(256)]))

    numbers = b"".join([der(2, b"\0"), number(256), der(2, b"\1\0\1"), number(256)] + [number(128) for _ in range(5)])
    algorithm = der(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    text = b64(der(0x30, der(2, b"\0") + algorithm + der(4, der(0x30, numbers))))
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return ["-----BEGIN " + "PRIVATE KEY-----", *lines, "-----END " + "PRIVATE KEY-----"]


def certificate(label, size=430):
    """Lines of an X.509-looking PEM: public, and no finding."""
    text = b64(der(0x30, Rand(f"certificate {label}").bytes(size)))
    return ["-----BEGIN CERTIFICATE-----", *[text[i:i + 64] for i in range(0, len(text), 64)], "-----END CERTIFICATE-----"]


def png(label, size=420):
    """A PNG with the right chunks and checksums around noise, in base64."""

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (64).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    data = Rand(f"png {label}").bytes(size)
    return b64(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


# What hosting services refuse at push time, and how it is written in JSON instead: one character of the mark as \uXXXX.
# A JSON parser reads the same string; a pattern that looks at the bytes of the file sees nothing.
JSON_ESCAPES = [(re.compile(pattern), escaped) for pattern, escaped in [
    (r"ghp_(?=\w)", r"\u0067hp_"),
    (r"sk_live_", r"sk\u005flive_"),
    (r"AKIA(?=[A-Z0-9]{16})", r"AKI\u0041"),
    (r"xoxb-", r"xo\u0078b-"),
    (r"hooks\.slack\.com/services", r"hooks\u002eslack.com/services"),
    (r"SG\.(?=[\w-]{22}\.)", r"S\u0047."),
    (r"AC(?=[0-9a-f]{32})", r"A\u0043"),
    (r"AIza(?=[\w-]{35})", r"AI\u007aa"),
    (r"sk-proj-", r"sk\u002dproj-"),
    (r"T3Blbk[F]J", r"T3Blbk\u0046J"),
    (r"PMAK-(?=[0-9a-f]{24})", r"P\u004dAK-"),
    (r"PMAT-(?=[A-Z0-9]{26})", r"P\u004dAT-"),
    (r"glpat-(?=[\w-]{20})", r"gl\u0070at-"),
    (r"npm_(?=\w{36})", r"npm\u005f"),
    (r"-----BEGIN(?= [A-Z ]*PRIVATE KEY)", r"\u002d----BEGIN"),
    (r"&sig=(?=[A-Za-z0-9%])", r"&si\u0067="),
]]


def escape_json(text):
    """Hides the marks of JSON_ESCAPES in the text of a JSON document."""
    for pattern, escaped in JSON_ESCAPES:
        text = pattern.sub(lambda _: escaped, text)
    return text
