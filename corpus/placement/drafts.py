"""A request before it has a format: what the cases fill in and `render` writes as v2.1, v2.0 or v1."""

from dataclasses import dataclass, field

from placement.marks import join
from placement.words import BUSINESSES, HOSTS

VERBS = {"GET": ["List", "Get", "Search", "Export", "Count"],
         "POST": ["Create", "Submit", "Send", "Import", "Start"],
         "PUT": ["Replace", "Update", "Store"], "PATCH": ["Change", "Update"],
         "DELETE": ["Delete", "Cancel", "Remove"]}


@dataclass
class Field:
    """A header, a query parameter, a form field, a variable."""

    key: str
    value: str
    disabled: bool = False
    text: str = ""
    kind: str = "text"


@dataclass
class Address:
    """A URL in parts. Any part may be a mark; `{{…}}` may stand for scheme and host together."""

    base: str
    path: list = field(default_factory=list)
    query: list = field(default_factory=list)
    fragment: str = ""
    userinfo: str = ""
    variables: list = field(default_factory=list)
    keep_raw: bool = True

    def raw(self):
        """The whole as one string, with the label of what it holds."""
        scheme, mark, host = self.base.partition("://")
        out = [scheme, mark, self.userinfo, "@" if self.userinfo else "", host]
        for step in self.path:
            out += ["/", step]
        for at, pair in enumerate([pair for pair in self.query if not pair.disabled]):
            out += ["&" if at else "?", pair.key, "=", named(pair)]
        if self.fragment:
            out += ["#", self.fragment]
        return join(*out)


def named(pair):
    """The value of a field, under the field's own name."""
    return pair.value.tagged(name=pair.key) if hasattr(pair.value, "tagged") else pair.value


@dataclass
class Example:
    """A saved answer."""

    name: str
    status: tuple
    headers: list
    body: str
    language: str = "json"
    cookies: list = field(default_factory=list)


def plural(noun):
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


class Draft:
    """One request. `used` holds the slots that a case has filled, so that no other case writes over it."""

    def __init__(self, d, api):
        self.d, self.api = d, api
        self.noun = d.choice(api.nouns)
        self.method = d.weighted([(50, "GET"), (30, "POST"), (8, "PUT"), (5, "PATCH"), (7, "DELETE")])
        self.name = " ".join([d.choice(VERBS[self.method]), self.noun.replace("-", " "),
                              d.choice(["", "", "list", "by id", "(v2)", "copy"])]).strip()
        self.headers, self.examples, self.before, self.after, self.text = [], [], [], [], []
        self.auth = self.body = self.certificate = None
        self.used = set()
        one = d.choice([[], [], [":id"], ["{{" + self.noun + "Id}}"], [d.uuid()], [d.make("{oid}")]])
        self.url = Address(api.base(d), [plural(self.noun), *one])
        if ":id" in self.url.path:
            self.url.variables.append(Field("id", d.one_of(["{uuid}", "{int:1-9999}", "{{id}}", ""])))
        self.url.keep_raw = not d.chance(8)

    def script(self, d):
        """The list of lines of one of the two scripts."""
        return self.before if d.chance(60) else self.after


class Api:
    """What the requests of one file have in common: an invented company, its business, its hosts."""

    def __init__(self, d):
        self.company = d.make("{name}")
        self.business = d.choice(sorted(BUSINESSES))
        self.nouns = BUSINESSES[self.business]
        self.host = d.make(d.choice(HOSTS).replace("{name}", self.company))
        self.by_variable = d.chance(62)
        self.variable = d.choice(["baseUrl", "base_url", "host", "url", "api_url", "endpoint", "BASE_URL",
                                  "server"])
        sort = d.choice(["API", "API v2", "tests", "services", "collection", "backend"])
        self.title = f"{self.company.capitalize()} {self.business} {sort}"

    def base(self, d):
        return "{{" + self.variable + "}}" if self.by_variable and d.chance(85) else self.host

    def address(self, d):
        """A host of this company, spelled out."""
        return self.host if "://" in self.host else d.make("https://api.{name}.test")


class Cases:
    """A register of cases: functions of a draft, each with its name, its weight and the slot it fills."""

    def __init__(self):
        self.all = []

    def add(self, slot, weight=1, name=None):
        """Decorator: registers a case, `weight` times a round."""

        def register(function):
            self.all.append((slot, weight, name or function.__name__.replace("_", "-"), function))
            return function

        return register


class Deck:
    """Deals every case of a register as often as its weight says, in an order of its own each round."""

    def __init__(self, cases, d):
        self.d, self.hand = d, []
        self.cards = [(slot, name, make) for slot, weight, name, make in cases.all for _ in range(weight)]

    def deal(self, draft, tries=12):
        """Applies the next case whose slot is still free."""
        for at in range(tries):
            if len(self.hand) <= at:
                self.hand = self.d.shuffled(self.cards) + self.hand
            slot, name, make = self.hand[-1 - at]
            if slot not in draft.used:
                del self.hand[-1 - at]
                if slot:
                    draft.used.add(slot)
                make(draft, name)
                return
