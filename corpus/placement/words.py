"""Vocabulary: lists only, no logic."""

SYLLABLES = """
ba bel bo cal da del do fa fen ga gor ha hel ka kel ki lan li lo lum ma mir mo na nel no or pa pel qua ra
ren ri ro sa sel si sol ta tam ter ti to ul va vel vi vo wen xi ya zan ze zo
""".split()

# What requests are about. Each line is one business: its name, then its resources.
BUSINESSES = {line.split()[0]: line.split()[1:] for line in """
parcels parcel label depot route pickup courier manifest claim
hotel room booking guest rate invoice season housekeeping folio
clinic patient visit referral prescription ward observation allergy roster
school pupil course grade lesson timetable teacher absence certificate
bank account payment standing-order beneficiary statement card loan dispute
shop order cart product coupon return shipment price-list warehouse
airline flight fare seat passenger itinerary baggage ticket upgrade
library book loan reader shelf reservation fine edition branch
energy meter reading tariff outage contract substation forecast bill
telecom subscriber sim plan port-request cell roaming voucher complaint
property listing tenant lease viewing repair deposit landlord inventory
insurance policy quote claim endorsement adjuster premium renewal broker
city permit parking bin-collection noise-report tree streetlight council-tax hearing
music track album playlist artist royalty stream venue festival
farm field crop harvest tractor silo herd sensor irrigation
games player match leaderboard item guild season tournament achievement
chain wallet transfer contract validator block pool swap bridge
news article section comment newsletter correction photo author edition
labs specimen assay batch instrument protocol freezer result reagent
people employee payslip leave shift onboarding review expense department
models dataset run prompt completion embedding deployment evaluation queue
cars vehicle trip driver charge-point inspection lease-offer damage booking
streams topic consumer schema connector partition snapshot offset pipeline
contacts contact company deal note activity campaign segment mailbox
""".strip().splitlines()}

NOUNS = sorted({noun for nouns in BUSINESSES.values() for noun in nouns if "-" not in noun})

# Words for passphrases and human passwords: none of them ever stands for a password itself.
THINGS = """
amber anchor apricot badger bamboo barley basalt beacon birch blanket bramble bridge bronze buffalo cactus
candle canyon caravan carpet cedar cello cinder clover cobalt comet copper coral cricket crimson curtain
dagger daisy desert dolphin dragon drizzle eagle ember falcon feather fennel ferry fiddle finch flannel
forest fossil galaxy garlic ginger glacier granite gravel hammer harbor hazel heron hollow indigo island
ivory jacket jaguar jasmine juniper kettle kitten ladder lagoon lantern lemon lichen lobster magnet mango
maple marble meadow meteor mitten monsoon mustard nectar nickel nutmeg oboe octopus olive onyx orchid otter
oyster paddle panther papaya parrot pebble pepper pigeon pillow planet plum poplar prairie pumpkin quarry
quartz rabbit radish raven ribbon river rocket saddle saffron sailor salmon sapphire scarlet shadow shovel
silver socket spider spinach sponge squirrel stable sunset tangerine teapot thicket thimble thistle thunder
tiger timber topaz tractor trumpet tulip tunnel turnip turtle umbrella vanilla velvet violet violin walnut
walrus whisker willow window winter wizard yellow zebra zipper
""".split()

# Systems that people write credentials for. The credentials of all of these are opaque, or are made opaque
# here.
SERVICES = """
mailgun okta jira zendesk hubspot docusign netsuite magento woocommerce adyen paypal zoho freshdesk algolia
keycloak sabre sap jenkins nexus artifactory sonar grafana kibana splunk elastic rabbitmq mqtt redis mongo
mysql pg oracle mssql ldap smtp sftp vpn crm erp pos wms billing ledger gateway partner merchant courier
warehouse loyalty inventory catalog payroll reporting webhook notifier scheduler broker kiosk portal
backoffice intranet wifi printer camera router firewall sensor bridge media search identity consent fraud
sms push maps geo
""".split()

ENVIRONMENTS = "dev test qa uat staging stage preprod prod production sandbox live local int eu us".split()

USERS = [
    "admin", "administrator", "root", "ops", "svc-{noun}", "svc_{noun}", "{noun}-service", "{noun}.user",
    "api_user", "apiuser", "integration", "integration.{noun}", "{name:2}.{name}", "{name}",
    "{name}@{name}.test", "{noun}@{name}.test", "ws_{noun}", "{noun}_reader", "{NOUN}_BATCH",
    "user{int:1-99}", "{name:2}{int:10-99}", "{Name}", "{digits:8}", "jenkins", "deploy",
    "{name}\\svc_{noun}", "bot-{noun}", "system",
]

HOSTS = [
    "https://api.{name}.test", "https://api.{name}.test/v{int:1-4}", "https://{noun}.{name}.internal",
    "https://gateway.{name}.test/{noun}", "https://staging-api.{name}.test",
    "https://{name}-{noun}.local:8443", "http://localhost:{int:3000-9090}", "http://{ip}:8080",
    "https://{name}.{name:2}.lan/api", "https://dev.{name}.test/rest/api/2",
    "http://127.0.0.1:{int:5000-8090}/api",
]

CITIES = """
Lisboa Gdansk Bergen Porto Utrecht Ghent Turku Brno Graz Lyon Bilbao Leeds Cork Aarhus Malmo Kaunas Izmir
Osaka Busan Quito
""".split()

# Text in several languages for fields that hold prose. No sentence names a credential's value.
PROSE = {
    "en": [
        "Prices include tax and hold for thirty minutes.", "Returns the {noun} together with its history.",
        "A {noun} that is closed cannot be opened again.", "Results are sorted by date, newest first.",
        "Large answers come in pages of a hundred.", "Only the owner of the {noun} may call this.",
    ],
    "de": ["Der Vorgang wird erst nachts verbucht.", "Größe und Gewicht werden später geprüft.",
           "Nur für den Innendienst gedacht."],
    "fr": ["Le créneau doit être réservé deux heures avant.", "La réponse contient au plus cent lignes.",
           "Réservé au siège."],
    "es": ["El número se asigna al confirmar.", "La respuesta llega por páginas.",
           "Solo para el equipo de pruebas."],
    "pt": ["O prazo conta em dias úteis.", "Use apenas no ambiente de testes.",
           "A lista vem ordenada por data."],
    "pl": ["Pole składa się z ośmiu cyfr.", "Wynik jest sortowany według daty.", "Tylko dla działu obsługi."],
    "ru": ["Ответ приходит постранично.", "Только для внутреннего использования.",
           "Сумма указана без налога."],
    "zh": ["结果按日期排序。", "仅供内部使用。", "金额不含税。"],
    "ja": ["結果は日付順です。", "社内専用です。", "予約は前日までに行ってください。"],
    "tr": ["Sonuçlar tarihe göre sıralanır.", "Yalnızca iç kullanım içindir."],
    "nl": ["De lijst is gesorteerd op datum.", "Alleen voor intern gebruik."],
}

# Prose about passwords, tokens and keys that gives none away: the most common cause of false alarms in
# descriptions.
PROSE_ABOUT = [
    "Call **Log in** first; the test script stores the access token in the environment.",
    "The access token is valid for {int:10-60} minutes. Ask for a new one with the refresh token.",
    "Password: at least {int:8-14} characters, one capital, one digit, not one of the last {int:3-10}.",
    "Every call needs an API key; ask the platform team for yours and put it into the variable `apiKey`.",
    "Authorization: a bearer token with the scope `{noun}:read`.",
    "Tokens are counted per request: prompt tokens and completion tokens are billed apart.",
    "`password` (string, required): the password of the user, never shown again.",
    "The key of a {noun} is its code, for instance `{UPPER:3}-{int:100-999}`; it never changes.",
    "Returns 401 when the token has expired and 403 when the secret was rotated.",
    "Das Passwort wird per Post zugestellt. Der Schlüssel zum {noun} bleibt im Depot.",
    "La contraseña caduca a los noventa días; el token, a la hora.",
    "Le mot de passe n'est jamais renvoyé par l'API. Le jeton expire au bout d'une heure.",
    "Hasło musi mieć co najmniej dwanaście znaków. Token jest ważny godzinę.",
    "認証トークンの有効期限は一時間です。パスワードは返しません。",
    "访问令牌一小时后过期。密码不会返回。",
    "Токен действует один час. Пароль нельзя получить через API.",
    "A senha nunca é devolvida. O token expira em uma hora.",
    "Set the secret in your vault and refer to it as `{{vault:{noun}-secret}}`.",
    "Pass the header `X-Api-Key`; the value is the one shown once when the key was made.",
    "Sign the body with HMAC-SHA256 and send the result, in hexadecimal, as `X-Signature`.",
    "If `username` or `password` is wrong the answer is 401 and the body names no reason.",
    "The token in the path belongs to the link that was mailed; it works once.",
    "Primary key, sort key and partition key may not be changed after the table was made.",
    "The secret's name is shown, its value is not. Use the secret ID to rotate it.",
    "Session tokens end with the browser session; see [Sessions](https://docs.{name}.test/sessions#tokens).",
    "**Prerequisites**: an account, a client ID, a client secret (from the console) and a redirect URI.",
    "Basic authentication was switched off in {int:2019-2025}; use OAuth 2.0 client credentials.",
    "Keyword search looks at title, author and abstract. Authority records are left out.",
    "PIN code: the six digits of the postal district. The one-time code is sent by SMS, not in this request.",
    "Never share your password. Support will not ask for it.",
]
