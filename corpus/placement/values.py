"""What credentials look like: opaque ones of every shape, passwords as people make them up, guessable ones,
connection strings.
"""

import credentials as c
from placement.marks import Mark, encoded, fill, merged, percent, secret, weak
from placement.words import THINGS, USERS

# Shapes of opaque keys and tokens, by how often they are seen.
OPAQUE = [
    (8, "{hex:32}"), (6, "{hex:40}"), (6, "{hex:64}"), (2, "{hex:20-30}"), (2, "{hex:48}"), (2, "{HEX:32}"),
    (1, "{HEX:40}"), (6, "{b62:32}"), (5, "{b62:20-28}"), (5, "{b62:36-64}"), (2, "{b62:16}"),
    (1, "{b62:96-140}"), (5, "{url64:43}"), (4, "{url64:22-40}"), (3, "{url64:64-86}"), (4, "{b64:32}"),
    (3, "{b64:24}"), (2, "{b64:16}"), (2, "{b64:64}"), (5, "{uuid}"), (1, "{UUID}"), (3, "{alnum:24-40}"),
    (2, "{ALNUM:20-32}"), (2, "{b62:10}.{b62:32}"), (1, "{url64:16}.{url64:20}.{url64:27}"),
    (1, "{int:1-99999}:{url64:35}"), (1, "{hex:8}.{hex:32}"), (2, "{ALNUM:5}-{ALNUM:5}-{ALNUM:5}-{ALNUM:5}"),
    (1, "{hex:8}-{hex:8}-{hex:8}-{hex:8}"), (1, "{alnum:8}-{alnum:8}-{alnum:8}"), (2, "{lower:3}_{b62:32}"),
    (2, "{lower:4}_live_{b62:24}"), (1, "{lower:2}-{hex:32}"), (1, "{lower:3}_{lower:2}_{hex:40}"),
    (1, "{UPPER:3}{digits:4}{b62:24}"), (1, "{lower:5}-{uuid}"), (1, "{b62:8}_{b62:8}_{b62:16}"),
]
# Of these, what may stand in an address or in a cookie without escapes.
URL_SAFE = [(weight, shape) for weight, shape in OPAQUE if "{b64" not in shape]
SECRETS = OPAQUE + [(6, "{b62:40}"), (4, "{uuid}"), (3, "{b62:8}~{url64:20}.{b62:8}")]
MARKS = "!#$%&*+-=?@^_~"
SAFE_MARKS = "!#*+-=?@_~."

GUESSABLE = """
admin password welcome user root guest changeme letmein qwerty summer winter spring autumn passw0rd
P@ssw0rd Passw0rd Password Admin Welcome secret Secret default master login abc company postgres tomcat
oracle manager monkey dragon football iloveyou sunshine superuser operator support public system Passwort
wachtwoord senha motdepasse hello pass
""".split()
TAILS = ["1", "123", "@123", "123!", "@1", "#1", "!", "1234", "12345", "01", "2019", "2020", "2021", "2022",
         "2023!", "2024", "@2024", "1!", "_123", "$1"]
GUESSABLE_ALONE = ["changeme", "letmein", "qwerty", "admin", "root", "12345", "123456", "12345678", "1234",
                   "111111", "qwerty123", "abc123", "qazwsx", "1q2w3e4r", "zaq12wsx", "asdf1234", "secret",
                   "welcome1", "toor", "guest", "welkom", "hunter2", "000000", "112233", "iloveyou"]


def random_password(d, low=10, high=20, marks=MARKS):
    return c.password(f"{d.seed} {d.hex(16)}", d.between(low, high), marks)


def leet(d, word):
    swaps = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7"}
    return "".join(d.choice(swaps[ch]) if ch in swaps and d.chance(55) else ch for ch in word)


def human_password(d, marks=SAFE_MARKS):
    """As people make them up: two words and a number, letters swapped for digits, a phrase. None of them is
    in a list of bad ones.
    """
    one, two, three, four = d.sample(THINGS, 4)
    mark, number = d.choice(marks), d.make("{digits:2}")
    return d.choice([
        f"{one.capitalize()}{two.capitalize()}{mark}{number}",
        f"{one.capitalize()}{mark}{two.capitalize()}{d.make('{digits:3}')}",
        f"{one}-{two}-{three}-{number}",
        f"{one.capitalize()}-{two.capitalize()}-{number}-{three.capitalize()}",
        f"{leet(d, one.capitalize())}{mark}{leet(d, two)}{number}",
        f"{number}{one.capitalize()}{two.upper()[:3]}{mark}{d.make('{lower:3}')}",
        f"{one[:3].capitalize()}{two[:3]}{mark}{d.make('{digits:4}')}{three[:2].upper()}",
        f"{one}{d.make('{digits:3}')}{two.capitalize()}",
        f"{one}_{two}_{three}_{four}",
        f"{d.make('{UPPER:2}{digits:2}')}{mark}{one}{d.make('{digits:2}')}{two[:4]}",
    ])


def password_text(d, safe=False):
    """`safe` ones need no escapes in a shell, in XML, in JavaScript or in JSON."""
    marks = "!#*+-=?@_~." if safe else MARKS
    roll = d.below(100)
    if roll < 38:
        return human_password(d, marks.replace(".", "") or "-")
    if roll < 66:
        return random_password(d, 9, 20, marks)
    if roll < 76:
        return d.make("{b62:12-18}")
    if roll < 82:
        return d.make("{alnum:10-16}")
    if roll < 88:
        return random_password(d, 24, 40, marks)
    if roll < 92:
        return d.make("{hex:16-32}")
    if roll < 95 and not safe:
        return " ".join(d.sample(THINGS, 4))
    if roll < 97 and not safe:
        return random_password(d, 10, 16, "\"'\\<>&/;,|()[]^`")
    if roll < 98 and not safe:
        return d.choice(["Żaba", "Größe", "Señal", "Çınar", "Ольха", "Été",
                         "Ängs"]) + d.choice(["#", "_", "!"]) + d.make("{digits:4}{lower:3}")
    return d.make("{b62:5}-{b62:5}-{b62:5}")


def weak_text(d):
    """Guessable or a default: in every list of bad passwords, or a word and a year."""
    if d.chance(30):
        return d.choice(GUESSABLE_ALONE)
    word = d.choice(GUESSABLE)
    return (word if d.chance(60) else word.capitalize()) + d.choice(TAILS)


def jwt(d):
    """A signed token as an identity service makes it, with more or fewer claims."""
    iat = 1_560_000_000 + d.below(200_000_000)
    claims = {"iss": d.make("https://auth.{name}.test"),
              "sub": d.one_of(["{uuid}", "{int:1-9999}", "svc-{noun}"]), "iat": iat, "exp": iat + 3600}
    if d.chance(50):
        claims.update(aud=d.make("{noun}-api"), scope=d.make("{noun}:read {noun}:write"), jti=d.uuid())
    return c.jwt(f"{d.seed} {d.hex(16)}", **claims)


def bearer(d, url_safe=False):
    if d.chance(18):
        return secret(jwt(d), "jwt")
    return secret(d.make(d.weighted(URL_SAFE if url_safe else OPAQUE)), "bearer")


def credential(d, kind, safe=False):
    """A credential of that kind, labelled. `safe` ones need no escapes anywhere."""
    if kind == "password":
        return secret(password_text(d, safe), "password")
    if kind == "bearer":
        return bearer(d, safe)
    if kind == "otp":
        return secret(d.one_of(["{digits:6}", "{digits:6}", "{digits:8}", "{digits:4}"]), "otp")
    if kind == "otp_seed":
        return secret(d.pick(c.BASE32, d.choice([16, 26, 32])), "otp")
    if kind == "session":
        return secret(d.one_of(["{hex:32}", "{HEX:32}", "{alnum:26}", "{url64:32-43}", "{uuid}"]), "session")
    if kind == "client_secret":
        return secret(d.make(d.weighted(URL_SAFE if safe else SECRETS)), kind)
    if kind == "crypto_key":
        shapes = URL_SAFE + ([] if safe else [(12, "{b64:32}"), (6, "{b64:16}")])
        return secret(password_text(d, safe) if d.chance(25) else d.make(d.weighted(shapes)), kind)
    return secret(d.make(d.weighted(URL_SAFE if safe else OPAQUE)), kind)


def password(d, weak_percent=18, safe=False):
    """A password as people leave it in files: mostly strong, sometimes one that anybody would try first."""
    return weak(weak_text(d), "password") if d.chance(weak_percent) else credential(d, "password", safe)


def one_time_code(d):
    """A code sent by SMS: a guessable one, as test systems take it, or one that was really sent."""
    if d.chance(55):
        return weak(d.choice(["123123", "123456", "111111", "000000", "654321", "1234", "0000", "121212",
                              "112233"]), "otp")
    return credential(d, "otp")


def user(d):
    return d.one_of(USERS)


def plain_user(d):
    """A user name without anything that has to be escaped."""
    return d.one_of(["admin", "svc-{noun}", "svc_{noun}", "{name:2}.{name}", "{name}", "api_user",
                     "{noun}-service", "ops", "integration"])


def basic(d, weak_percent=18):
    """The base64 of user and password, of key and nothing, or of client id and secret."""
    roll = d.below(100)
    if roll < weak_percent:
        name, word = d.choice(["admin", "root", "test", "user", "guest", "demo", "tomcat"]), weak_text(d)
        return weak(c.basic(name, word), "basic")
    if roll < weak_percent + 12:
        return secret(c.basic(d.make(d.weighted(URL_SAFE)), ""), "basic")
    if roll < weak_percent + 30:
        return secret(c.basic(d.one_of(["{uuid}", "{alnum:20}", "{noun}-client"]),
                              d.make(d.weighted(SECRETS))), "basic")
    return secret(c.basic(user(d), password_text(d)), "basic")


def connection_string(d):
    """A database or queue address; its credential is the password or key in it."""
    host, base = d.make("{noun}-db.{name}.internal"), d.make("{noun}s")
    word = credential(d, "password", safe=True)
    quoted = encoded(word, percent)
    name = plain_user(d)
    made = d.choice([
        fill(f"postgres://{name}:%s@{host}:5432/{base}", quoted),
        fill(f"postgresql://{name}:%s@{host}/{base}?sslmode=require", quoted),
        fill(f"mysql://{name}:%s@{host}:3306/{base}", quoted),
        fill(f"mongodb://{name}:%s@{host}:27017/{base}?authSource=admin", quoted),
        fill(f"mongodb+srv://{name}:%s@{host}/{base}", quoted),
        fill(f"redis://:%s@{host}:6379/0", quoted),
        fill(f"amqp://{name}:%s@{host}:5672/{base}", quoted),
        fill(f"ftp://{name}:%s@{host}/in", quoted),
        fill(f"jdbc:mysql://{host}:3306/{base}?user={name}&password=%s&useSSL=false", quoted),
        fill(f"jdbc:sqlserver://{host};databaseName={base};user={name};password=%s;encrypt=true", word),
        fill(f"Server={host},1433;Database={base};User Id={name};Password=%s;Encrypt=True", word),
        fill(f"Host={host};Port=5432;Username={name};Password=%s;Database={base}", word),
        fill(f"DefaultEndpointsProtocol=https;AccountName={base};AccountKey=%s;EndpointSuffix=cloud.test",
             secret(d.make("{b64:64}"), "conn_string")),
        fill(f"Endpoint=sb://{base}.servicebus.windows.net/;SharedAccessKeyName=Send;SharedAccessKey=%s",
             secret(d.make("{b64:32}"), "conn_string")),
    ])
    return Mark(str(made), "secret", "conn_string", made.spans)


def pair_in_clear(d, weak_percent=15):
    """`user:password`, the credential being the password."""
    word = password(d, weak_percent, safe=True)
    return merged(f"{plain_user(d)}:{word}", [word])


def private_key(d):
    """The text of a PEM whose numbers are noise."""
    return secret("\n".join(c.rsa_pkcs8(f"{d.seed} {d.hex(16)}")), "crypto_key")

