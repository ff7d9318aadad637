"""Seeded chance, and a small language for random text: "ord_{b62:14}" draws fourteen letters and digits."""

import re

from credentials import BASE62, BASE64URL, DIGITS, LOWER, UPPER, Rand, b64
from placement.words import NOUNS, SYLLABLES

ATOM = re.compile(r"(?<![{$])\{([A-Za-z]\w*)(?::(\d+)(?:-(\d+))?)?\}(?!\})")


class Dice(Rand):
    """A stream of choices that depends on the seed and on a path of labels, not on the version of Python."""

    def __init__(self, seed, *path):
        super().__init__("/".join(["placements", str(seed), *map(str, path)]))
        self.seed, self.path = seed, path

    def fork(self, *more):
        """A stream of its own: what is drawn from it does not shift this one."""
        return Dice(self.seed, *self.path, *more)

    def chance(self, percent):
        return self.below(100) < percent

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def sample(self, items, n):
        """`n` different items (all of them if there are fewer), in random order."""
        pool, out = list(items), []
        for _ in range(min(n, len(pool))):
            at = self.below(len(pool))
            pool[at], pool[-1] = pool[-1], pool[at]
            out.append(pool.pop())
        return out

    def shuffled(self, items):
        return self.sample(items, len(items))

    def weighted(self, table):
        """One item of a table of (weight, item)."""
        at = self.below(sum(weight for weight, _ in table))
        for weight, item in table:
            at -= weight
            if at < 0:
                return item
        raise ValueError("weights must be positive")

    def mixed(self, alphabet, n):
        """Redrawn until it holds a digit and a letter, as nearly every key of that length does."""
        while True:
            text = self.pick(alphabet, n)
            if n < 6 or (re.search("[0-9]", text) and re.search("[A-Za-z]", text)):
                return text

    def make(self, template):
        """Fills in the atoms of a template. Braces that hold no known atom, `{{x}}` and `${x}` stay as they
        are.
        """

        def atom(found):
            kind, low, high = found.groups()
            if kind not in ATOMS:
                return found.group()
            low = int(low) if low else 0
            return ATOMS[kind](self, self.between(low, int(high)) if high else low)

        return ATOM.sub(atom, template)

    def one_of(self, templates):
        """One template of several, filled in."""
        return self.make(self.choice(templates))


def day(d, _):
    return f"20{d.between(17, 25)}-{d.between(1, 12):02}-{d.between(1, 28):02}"


def clock(d, _):
    return f"{d.below(24):02}:{d.below(60):02}:{d.below(60):02}"


def instant(d, _):
    zone = d.choice(["Z", "Z", f".{d.pick(DIGITS, 3)}Z", "+00:00", "+02:00"])
    return f"{day(d, 0)}T{clock(d, 0)}{zone}"


def http_date(d, _):
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    name = d.choice("Mon Tue Wed Thu Fri Sat Sun".split())
    return f"{name}, {d.between(1, 28):02} {d.choice(months)} 20{d.between(17, 25)} {clock(d, 0)} GMT"


def unix(d, _):
    return str(1_500_000_000 + d.below(260_000_000))


def invented(d, n):
    """A name that means nothing, of `n` syllables (three unless told)."""
    return "".join(d.choice(SYLLABLES) for _ in range(n or 3))


def object_id(d, _):
    """A Mongo ObjectId: four bytes of time, eight of anything."""
    return f"{int(unix(d, 0)):08x}{d.hex(16)}"


def ulid(d, _):
    return "01" + d.pick("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24)


def session_of_aws(d, n):
    """A session token as AWS makes them: base64, and a beginning that all of them share."""
    return b64(b"!\n\torigin_ec" + d.bytes(n))


ATOMS = {
    "hex": lambda d, n: d.mixed("0123456789abcdef", n),
    "HEX": lambda d, n: d.mixed("0123456789ABCDEF", n),
    "b62": lambda d, n: d.mixed(BASE62, n),
    "url64": lambda d, n: d.mixed(BASE64URL, n - 1) + d.choice(BASE62),
    "alnum": lambda d, n: d.mixed(LOWER + DIGITS, n),
    "ALNUM": lambda d, n: d.mixed(UPPER + DIGITS, n),
    "lower": lambda d, n: d.pick(LOWER, n),
    "UPPER": lambda d, n: d.pick(UPPER, n),
    "digits": lambda d, n: d.choice(DIGITS[1:]) + d.pick(DIGITS, n - 1),
    "b64": lambda d, n: b64(d.bytes(n)),
    "sts": session_of_aws,
    "int": lambda d, n: str(n),
    "uuid": lambda d, _: d.uuid(),
    "UUID": lambda d, _: d.uuid().upper(),
    "oid": object_id,
    "ulid": ulid,
    "date": day,
    "clock": clock,
    "iso": instant,
    "httpdate": http_date,
    "unix": unix,
    "ms": lambda d, _: unix(d, 0) + d.pick(DIGITS, 3),
    "name": invented,
    "Name": lambda d, n: invented(d, n).capitalize(),
    "noun": lambda d, _: d.choice(NOUNS),
    "Noun": lambda d, _: d.choice(NOUNS).capitalize(),
    "NOUN": lambda d, _: d.choice(NOUNS).upper(),
    "semver": lambda d, _: f"{d.below(9)}.{d.below(30)}.{d.below(20)}",
    "ip": lambda d, _: f"10.{d.below(255)}.{d.below(255)}.{d.between(2, 250)}",
}
