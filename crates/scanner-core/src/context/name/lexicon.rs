//! The words of names. Plain data: what is added here needs no code, and one line in the tests of [`super`].
//!
//! Words are in small letters, as [`super::words`] gives them.

/// Words for what a person chooses to log in with.
#[rustfmt::skip]
pub(in crate::context) const PASSWORD: &[&str] = &[
    "password", "passwords", "passwd", "pwd", "pass", "passphrase", "passcode", "passw", "passwort", "pw", "psw",
    "pswd", "userpass", "userpwd", "passkey",
    // German, Dutch, Danish, Norwegian, Swedish, Finnish.
    "kennwort", "wachtwoord", "adgangskode", "kodeord", "passord", "lösenord", "losenord", "salasana",
    // Spanish, Catalan, Portuguese, French, Italian, Romanian, Basque.
    "contraseña", "contrasena", "contrasenia", "contrasenya", "clave", "senha", "motdepasse", "mdp", "parola",
    "palavrapasse",
    "pasahitza",
    // Polish, Czech, Slovene, Croatian, Hungarian, Turkish, Lithuanian, Latvian, Estonian.
    "hasło", "haslo", "heslo", "geslo", "lozinka", "zaporka", "jelszó", "jelszo", "şifre", "sifre", "slaptažodis",
    "slaptazodis", "parole", "parool",
    // Russian, Ukrainian, Bulgarian, Serbian.
    "пароль", "пароля", "парола", "лозинка",
    // Greek, Hebrew, Arabic, Hindi, Thai, Vietnamese, Indonesian.
    "συνθηματικό", "κωδικός", "κωδικος", "סיסמה", "סיסמא", "المرور", "السر", "पासवर्ड", "รหัสผ่าน", "matkhau", "mậtkhẩu", "katasandi", "sandi",
    // Chinese, Japanese, Korean.
    "密码", "密碼", "口令", "パスワード", "비밀번호", "mima",
];

/// Words for what an application proves itself with.
#[rustfmt::skip]
pub(in crate::context) const SECRET: &[&str] = &[
    "secret", "secrets", "credential", "credentials", "creds", "cred", "clientsecret", "sharedsecret", "appsecret",
    "seedphrase", "mnemonic", "secreto", "segredo", "geheimnis", "секрет", "密钥", "密鑰", "シークレット", "秘密鍵", "비밀키",
];

/// Words for what a program hands out and takes back from whoever shows it.
#[rustfmt::skip]
pub(in crate::context) const TOKEN: &[&str] = &[
    "token", "tokens", "jwt", "bearer", "assertion", "pat", "ticket", "tkn", "tok", "jeton", "ficha", "токен", "令牌",
    "トークン", "토큰",
];

/// Words for a session; `session` and `sid` alone depend on what stands beside them.
pub(in crate::context) const SESSION: &[&str] =
    &["sessionid", "sessid", "jsessionid", "phpsessid", "phpsessionid", "cookie", "cookies"];

pub(in crate::context) const AUTHORIZATION: &[&str] =
    &["authorization", "authentication", "auth", "authorisation", "basic", "basicauth"];

/// Words that mean `key` where a key to an interface is meant.
#[rustfmt::skip]
pub(in crate::context) const KEY: &[&str] = &[
    "key", "keys", "clé", "cle", "chave", "llave", "schlüssel", "schluessel", "sleutel", "chiave", "klucz", "klíč", "ključ",
    "kulcs", "cheie", "nyckel", "nøgle", "nøkkel", "avain", "anahtar", "anahtarı", "kunci", "ключ", "κλειδί", "مفتاح", "密匙",
    "キー", "키",
];

/// What makes a `key` the key to something.
#[rustfmt::skip]
pub(in crate::context) const KEY_OF: &[&str] = &[
    "api", "access", "secret", "private", "auth", "user", "app", "application", "client", "account",
    "subscription", "master", "shared", "license", "licence", "service", "developer", "dev", "admin",
    "write", "read", "functions", "function", "host", "storage", "server", "partner", "merchant", "integration",
    "session", "security", "sas", "webhook", "x", "bot", "live", "sandbox", "test", "prod", "rest", "ocp", "apim",
    "gateway", "send", "site", "team", "project", "org", "token", "vendor", "tenant", "company", "customer",
    "acesso", "acceso", "accès", "acces", "zugangs", "zugriffs", "dostępu", "apis", "personal", "root", "seller",
    "terminal", "channel",
];

/// What makes a `key` one that encrypts or signs. People choose these as often as programs make them.
#[rustfmt::skip]
pub(in crate::context) const CRYPTO_KEY_OF: &[&str] = &[
    "encryption", "encrypt", "decryption", "decrypt", "aes", "des", "hmac", "rsa", "crypto", "cipher", "signing",
    "sign", "signature", "jwt", "jws", "passphrase", "ecdsa", "hash", "symmetric",
];

/// Words before `code` that make it one which lets somebody in once: by SMS, from an app, from the printed list.
#[rustfmt::skip]
pub(in crate::context) const CODE_OF: &[&str] = &[
    "otp", "sms", "mfa", "fa", "tfa", "totp", "factor", "einmal", "verification", "verify", "recovery", "backup",
    "confirmation", "login", "passcode", "activation", "validation",
];

/// Words for such a code itself.
pub(in crate::context) const ONE_TIME: &[&str] =
    &["otp", "totp", "hotp", "mpin", "tpin", "passcode", "smsotp", "emailotp"];

/// Words after which a value is about a secret and not the secret.
#[rustfmt::skip]
pub(in crate::context) const ABOUT: &[&str] = &[
    "url", "uri", "urn", "arn", "endpoint", "host", "path", "type", "name", "names", "id", "ids", "identifier",
    "expires", "expiry", "expiration", "expire", "expired", "exp", "ttl", "lifetime", "age", "length",
    "len", "policy", "hint", "count", "limit", "format", "method", "alg", "algorithm", "algo", "enabled",
    "required", "status", "prefix", "suffix", "location", "page", "cursor", "issued",
    "scope", "scopes", "audience", "aud", "username", "email", "question", "answer", "label", "description",
    "placeholder", "validation", "regex", "pattern", "min", "max", "size", "version", "date", "time", "at",
    "timestamp", "created", "updated", "modified", "link", "template", "file", "filename", "dir", "store",
    "provider", "issuer", "grant", "mode", "visible", "to", "in", "index", "row", "column", "result",
    "response", "request", "state", "reference", "ref", "uses", "usage", "used", "valid", "verified",
    "present", "exists", "flow", "reset", "changed", "change", "set", "symbol", "address", "amount",
    "decimals", "price", "standard", "balance", "supply", "class", "title", "text", "message", "error",
    "level", "strength", "rule", "rules", "attempts", "retries", "server", "service", "port", "domain",
    "info", "details", "data", "list", "map", "object", "group", "category", "challenge", "hash", "salt",
    "fingerprint", "thumbprint", "kid", "on", "only", "checksum", "digest", "encoding", "language", "schema",
    "kind", "param", "params", "parameter", "field", "var", "variable", "interval", "duration", "period",
    "rotation", "role", "roles", "owner", "user", "action", "event", "network", "chain", "contract", "quantity",
    "bytes", "policies", "sent", "verb", "hashed", "consent", "banner", "notice", "preferences", "settings",
    "encoder", "hashing", "manager", "source", "selector", "backend", "caption", "alias", "uid", "uuid", "guid", "subject",
    "serial", "storage", "tag", "engine", "mask", "icon", "button", "input", "form", "screen", "view", "model", "header", "headers",
];

/// Words before `token` or `key` that make it something public or fleeting.
#[rustfmt::skip]
pub(in crate::context) const NOT_A_SECRET: &[&str] = &[
    "next", "page", "continuation", "sync", "pagination", "paging", "csrf", "xsrf", "device", "push", "fcm",
    "apns", "public", "primary", "foreign", "sort", "cache", "partition", "row", "column", "search",
    "idempotency", "registration", "postman", "request", "verification", "antiforgery", "upload", "resume",
    "skip", "delta", "watermark", "correlation", "trace", "object", "s3", "bucket", "map", "translation",
    "i18n", "hot", "short", "publishable", "pub", "site", "recaptcha", "captcha", "nft", "erc20", "from",
    "base", "quote", "buy", "sell", "in", "out", "confirmation", "file", "parent", "natural", "unique",
    "composite", "json", "dictionary", "hash", "sorting", "range", "shard", "routing", "message", "kafka",
    "locale", "issue", "consumer", "authenticity", "previous", "prev", "collateral", "reward", "underlying", "staking", "etag",
    "dedup", "deduplication", "lookup", "attribute", "config", "property", "event", "group", "tracking",
];

/// Those of them that stay what they are wherever they stand in the name.
#[rustfmt::skip]
pub(in crate::context) const NEVER_A_SECRET: &[&str] = &[
    "csrf", "xsrf", "public", "publishable", "pub", "antiforgery", "idempotency", "recaptcha", "captcha", "pagination",
    "postman", "verification", "csrfmiddleware", "tracking",
];

/// Ends of names that say for which of several systems the value is.
pub(in crate::context) const SYSTEMS: &[&str] =
    &["sandbox", "production", "prod", "staging", "stage", "live", "test", "uat", "qa", "dev", "local"];

/// Words that end in `pass` and open nothing.
pub(in crate::context) const NO_PASS: &[&str] = &[
    "bypass",
    "compass",
    "surpass",
    "overpass",
    "underpass",
    "trespass",
    "encompass",
    "lowpass",
    "highpass",
];

/// Those of [`NOT_ITSELF`] that a sentence may begin with.
pub(in crate::context) const VERBS: &[&str] = &["use", "add", "need", "needs", "require", "requires", "show"];

/// Words before `pass` that make it one for a train, a mountain or a filter.
#[rustfmt::skip]
pub(in crate::context) const PASS_OF: &[&str] = &[
    "boarding", "ski", "season", "day", "lift", "bus", "train", "rail", "travel", "gate", "hall", "event", "backstage",
    "vip", "press", "museum", "parking", "by", "com", "band", "low", "high", "first", "second", "test", "tests", "all",
];

/// Words before anything that make it something else: a switch (`showPassword`), an instruction (`addTokenTo`), a form of it that opens
/// nothing (`encryptedPassword`).
#[rustfmt::skip]
pub(in crate::context) const NOT_ITSELF: &[&str] = &[
    "is", "has", "show", "use", "require", "requires", "hide", "forgot", "no", "need", "needs", "add", "allow",
    "encrypted", "hashed", "masked", "redacted",
];
