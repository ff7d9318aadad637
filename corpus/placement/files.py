"""Whole documents: collections of three schemas, environments, globals and dumps."""

from placement import (answers, auth, cookies, forms, headers, json_bodies, markup, render, script_calls,
                       script_noise, scripts, texts,
                       url_noise, urls)
from placement.drafts import Api, Cases, Deck, Draft, Field
from placement.marks import none
from placement.values import password
from placement.variables import entries
from placement.words import PROSE_ABOUT

CERTIFICATES = Cases()


@CERTIFICATES.add("certificate", 4)
def certificate_passphrase(draft, case):
    d = draft.d
    draft.certificate = {
        "name": d.make("{noun} client"), "matches": [d.make("https://*.{name}.test/*")],
        "key": {"src": d.make("/certs/{noun}.key")},
        "cert": {"src": d.make("/certs/{noun}.crt")}, "passphrase": password(d).tagged(case, "passphrase"),
    }


def together(*registers):
    """One register of the cases of several modules."""
    out = Cases()
    for each in registers:
        out.all += each.all
    return out


SCRIPT_CASES = together(scripts.SECRETS, script_calls.SECRETS)
SECRET_CASES = together(auth.SECRETS, headers.SECRETS, cookies.SECRETS, urls.SECRETS, forms.SECRETS,
                        json_bodies.SECRETS, markup.SECRETS,
                        SCRIPT_CASES, texts.SECRETS, answers.SECRETS, CERTIFICATES)
INNOCENT_CASES = together(auth.INNOCENT, headers.INNOCENT, cookies.INNOCENT, url_noise.INNOCENT,
                          forms.INNOCENT, json_bodies.INNOCENT,
                          markup.INNOCENT, script_noise.INNOCENT, texts.INNOCENT, answers.INNOCENT)
CONTENT_TYPES = {"raw": "application/json", "urlencoded": "application/x-www-form-urlencoded",
                 "formdata": "multipart/form-data"}


class Maker:
    """Deals the cases over all files, so that every one of them comes up equally often."""

    def __init__(self, d):
        self.secrets, self.innocent = Deck(SECRET_CASES,
                                           d.fork("secrets")), Deck(INNOCENT_CASES, d.fork("innocent"))
        self.addresses = Deck(together(urls.SECRETS, url_noise.INNOCENT), d.fork("addresses"))
        self.scripts, self.texts = Deck(SCRIPT_CASES, d.fork("scripts")), Deck(texts.SECRETS, d.fork("texts"))
        self.noise, self.prose = Deck(script_noise.INNOCENT,
                                      d.fork("noise")), Deck(texts.INNOCENT, d.fork("prose"))

    def draft(self, d, api):
        """A request: credentials first, in two requests of five none, then what surrounds them."""
        out = Draft(d, api)
        for _ in range(d.weighted([(42, 0), (32, 1), (19, 2), (7, 3)])):
            self.secrets.deal(out)
        for _ in range(d.between(3, 7)):
            self.innocent.deal(out)
        if out.body and not any(each.key.lower() == "content-type" for each in out.headers):
            out.headers.append(Field("Content-Type", CONTENT_TYPES.get(out.body[0], "application/json")))
        if d.chance(60):
            out.headers.insert(0, Field("Accept", d.choice(["application/json", "*/*",
                                                            "application/json, text/plain, */*"])))
        return out

    def drafts(self, d, api, n):
        return [self.draft(d.fork(number), api) for number in range(n)]

    def bare_address(self, d, api):
        """A request that is only its address, as one string."""
        draft = Draft(d, api)
        draft.url.variables, draft.url.keep_raw = [], True
        self.addresses.deal(draft)
        return {"name": draft.name, "request": draft.url.raw()}

    def text(self, d, api):
        """A description of a folder or a collection: now and then with a credential in it."""
        draft = Draft(d, api)
        (self.texts if d.chance(12) else self.prose).deal(draft)
        return render.one_of_both(d, draft.text[0])

    def events(self, d, api):
        """The scripts of a folder or a collection."""
        draft = Draft(d, api)
        (self.scripts if d.chance(30) else self.noise).deal(draft)
        return render.events(draft)

    def around(self, d, api, version, auth_percent):
        """What a folder or a collection may have besides its items."""
        out = {}
        if d.chance(auth_percent):
            out["auth"] = render.auth(auth.inherited(d, d.chance(45)), version)
        if d.chance(15):
            out["event"] = self.events(d, api)
        return out


def folders(maker, d, api, items, version):
    """Distributes items over folders up to three deep; a folder may have an auth block and scripts of its
    own.
    """
    out = []
    while items:
        size = d.between(2, 9)
        part, items = items[:size], items[size:]
        if d.chance(30):
            out += part
            continue
        folder = {"name": d.make("{Noun}s"), "item": folders(maker, d, api, part, version) if size > 6
                  else part}
        if d.chance(30):
            folder["description"] = maker.text(d, api)
        out.append({**folder, **maker.around(d, api, version, 22)})
    return out


def collection(maker, d, version):
    """A collection of schema 2.1 or 2.0."""
    api = Api(d)
    items = [render.item(each, version) for each in maker.drafts(d, api, d.between(20, 60))]
    if version == "2.0":
        items += [maker.bare_address(d, api) for _ in range(d.below(4))]
    out = {"info": {"_postman_id": d.uuid(), "name": api.title,
                    "schema": f"https://schema.getpostman.com/json/collection/v{version}.0/collection.json"},
           "item": folders(maker, d, api, d.shuffled(items), version), **maker.around(d, api, version, 50)}
    if d.chance(70):
        out["info"]["description"] = maker.text(d, api)
    if d.chance(40):
        out["info"]["_exporter_id"] = d.make("{digits:8}")
    if d.chance(75):
        out["variable"] = entries(d, d.below(4), d.between(2, 9), "collection")
    return {"collection": out} if d.chance(6) else out


def collection_v1(maker, d):
    """A collection of schema 1: a flat list of requests."""
    api, number = Api(d), d.uuid()
    made = maker.drafts(d, api, d.between(20, 50))
    names = [d.uuid() for _ in range(d.between(1, 5))]
    requests = [render.v1_request(each, number, d.choice(names)) for each in made]
    out = {"id": number, "name": api.title,
           "description": none(d.make(d.choice(PROSE_ABOUT)), "none-text-about", "description"), "order": [],
           "folders": [{"id": name, "name": d.make("{Noun}s"), "description": "", "order": [],
                        "owner": d.make("{digits:7}")} for name in names],
           "timestamp": int(d.make("{ms}")), "owner": d.make("{digits:7}"), "public": False,
           "requests": requests}
    if d.chance(50):
        out["variables"] = entries(d, d.below(3), d.between(1, 6), "collection")
    return out


def environment(d, scope):
    """An environment or the globals, of this year or of ten years ago."""
    form = d.choice(["typed", "typed", "typed", "plain", "old"])
    low, high = d.weighted([(30, (2, 8)), (50, (5, 20)), (20, (10, 45))])
    out = {"id": d.uuid(), "name": d.make("{Noun} ") + d.choice(["staging", "dev", "prod", "local", "UAT"]),
           "values": entries(d, d.between(low, high), d.between(low * 2, high * 2), form)}
    if form == "old":
        return {**out, "timestamp": int(d.make("{ms}"))}
    if scope == "globals":
        out["name"] = d.choice(["My Workspace Globals", "Globals", "workspace.globals"])
    return {**out, "_postman_variable_scope": scope, "_postman_exported_at": d.make("{iso}"),
            "_postman_exported_using": d.make("Postman/1{int:0-2}.{int:0-40}.0")}


PRESETS = [headers.header_bearer, headers.header_basic, headers.header_named, cookies.header_cookie,
           headers.header_own,
           headers.authorization_stand_in, headers.plain_headers, headers.key_header_stand_in]


def preset(d):
    """A set of headers that a dump keeps under a name."""
    draft = Draft(d, Api(d))
    for function in d.sample(PRESETS, d.between(1, 2)):
        function(draft, "preset-" + function.__name__.replace("_", "-"))
    rows = [{"key": each.key, "value": render.named(each), "description": "", "enabled": not each.disabled}
            for each in draft.headers]
    return {"id": d.uuid(), "name": d.make("{noun} headers"), "headers": rows,
            "timestamp": int(d.make("{ms}"))}


def dump(maker, d):
    """The old full dump: collections of schema 1, environments, header presets, globals."""
    environments = [{"id": d.uuid(), "name": d.make("{noun}"),
                     "values": entries(d, d.between(2, 6), d.between(3, 12), "old"), "synced": False}
                    for _ in range(d.between(1, 4))]
    return {"version": 1, "collections": [collection_v1(maker, d.fork("collection", number))
                                          for number in range(d.between(1, 2))],
            "environments": environments, "headerPresets": [preset(d) for _ in range(d.between(8, 24))],
            "globals": entries(d, d.between(1, 5), d.between(2, 8), "old")}
