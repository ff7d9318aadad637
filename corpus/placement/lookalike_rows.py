"""What sounds secret and is not, and what looks random and opens nothing: names and shapes of values.

Each row reads `phrase, phrase … = template | template …`; a line that begins with a blank goes on with the
one before. Phrases are spelled in any style, templates filled by the dice.
"""


def table(text):
    """The rows of a table: (phrases, templates)."""
    rows = []
    for line in text.strip().replace("\n ", " ").splitlines():
        phrases, _, templates = line.partition(" = ")
        rows.append(([phrase.strip() for phrase in phrases.split(",")],
                     [template.strip() for template in templates.split(" | ")]))
    return rows



# Names with token, key, secret, password, auth, session, signature or pin in them; the value is a setting, a
# name, a date, an address.
SOUNDS_SECRET = table("""
token type, access token type, auth token type, id token type = Bearer | bearer | MAC | JWT
    | urn:ietf:params:oauth:token-type:access_token
add token to, add auth data to = header | queryParams | body
access token url, token url, refresh token url, token endpoint, token uri =
    https://login.{name}.test/oauth2/token | {{authHost}}/connect/token
token name, access token name, auth token name = {Name} API | admin session | {noun}-token-{int:1-9}
    | Test app
token expires in, access token expires in, token ttl, token lifetime, refresh token expires in = 3600 | 86400
    | 900 | 7200s | PT1H
token expiry, token expires at, access token expiration, auth token expiry date, session expires at = {iso}
    | {unix} | {ms}
token count, max tokens, prompt tokens, completion tokens, tokens used, total tokens, max output tokens =
    {int:16-4096}
token issuer, jwt issuer, token audience, jwt audience = https://auth.{name}.test/ | api://{noun}
    | {noun}-service
token status, key status, secret status, credential status, password status = active | ACTIVE | revoked
    | EXPIRED | rotated
token scope, token scopes, key scopes, secret scope = {noun}:read | {noun}:read {noun}:write
    | openid profile email | read-only
token policy, tokenization, tokenization type, tokenization method = NETWORK | none | cryptogram-3ds
    | vault-based
token symbol, token ticker, base token, quote token, token in, token out = USDX | WETH | {UPPER:4} | {UPPER:3}
token address, token contract, token contract address, from token address, to token address = 0x{hex:40}
token id, nft token id = {digits:1} | {digits:5} | {digits:8}
token standard, token kind = ERC-20 | ERC-721 | BEP-20 | SPL
from token amount, token amount, token balance, token price = {int:1-900}.{digits:4} | {digits:18}
token decimals, token length, token index, token version = 6 | 18 | {int:1-32}
secret id, secret uid = {uuid} | {noun}-{int:1-99}
secret name, secret key name, secret ref, secret path, secret reference = {noun}-db-password | prod/{noun}/db
    | kv/data/{noun} | projects/{name}/secrets/{noun}
secret version, secret version id, key version, password version = {int:1-40} | latest | {uuid} | AWSCURRENT
secret type, credential type, key type, password type = kubernetes.io/tls | Opaque | RSA | EC | oct | password
    | generic
secret arn, password secret arn, key arn =
    arn:aws:secretsmanager:eu-west-1:{digits:12}:secret:{noun}/db-{b62:6}
secret rotation days, password max age, password min length, pin length, otp length, password history =
    {int:4-90}
secret store, secret manager, secret provider, secret engine, key vault name = vault | {name}-kv
    | aws-secrets-manager | kv-v2
key vault url, vault addr, vault url, key vault uri = https://{name}.vault.azure.test/
    | https://vault.{name}.internal:8200
secretary, secretary name, secretariat, secretary email = {Name} {Name} | {name}@{name}.test
password policy, password policy name, password rule, password strength = strong | Default password policy
    | min12-upper-digit | {noun}-policy
password expires at, password expiry, password last changed, password last set, password changed on,
    pwd last set = {iso} | {date} | {ms}
password reset url, forgot password url, reset password link, change password uri =
    https://{name}.test/account/forgot | /users/password/new
password label, password caption, password placeholder, password field, password selector = Password
    | Your password | #password | input[name=password]
password required, password grant, require password change, password enabled, use password, show password,
    save password = true | false | yes | 1
has password, is password set, password auth, password login, password protected, force password reset = true
    | false
password encoder, password hashing, password algorithm, password hash algorithm, pwd encoding = bcrypt
    | argon2id | PBKDF2 | SHA-512 | plain
password attempts, failed password count, bad pwd count, password retries, max password attempts = {int:0-10}
password manager, password source, password backend = Keychain | LDAP | Active Directory | {Name} ID
api key name, key name, key label, api key description, access key name = {noun} reader | ci-{noun}
    | {Name} staging | partner key {int:1-9}
api key header, api key header name, token header, auth header name, csrf header = X-Api-Key | Authorization
    | apikey | X-Auth-Token | X-CSRF-Token
api key location, api key in, key location, token location = header | query | cookie
api key status, api key enabled, api key required, token required, auth required, use token = true | false
    | enabled | optional
api key id, access key alias, key id, public key id, signing key id, encryption key id =
    {noun}-{int:2019-2025}-{int:1-12} | key-{int:1-99} | {int:1-9999} | default
kid, key fingerprint, public key fingerprint, ssh fingerprint, thumbprint, cert thumbprint, x5t =
    SHA256:{b62:43} | {HEX:40} | {noun}-key-{int:1-9}
key size, key length, key bits, key count, key index, key rotation, key ttl = 256 | 2048 | 4096 | {int:1-90}
key usage, key algorithm, key format, key use, key ops = sig | enc | RS256 | ES256 | PKCS8 | verify
primary key, sort key, foreign key, partition key, row key, range key, hash key, unique key = id | {noun}_id
    | customerNo | {NOUN}#{int:1-999} | {date}
cache key, group key, message key, object key, routing key, event key, record key = {noun}:{int:1-9999}
    | {noun}.created | {noun}/{date}/{noun}.csv | {noun}.*.{noun}
translation key, i18n key, label key, message key, error key, resource key = {noun}.errors.notFound
    | {noun}.title | common.button.{noun} | ERR_{NOUN}_CLOSED
sorting key, feature key, setting key, property key, metadata key, attribute key, answer key = {noun}_{noun}
    | {noun}-{noun} | is{Noun}Enabled
project key, issue key, space key, board key, epic key, ticket key = {UPPER:3} | {UPPER:4}-{int:1-9999}
    | {NOUN}
keyword, keywords, key phrase, search keywords, seo keyword = {noun} {noun} | cheap {noun} | {noun}
keyboard, keyboard layout, keyframe, keystroke, keynote, monkey, turkey = de-CH | qwertz | {Noun} | 0.4s
    | {int:1-40}
key account manager, key contact, key person = {Name} {Name} | Team {Noun}
key date, key figures, key results = {date} | {int:1-99}.{int:1-9}
public key, public key pem, rsa public key, jwt public key, verification key = @PUBLIC@
certificate, client certificate, x5c, tls cert, ca bundle, signing certificate, cert = @CERT@
ssh public key, authorized key, deploy key public =
    ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{url64:43} {name}@{noun}
    | ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ{b62:120}
next page token, page token, continuation token, next token, sync token, delta token, scroll id = {b64:24}
    | {b64:48} | {b62:32} | {url64:40}
cursor, next cursor, after, before, start cursor, end cursor, next marker = {b64:18} | {b64:36}
    | eyJpZCI6{digits:6}fQ | {hex:24}
idempotency key, deduplication key, message deduplication id, client mutation id = {uuid} | {ulid}
    | {noun}-{unix}
session type, session name, session state, session status, session mode = active | {noun} | default | kiosk
    | WEB
session timeout, session duration, session length, session count, sessions = 1800 | {int:5-480} | 00:30:00
session url, session endpoint, session path, session topic = https://{name}.test/session | /sessions
    | {Noun} in practice
auth url, authorization url, authorize endpoint, authorization endpoint, auth host, auth uri =
    https://login.{name}.test/authorize | {{authHost}}/oauth2/authorize
auth type, auth method, auth mode, authentication type, auth scheme, authn = basic | oauth2 | BEARER
    | client_credentials | none | OAuth 2.0
auth level, authentication level, auth status, auth result, authorization status, authorisation type = AAL2
    | success | APPROVED | PreAuth | {int:1-4}
authority, auth server, authority url, auth realm, auth domain = https://login.{name}.test/{uuid} | {name}
    | master | corp.{name}.internal
author, authors, author name, author id, coauthor = {Name} {Name} | {int:1-9999} | {Name}
authorised amount, authorization amount, authorized by, authoritative copy, authorization number =
    {int:1-900}.00 | {Name} | true | {digits:6}
signature algorithm, signature method, sign algorithm, signature version, signing alg = RS256 | HMAC-SHA256
    | AWS4-HMAC-SHA256 | 4 | rsa-sha512
signature required, signature status, signature type, signature flow = true | completed | electronic
signature name, signatory, signature label = {Name} {Name} | {Name}
signed headers, signed fields, signature headers = host;x-date | (request-target) host date
pass, passing, pass rate, pass count, pass mark, passed, tests passed = true | false | {int:0-100}
pass type, boarding pass type, ski pass, pass category = boarding | season | day | {noun}
passport, passport number, passport no, passport expiry, passport country = {UPPER:1}{digits:8}
    | {UPPER:2}{digits:7} | {date} | PRT
passenger, passenger id, passenger name, passive, passage, compass heading, bypass cache, bypass = {Name}
    | {int:1-360} | true | ADT-{int:1-9}
pin code, pincode, postal pin, delivery pincode, address pincode = {digits:6}
otp channel, otp enabled, otp method, mfa type, mfa method, two factor method, mfa enabled = sms | email
    | TOTP | true | authenticator
credential id, credentials id, credential name, credential provider, credential source = {noun}-deploy
    | {Name} SSO | jenkins-{noun} | {int:1-900}
certificate serial number, cert serial, certificate issuer, certificate subject = {HEX:32}
    | CN={Name} Root CA, O={Name}, C=PT | {HEX:20}
code challenge, pkce challenge = {url64:43}
code challenge method, challenge algorithm, verification status, verification method, verification level =
    S256 | plain | pending | document | 2
client id, oauth client id, application client id, client name, app client id = {uuid} | {alnum:26}
    | {noun}-web | {digits:12}-{alnum:32}.apps.{name}.test
tenant id, subscription id, organization id, app id, account id, workspace id, directory id = {uuid} | {oid}
    | {digits:12} | org_{b62:16}
grant type, response type, oauth version, response mode, prompt = client_credentials | password
    | refresh_token | code | authorization_code | 2.0
redirect uri, callback url, redirect url, post logout redirect uri = https://app.{name}.test/oauth/callback
    | http://localhost:{int:3000-9000}/cb
scope, scopes, permissions, roles = {noun}:read {noun}:write | openid offline_access
    | password:reset token:revoke | admin.secrets.list
password file, token file, private key path, key file, cert path, secret file = /run/secrets/{noun}
    | ~/.ssh/id_ed25519 | /certs/{noun}.pem | certs/{noun}.key
token prefix, auth header prefix, header prefix, authorization prefix, token scheme = Bearer | Token | JWT
    | ApiKey
cookie name, session cookie name, token param name, password parameter, password field name, key param =
    JSESSIONID | connect.sid | access_token | j_password | api_key
auth error, token error, password error, login error, key error = invalid_token | PASSWORD_EXPIRED
    | TOKEN_REVOKED | invalid_client | key.not.found
auth event, token event, password event, last key action = password.changed | token.refreshed | apikey.created
    | SESSION_ENDED
password regex, token pattern, password pattern, key pattern = ^[A-Za-z0-9]{8,}$ | ^(?=.*[0-9]).{12,}$
    | [0-9a-f]{32}
secret question, security question = Name of the street you grew up in | First pet?
kms key id, kms key, cmk id, encryption key arn = arn:aws:kms:eu-central-1:{digits:12}:key/{uuid}
    | alias/{noun} | {uuid}
encryption, encryption type, encryption algorithm, cipher, cipher suite, encryption mode = AES-256-GCM | none
    | TLS_AES_128_GCM_SHA256 | aws:kms
""")

# Identifiers, checksums and codes: random, long, and open to anybody.
OPENS_NOTHING = table("""
id, {noun} id, uuid, guid, external id, correlation id, request id, batch id, job id, run id, message id =
    {uuid} | {uuid} | {oid} | {ulid}
_id, document id, record id, object id, parent id = {oid}
trace id, x trace id, b3 trace id, span id, transaction id, conversation id = {hex:32} | {hex:16} | {uuid}
order id, {noun} ref, {noun} code, public id, short id, slug id = ord_{b62:14} | {lower:3}_{b62:20}
    | {ALNUM:6} | {UPPER:3}-{digits:6} | {url64:11}
commit, commit sha, git sha, last commit, revision, head sha, git commit id = {hex:40} | {hex:7}
md5, checksum, file hash, content md5, md5sum, file md5, crc = {hex:32} | {b64:16} | {hex:8}
sha1, sha256, digest, content hash, hash, image digest, file checksum, body hash = {hex:40} | {hex:64}
    | sha256:{hex:64} | SHA-256={b64:32}
integrity, subresource integrity, sri = sha384-{b64:48} | sha512-{b64:64} | sha256-{b64:32}
etag, if match, entity tag, version tag = "{hex:32}" | W/"{hex:4}-{b62:27}" | {hex:40}
build id, build number, build, pipeline id, release id = {digits:5} | {date}.{int:1-20} | b{unix} | {hex:12}
version, api version, schema version, app version, sdk version = {semver} | v{int:1-5} | {date}
    | {semver}-rc.{int:1-9}
device id, installation id, udid, serial number, machine id = {uuid} | {ALNUM:12} | {hex:16}
imei, iccid, meter number = {digits:15} | 89{digits:17}
mac address, bssid = {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}
iban, bank account, creditor iban = PT50{digits:21} | DE{digits:20}
account number, routing number, customer number, vat id, tax id = {digits:10} | NL{digits:9}B01 | {digits:8}
bic, swift code = {UPPER:6}2A | {UPPER:8}XXX
card number, card pan, pan, test card = 4111111111111111 | 5555555555554444 | 4{digits:15} | 5{digits:15}
phone, phone number, mobile, msisdn, fax = +3519{digits:8} | 06{digits:8} | +49 30 {digits:7}
    | ({digits:3}) 555-01{digits:2}
pnr, record locator, booking reference, confirmation number, ticket number = {UPPER:6} | {ALNUM:6}
    | {digits:13} | {UPPER:2}{digits:4}
tracking number, awb, waybill, shipment number, parcel number = 1Z{ALNUM:16} | {digits:12} | JD{digits:18}
    | {UPPER:2}{digits:9}NL
sku, product code, ean, gtin, article number, item code, isbn = {UPPER:3}-{digits:5}-{UPPER:1} | {digits:13}
    | {ALNUM:10} | 978{digits:10}
promo code, coupon, campaign code, coupon code = SPRING{int:10-50} | {UPPER:4}{digits:2} | WELCOME{int:5-20}
currency code, country code, language code, airport code, unit code = EUR | PT | {UPPER:3}
zip, postcode, postal code, zip code, geohash, plus code = {digits:5} | {digits:4}-{digits:3} | u{alnum:8}
    | {digits:4} {UPPER:2}
tx hash, transaction hash, block hash, parent hash, state root = 0x{hex:64}
wallet address, from address, to address, contract address, spender, owner address = 0x{hex:40}
    | bc1q{alnum:38} | T{b62:33}
photo, avatar, logo, image, thumbnail, picture data = @PNG@
file content, document content, attachment, pdf, content bytes, raw data = @PDF@
tracking id, measurement id, property id = G-{ALNUM:10} | UA-{digits:8}-1
ga client id, visitor id, anonymous id = GA1.2.{digits:9}.{unix} | {uuid}
asset url, image url, script src, stylesheet, bundle = https://cdn.{name}.test/app.{hex:20}.js
    | /static/css/main.{hex:8}.chunk.css | https://img.{name}.test/{hex:40}.jpg
class name, css class, element id, selector = css-{alnum:7}-Mui{Noun} | sc-{alnum:6} {alnum:6}
    | #{noun}-{int:1-90}
date, created at, updated at, start date, valid until, timestamp, expires at = {iso} | {date} | {unix} | {ms}
coordinates, location, lat lng, bounding box = 38.7{digits:4},-9.1{digits:4} | {int:1-90}.{digits:6}
user agent, user name, username, email, display name, login = {name}.{name} | {name}@{name}.test
    | {Name} {Name} | svc-{noun}
title, description, comment, remark, note, subject, message = {Noun} for {Name} | See {noun} {int:1-999}
    | Please call before delivery
gravatar id, email hash, avatar hash, phone hash, user hash = {hex:32} | {hex:64} | {hex:40}
plan, tier, category, type, kind, status, state, mode, region, locale = standard | premium | {noun} | active
    | eu-west-1 | pt-PT | DRAFT
link, href, self, next, url, website, endpoint = https://api.{name}.test/{noun}s/{uuid}
    | https://{name}.test/{noun} | /{noun}s?page={int:2-9}
""")
