//! Is the value of a pair a credential?
//!
//! Evidence is collected, each piece with its points; at [`Evidence::THRESHOLD`] the value is reported. Some things decide alone: a
//! reference, a placeholder and a published sample are no credentials under any name. All weights stand in [`weights`].

mod weights;

use std::ops::Range;

use super::content::{Content, content};
use super::name::{self, Meaning, Weight};
use super::placeholder::{has_reference, is_constant, is_placeholder};
use super::strength::{is_common, is_default, is_guessable};
use super::value::{Look, is_code, is_wordy, look};
use super::{Beside, Kind, Pair, Usage, sample};
use crate::decode::{Text, base64};
use crate::finding::{Evidence, Role, score};
use crate::memo::Memo;
use crate::validate;

/// A credential without a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) kind: Kind,
    /// The credential in the value of the pair.
    pub(crate) secret: Range<usize>,
    /// What it decodes to, where it was encoded once more.
    pub(crate) decoded: Option<Basic>,
    /// It can be guessed: a default, a word, a short number.
    pub(crate) weak: bool,
}

/// User and password of RFC 7617.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Basic {
    /// None if the user is the secret.
    pub(crate) user: Option<Vec<u8>>,
    pub(crate) secret: Vec<u8>,
}

/// How the last decision came about. One is used again for every pair: most pairs leave only a veto.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    pub(crate) evidence: Vec<Evidence>,
    /// What alone decided against a credential.
    pub(crate) veto: Option<&'static str>,
    /// Since somebody last set this to `false`, it has mattered what stands beside a value in the document.
    pub(crate) looked_beside: bool,
    /// As [`Trail::looked_beside`]: what stands near.
    pub(crate) looked_near: bool,
    names: Memo<Option<(Meaning, Weight)>>,
    paths: Memo<Option<(Meaning, Weight)>>,
}

impl Trail {
    fn add(&mut self, evidence: Evidence) {
        self.evidence.push(evidence);
    }

    fn veto<T>(&mut self, reason: &'static str) -> Option<T> {
        self.veto = Some(reason);
        None
    }

    fn meaning(&mut self, name: &[u8]) -> Option<(Meaning, Weight)> {
        self.names.get(name, || name::meaning(name))
    }

    /// Whether [`judge`] claims nothing in a pair, because neither its name nor anything beside its value says so.
    pub(crate) fn rules_out(&mut self, pair: &Pair<'_>) -> bool {
        let by_name = !matches!(pair.role, Role::Cookie | Role::Auth | Role::Certificate | Role::Path);
        by_name
            && !pair.secret_type
            && self.meaning(pair.name).is_none()
            && scheme(pair.value.bytes.trim_ascii(), pair.name).0 == Scheme::None
    }

    pub(crate) fn score(&self) -> i16 {
        score(&self.evidence)
    }

    /// Whether `wanted` holds for the name and value of something beside the value.
    fn beside(&mut self, pair: &Pair<'_>, wanted: impl FnMut(&[u8], &[u8]) -> bool) -> bool {
        // What stands within the same string is no other where that string stands elsewhere.
        self.looked_beside |= pair.inner.is_none() && matches!(pair.beside, Beside::Json { .. });
        pair.beside.any(wanted)
    }
}

/// Decides about one pair; `trail` says why.
pub(crate) fn judge(pair: &Pair<'_>, trail: &mut Trail) -> Option<Claim> {
    trail.evidence.clear();
    trail.veto = None;
    let value = pair.value.bytes;
    let start = value.len() - value.trim_ascii_start().len();
    let trimmed = value.trim_ascii();
    if trimmed.len() > LONGEST {
        return trail.veto("too long for a credential");
    }
    if has_reference(trimmed) {
        return trail.veto("it refers to a variable");
    }
    let (scheme, credential) = scheme(trimmed, pair.name);
    if credential.is_empty() {
        return trail.veto("it is empty");
    }
    let offset = start + trimmed.len() - credential.len();
    let candidate = Candidate { pair, value: credential, at: offset..offset + credential.len() };
    if pair.role == Role::Cookie {
        return candidate.cookie(trail);
    }
    // Most names say nothing: they are asked first, because that costs least.
    let known = candidate.meaning(scheme, trail);
    if known.is_none() && scheme != Scheme::Basic {
        trail.veto.get_or_insert("the name says nothing of a credential");
        return None;
    }
    if scheme == Scheme::Basic
        && let Some(claim) = candidate.basic(trail)
    {
        return claim;
    }
    let (meaning, weight) = known?;
    trail.add(weights::of_name(weight));
    if candidate.is_no_credential(meaning, trail) {
        return None;
    }
    candidate.weigh(meaning, trail)
}

/// A longer value is a document, in bytes.
const LONGEST: usize = 16 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    None,
    Basic,
    /// `Bearer`, `Token`, `ApiKey` …
    Token,
}

/// Takes an authentication scheme off the value.
fn scheme<'v>(value: &'v [u8], name: &[u8]) -> (Scheme, &'v [u8]) {
    const TOKEN_SCHEMES: [&[u8]; 12] = [
        b"bearer",
        b"token",
        b"apikey",
        b"api-key",
        b"key",
        b"jwt",
        b"ssws",
        b"oauth",
        b"bot",
        b"accesskey",
        b"dpop",
        b"bearer_token",
    ];
    let authorization = name.eq_ignore_ascii_case(b"authorization");
    let Some(space) = memchr::memchr(b' ', value) else {
        // `Access-Token=…`
        let named = memchr::memchr(b'=', value).filter(|&equals| authorization && equals + 3 < value.len());
        return match named.map(|equals| (&value[..equals], &value[equals + 1..])) {
            Some((word, rest)) if is_scheme(word) => (Scheme::Token, rest),
            _ => (Scheme::None, value),
        };
    };
    let (word, rest) = (&value[..space], value[space..].trim_ascii_start());
    let word = word.strip_suffix(b":").unwrap_or(word);
    if word.eq_ignore_ascii_case(b"basic") {
        (Scheme::Basic, rest)
    } else if TOKEN_SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
        || is_scheme(word) && !rest.contains(&b' ') && authorization
    {
        (Scheme::Token, rest)
    } else {
        (Scheme::None, value)
    }
}

/// The value without the authentication scheme before it, if it has one.
pub(crate) fn without_scheme<'t>(pair: &Pair<'t>) -> Option<Text<'t>> {
    let value = pair.value.bytes.trim_ascii_end();
    let (found, credential) = scheme(value, pair.name);
    (found != Scheme::None).then(|| pair.value.slice(value.len() - credential.len()..value.len()))
}

/// A scheme of somebody's own: a word before the credential.
fn is_scheme(word: &[u8]) -> bool {
    (2..=30).contains(&word.len())
        && word.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// A value that is being judged, without its scheme.
struct Candidate<'p> {
    pair: &'p Pair<'p>,
    value: &'p [u8],
    /// Where it is in the value of the pair.
    at: Range<usize>,
}

impl Candidate<'_> {
    fn claim(&self, kind: Kind, weak: bool) -> Claim {
        let kind = if weak { Kind::Weak } else { kind };
        Claim { kind, secret: self.at.clone(), decoded: None, weak }
    }

    fn cookie(&self, trail: &mut Trail) -> Option<Claim> {
        if !name::is_session_cookie(self.pair.name) {
            return trail.veto("the cookie is not one that keeps a session");
        }
        if is_placeholder(self.value, self.pair.name) {
            return trail.veto("it is a placeholder");
        }
        if sample::is_published(self.value) {
            return trail.veto("it is a published sample");
        }
        trail.add(weights::SESSION_COOKIE);
        self.issued(trail);
        (trail.score() >= Evidence::THRESHOLD).then(|| self.claim(Kind::SessionCookie, false))
    }

    /// What the name and the place say. Leaves a veto where they say that it is something else.
    fn meaning(&self, scheme: Scheme, trail: &mut Trail) -> Option<(Meaning, Weight)> {
        let pair = self.pair;
        if pair.role == Role::Auth
            && let Some(known) = auth_attribute(pair.name)
        {
            return known.or_else(|| trail.veto("the attribute of the auth block holds no credential"));
        }
        if pair.role == Role::Certificate {
            return Some((Meaning::Password, Weight::Clear));
        }
        if pair.role == Role::Path && pair.name.ends_with(b"/") {
            return trail.paths.get(pair.name, || in_path(pair.name));
        }
        if pair.usage == Usage::Vault {
            return trail.meaning(pair.name).or(Some((Meaning::Secret, Weight::Clear)));
        }
        // Two letters before a sign are chance in a file that may be anything.
        if pair.role == Role::Text && name::ends_with_two_letters(pair.name) {
            return None;
        }
        match trail.meaning(pair.name) {
            Some((Meaning::Token, _)) if self.is_address_search(trail) => {
                trail.veto("the session of an address search opens nothing")
            }
            Some((Meaning::Code, _)) if self.is_function(trail) => Some((Meaning::ApiKey, Weight::Clear)),
            Some((Meaning::Code, _)) if !self.is_code_grant(trail) => {
                trail.veto("a code without the grant type it belongs to")
            }
            Some((Meaning::Signature, _)) if !self.is_signed_url(trail) => {
                trail.veto("a signature of one request opens nothing")
            }
            // A `key` in a document names things; where credentials are kept it opens them.
            Some((Meaning::ApiKey, Weight::Vague)) if !self.is_kept() => {
                Some((Meaning::ApiKey, Weight::Faint))
            }
            Some(known) => Some(known),
            // The name says nothing, but the value is announced as a credential.
            None if scheme == Scheme::Token => Some((Meaning::Token, Weight::Vague)),
            None if pair.secret_type && !name::is_about(pair.name) => Some((Meaning::Token, Weight::Faint)),
            None => None,
        }
    }

    /// Searches for addresses and places are billed by what they call a session.
    fn is_address_search(&self, trail: &mut Trail) -> bool {
        let pair = self.pair;
        crate::rule::normalise(pair.name) == b"sessiontoken"
            && look(self.value) == Look::Uuid
            && (pair.role == Role::Query || trail.beside(pair, |name, _| is_of_search(name)))
    }

    /// The parameter of a function in Azure, which is its key.
    fn is_function(&self, trail: &mut Trail) -> bool {
        trail.looked_near = true;
        memchr::memmem::find(self.pair.near, b".azurewebsites.net/api/").is_some()
    }

    fn is_kept(&self) -> bool {
        matches!(self.pair.role, Role::Variable | Role::Header | Role::Query | Role::Auth)
            || self.pair.usage == Usage::Form
    }

    /// The grant type of RFC 6749, section 4.1.3, stands beside it, or it is a parameter of a form.
    fn is_code_grant(&self, trail: &mut Trail) -> bool {
        self.pair.usage == Usage::Form || trail.beside(self.pair, |_, value| value == b"authorization_code")
    }

    /// A signature that makes a URL a key to what it names: Azure's `sig`, the pre-signed URLs of S3, GCS, CloudFront, OSS.
    fn is_signed_url(&self, trail: &mut Trail) -> bool {
        let lower = self.pair.name.to_ascii_lowercase();
        let own = [b"sig".as_slice(), b"x-amz-signature", b"x-goog-signature", b"x-oss-signature"];
        let key_ids = [b"key-pair-id".as_slice(), b"awsaccesskeyid", b"googleaccessid", b"ossaccesskeyid"];
        own.contains(&&*lower)
            || lower == b"signature"
                && trail.beside(self.pair, |name, _| key_ids.contains(&&*name.to_ascii_lowercase()))
    }

    /// What is no credential under any name.
    fn is_no_credential(&self, meaning: Meaning, trail: &mut Trail) -> bool {
        let (pair, value) = (self.pair, self.value);
        // Under the name of a password, `123456` is one.
        let chosen = matches!(meaning, Meaning::Password | Meaning::OneTimeCode);
        let tailed = value.iter().any(|b| !b.is_ascii_alphabetic()) && is_common(value);
        let common = chosen && (is_default(value) || tailed) || is_default(value) && value.len() >= 5;
        let sample =
            || sample::is_published(value) || validate::claims(value).is_some_and(|claims| claims.sample);
        // Source code is text as well, and full of `password: PWSTR`.
        let in_text = matches!(pair.role, Role::Description | Role::Text);
        let label = meaning == Meaning::Password && !common && name::is_word_for_password(value);
        let echo = !chosen && repeats_name(value, pair.name);
        trail.veto = if !common && is_placeholder(value, pair.name) {
            Some("it is a placeholder")
        } else if label || echo {
            Some("it only says what it stands for")
        } else if sample() {
            Some("it is a published sample")
        } else if in_text && is_code(value) {
            Some("it is source code")
        } else if in_text && name::is_chance(pair.name) {
            Some("its name is an accident of random letters")
        } else if in_text && !chosen && value.iter().any(|b| !b.is_ascii() || b"$\\".contains(b)) {
            Some("it has letters that no key or token has")
        } else {
            None
        };
        trail.veto.is_some()
    }

    fn weigh(&self, meaning: Meaning, trail: &mut Trail) -> Option<Claim> {
        let pair = self.pair;
        if matches!(meaning, Meaning::Authorization | Meaning::Secret)
            && pair.role == Role::Variable
            && let Some(password) = self.after_user()
        {
            trail.add(weights::USER_BESIDE);
            return (!password.is_no_credential(Meaning::Password, trail))
                .then(|| password.weigh(Meaning::Password, trail))?;
        }
        if pair.secret_type {
            trail.add(weights::SECRET_TYPE);
        }
        match pair.usage {
            Usage::Command => trail.add(weights::COMMAND),
            _ => trail.evidence.extend(weights::of_role(pair.role)),
        }
        if matches!(meaning, Meaning::Authorization | Meaning::Secret | Meaning::Password)
            && content(self.value) == Some(Content::UserPassword)
            && let Some(claim) = self.basic(trail)
        {
            return claim;
        }
        let chosen = match meaning {
            Meaning::Password | Meaning::OneTimeCode | Meaning::CryptoKey => true,
            Meaning::Secret => {
                pair.role == Role::Variable
                    || matches!(pair.role, Role::Auth | Role::Script) && !is_guessable(self.value)
            }
            // Somebody knew why.
            _ => pair.secret_type && self.value.len() >= SECRET_TYPE_LEN,
        };
        let weak = if chosen { self.chosen(meaning, trail)? } else { self.issued(trail) };
        if meaning == Meaning::Code {
            trail.add(weights::GRANT);
        }
        (trail.score() >= Evidence::THRESHOLD).then(|| self.claim(kind(meaning, pair), weak))
    }

    /// The password of `user:password`, as it is kept to be encoded later.
    fn after_user(&self) -> Option<Self> {
        let (value, at) = (self.value, &self.at);
        let colon = memchr::memchr(b':', value)?;
        let user = &value[..colon];
        let password = &value[colon + 1..];
        let is_user =
            user.len() >= 2 && user.iter().all(|b| b.is_ascii_alphanumeric() || b"._-@+".contains(b));
        let plain = !password.iter().any(|b| b.is_ascii_whitespace() || matches!(b, b':' | b'/'));
        let found = is_user && plain && !is_template(user, password);
        found.then(|| Candidate { pair: self.pair, value: password, at: at.start + colon + 1..at.end })
    }

    /// Something that a program handed out. Whether it is a well-known default instead.
    fn issued(&self, trail: &mut Trail) -> bool {
        if is_default(self.value) {
            trail.add(weights::DEFAULT);
            return true;
        }
        let look = look(self.value);
        trail.add(weights::of_issued(look));
        if look == Look::Random && self.value.len() >= LONG {
            trail.add(weights::LONG);
        }
        if look == Look::Unclear && self.value.len() >= STRONG && is_strong(self.value) {
            trail.add(weights::STRONG);
        }
        if self.pair.role == Role::Path && look == Look::Random && is_mixed(self.value) {
            trail.add(weights::MIXED);
        }
        if let Some(evidence) = content(self.value).and_then(weights::of_content) {
            trail.add(evidence);
        }
        // Looking at what stands beside costs more than all else: not where it cannot matter, with all that may still be added.
        let could = trail.score() + weights::CLIENT_BESIDE.points + weights::GRANT.points;
        if could >= Evidence::THRESHOLD && trail.beside(self.pair, |name, _| is_client_id(name)) {
            trail.add(weights::CLIENT_BESIDE);
        }
        false
    }

    /// Something that a person may have chosen. Whether it can be guessed.
    fn chosen(&self, meaning: Meaning, trail: &mut Trail) -> Option<bool> {
        let (pair, value) = (self.pair, self.value);
        if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&value.len()) {
            return trail.veto("too short or too long for a password");
        }
        let look = look(value);
        // Nobody makes a key or a client secret of digits.
        let numeric = matches!(meaning, Meaning::Password | Meaning::OneTimeCode);
        let number = numeric && look == Look::Plain && value.iter().all(u8::is_ascii_digit);
        let made_up = matches!(pair.role, Role::Example | Role::Description | Role::Text)
            && pair.usage != Usage::Command;
        let phrase = look == Look::Prose && value.split(u8::is_ascii_whitespace).count() >= PHRASE;
        let guessable = !phrase && is_guessable(value);
        let several = !guessable && (!made_up || value.iter().any(u8::is_ascii_digit));
        trail.add(match look {
            // Codes are digits, or short groups of letters and digits.
            _ if meaning == Meaning::OneTimeCode && !value.iter().any(u8::is_ascii_digit) => {
                weights::WORDS_FOR_CODE
            }
            Look::Words if meaning == Meaning::OneTimeCode => weights::of_chosen(Look::Unclear),
            Look::Prose if self.is_passphrase() => weights::PHRASE,
            Look::Words if several => weights::SEVERAL_WORDS,
            _ if number => weights::NUMBER,
            look => weights::of_chosen(look),
        });
        if let Some(evidence) = content(value).and_then(weights::of_content) {
            trail.add(evidence);
        }
        if !made_up && trail.beside(pair, |name, _| name::is_user(name)) {
            trail.add(weights::USER_BESIDE);
        }
        if made_up && guessable {
            trail.add(weights::GUESSABLE_IN_TEXT);
        }
        Some(guessable && !(meaning == Meaning::OneTimeCode && look != Look::Plain))
    }

    /// A few words that are no sentence, where a password is kept.
    fn is_passphrase(&self) -> bool {
        #[rustfmt::skip]
        const OF_SENTENCES: [&[u8]; 34] = [
            b"the", b"is", b"a", b"an", b"of", b"to", b"for", b"in", b"your", b"my", b"not", b"be", b"with", b"or", b"and",
            b"must", b"no", b"this", b"password", b"enter", b"please", b"new", b"old", b"confirm", b"invalid", b"wrong",
            b"required", b"short", b"long", b"de", b"la", b"el", b"der", b"die",
        ];
        let kept = matches!(self.pair.role, Role::Variable | Role::Auth | Role::Certificate | Role::Script);
        let words = || self.value.split(u8::is_ascii_whitespace);
        let sentence = words()
            .any(|word| word.ends_with(b".") || OF_SENTENCES.contains(&word.to_ascii_lowercase().as_slice()));
        let count = words().count();
        // Elsewhere only what is drawn from a list of words: four or more, small and of some length.
        let drawn = words().all(|word| word.len() >= 4 && word.iter().all(u8::is_ascii_lowercase));
        let several = (PHRASE..=6).contains(&count) && (kept || drawn);
        !sentence && (several || kept && count <= 6 && self.value.iter().any(u8::is_ascii_digit))
    }

    /// The claim for `user:password` in base64; `None` if it does not decode and may be a token that was given the wrong scheme.
    fn basic(&self, trail: &mut Trail) -> Option<Option<Claim>> {
        let decoded = base64::decode(self.value)?;
        let colon = decoded.iter().position(|&b| b == b':')?;
        if std::str::from_utf8(&decoded).is_err() {
            return None;
        }
        let (user, password) = (&decoded[..colon], &decoded[colon + 1..]);
        // Some services take the key as the user, and nothing as the password.
        let secret = if password.is_empty() { user } else { password };
        let template = is_placeholder(user, self.pair.name) && !is_constant(user) && is_wordy(secret);
        let made_up =
            (is_placeholder(secret, b"") || template) && !is_common(secret) || is_template(user, secret);
        if has_reference(&decoded) {
            return Some(trail.veto("it decodes to a reference"));
        }
        if made_up {
            return Some(trail.veto("it decodes to a placeholder"));
        }
        if sample::is_published(self.value) || sample::is_published(secret) {
            return Some(trail.veto("it is a published sample"));
        }
        trail.evidence.clear();
        trail.add(weights::BASIC);
        let weak = is_guessable(secret);
        let user = (!password.is_empty()).then(|| user.to_vec());
        let basic = Basic { user, secret: secret.to_vec() };
        Some(Some(Claim { decoded: Some(basic), ..self.claim(Kind::BasicAuth, weak) }))
    }
}

/// Shorter values of variables of type secret say nothing, in bytes.
const SECRET_TYPE_LEN: usize = 6;
/// A value of no look that is this long and cannot be guessed is a chosen secret, in bytes.
const STRONG: usize = 8;
/// So many words are a phrase that cannot be guessed.
const PHRASE: usize = 4;
/// Random values of this length are no accident, in bytes: 20 characters are 80 bits of hex.
const LONG: usize = 20;
const SHORTEST_PASSWORD: usize = 3;
/// Longer values under the name of a password are something else: a document, an encrypted value.
const LONGEST_PASSWORD: usize = 256;

/// Attributes of auth blocks (the table in the Postman runtime): `Some(None)` for those that are known to be none.
fn auth_attribute(name: &[u8]) -> Option<Option<(Meaning, Weight)>> {
    let name = crate::rule::normalise(name);
    let meaning = match &*name {
        b"password" => Meaning::Password,
        b"value" => Meaning::ApiKey,
        b"token" | b"accesstoken" | b"refreshtoken" | b"sessiontoken" | b"clienttoken" => Meaning::Token,
        b"clientsecret" | b"consumersecret" | b"tokensecret" | b"secret" | b"secretkey" | b"authkey"
        | b"privatekey" | b"codeverifier" => Meaning::Secret,
        b"key" | b"username" | b"user" | b"realm" | b"nonce" | b"opaque" | b"state" | b"algorithm"
        | b"clientid" | b"consumerkey" | b"accesskey" | b"authid" | b"kid" | b"signature" => {
            return Some(None);
        }
        _ => return None,
    };
    Some(Some((meaning, Weight::Clear)))
}

/// What the segments before a segment of a path say. Most paths name resources by ids, so only paths that are followed by
/// whoever holds the token count.
fn in_path(before: &[u8]) -> Option<(Meaning, Weight)> {
    #[rustfmt::skip]
    const OPENS: &[&str] = &[
        "reset", "activate", "activation", "verify", "verification", "confirm", "confirmation", "invite", "invitation",
        "invitations", "unsubscribe", "magic", "recover", "webhook", "webhooks", "hook", "hooks", "bot", "shared", "share",
        "join", "accept", "incoming", "onetime", "link",
    ];
    match name::meaning(before) {
        Some((Meaning::OneTimeCode, weight)) => Some((Meaning::OneTimeCode, weight)),
        _ if name::words(before).iter().any(|word| OPENS.contains(&word.as_str())) => {
            Some((Meaning::Token, Weight::Likely))
        }
        // `tokens/` names things by their ids.
        Some((
            Meaning::Token | Meaning::Secret | Meaning::ApiKey | Meaning::Session | Meaning::Password,
            _,
        )) => Some((Meaning::Token, Weight::Vague)).filter(|_| !before.ends_with(b"s/")),
        _ => None,
    }
}

/// Parameters of the searches of map services, whose session token says which of them are one.
fn is_of_search(name: &[u8]) -> bool {
    [b"input".as_slice(), b"q", b"query", b"place_id", b"fields", b"includedRegionCodes"].contains(&name)
}

/// Digits and at least two kinds of other characters, and no guess.
fn is_strong(value: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| usize::from(value.iter().any(kind));
    let others = has(u8::is_ascii_lowercase) + has(u8::is_ascii_uppercase) + has(u8::is_ascii_punctuation);
    value.iter().any(u8::is_ascii_digit) && others >= 2 && !is_guessable(value)
}

/// Letters of both cases and digits: ids are hex, or small, or numbers.
fn is_mixed(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_uppercase)
        && value.iter().any(u8::is_ascii_lowercase)
        && value.iter().any(u8::is_ascii_digit)
}

/// `username:password`: both only say what they stand for.
pub(super) fn is_template(user: &[u8], password: &[u8]) -> bool {
    const USERS: [&[u8]; 8] =
        [b"user", b"username", b"login", b"email", b"clientid", b"id", b"userid", b"youruser"];
    const PASSWORDS: [&[u8]; 6] = [b"password", b"pass", b"passwd", b"pwd", b"clientsecret", b"secret"];
    USERS.contains(&&*crate::rule::normalise(user)) && PASSWORDS.contains(&&*crate::rule::normalise(password))
}

/// `secret` under `consumerSecret`.
fn repeats_name(value: &[u8], name: &[u8]) -> bool {
    let (value, name) = (crate::rule::normalise(value), crate::rule::normalise(name));
    !value.is_empty() && memchr::memmem::find(&name, &value).is_some()
}

fn is_client_id(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 4] = [b"clientid", b"appid", b"accesskeyid", b"consumerkey"];
    let letters = || name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
    NAMES.iter().any(|known| letters().eq(known.iter().copied()))
}

fn kind(meaning: Meaning, pair: &Pair<'_>) -> Kind {
    match meaning {
        Meaning::Password => Kind::Password,
        _ if pair.secret_type && name::meaning(pair.name).is_none() => Kind::SecretVariable,
        Meaning::Secret => Kind::ClientSecret,
        Meaning::ApiKey => Kind::ApiKey,
        Meaning::CryptoKey => Kind::CryptoKey,
        Meaning::Token | Meaning::Authorization => Kind::BearerToken,
        Meaning::Session => Kind::SessionCookie,
        Meaning::Code => Kind::AuthorizationCode,
        Meaning::OneTimeCode => Kind::OneTimeCode,
        Meaning::Signature => Kind::SignedUrl,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Beside;
    use super::*;
    use crate::decode::Text;

    /// Kind and weakness of the credential in a value, and the credential.
    fn judged<'v>(role: Role, name: &str, value: &'v str) -> Option<(Kind, bool, &'v str)> {
        let pair = Pair {
            name: name.as_bytes(),
            value: Text::file(value.as_bytes()),
            role,
            inner: None,
            near: b"",
            fresh: false,
            secret_type: false,
            usage: Usage::Plain,
            beside: Beside::Nothing,
        };
        judge(&pair, &mut Trail::default()).map(|claim| (claim.kind, claim.weak, &value[claim.secret]))
    }

    /// Made by hand to look made by chance.
    const RANDOM: &str = "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq";
    const UUID: &str = "07528ce4-8269-31d5-2795-c5e66241c127";

    #[test]
    fn names_and_looks_together_decide() {
        for (role, name, value, kind) in [
            (Role::Variable, "client_secret", RANDOM, Kind::ClientSecret),
            (Role::Variable, "client_secret", UUID, Kind::ClientSecret),
            (Role::Header, "X-API-Key", UUID, Kind::ApiKey),
            (Role::Query, "access_token", RANDOM, Kind::BearerToken),
            (Role::Variable, "depotKey", RANDOM, Kind::ApiKey),
            (Role::Auth, "value", RANDOM, Kind::ApiKey),
            (Role::Auth, "authKey", RANDOM, Kind::ClientSecret),
            (Role::Cookie, "connect.sid", RANDOM, Kind::SessionCookie),
            (Role::Query, "sig", RANDOM, Kind::SignedUrl),
        ] {
            assert_eq!(judged(role, name, value), Some((kind, false, value)), "{name}");
        }
    }

    #[test]
    fn what_is_no_credential_is_left_alone() {
        for (role, name, value) in [
            (Role::Auth, "accessTokenUrl", "https://h.test/oauth/token"),
            (Role::Auth, "addTokenTo", "header"),
            (Role::Auth, "clientId", RANDOM),
            (Role::Auth, "nonce", RANDOM),
            (Role::Variable, "token", "{{token}}"),
            (Role::Variable, "token", "your_access_token_here"),
            (Role::Variable, "password", "<password>"),
            (Role::Variable, "request_id", UUID),
            (Role::Query, "sessionToken", UUID),
            (Role::Body, "session_id", UUID),
            (Role::Body, "sectionKey", RANDOM),
            (Role::Cookie, "_ga", RANDOM),
            (Role::Header, "ETag", RANDOM),
            (Role::Header, "Authorization", "Bearer {{token}}"),
            (Role::Header, "Authorization", "Basic <credentials>"),
            (Role::Body, "code", RANDOM),
            (Role::Description, "password", "required"),
            (Role::Text, "password", "windows_sys::core::PWSTR"),
            (Role::Text, "AUTH_TOKEN", "TOKEN_2_KIND_X9_FLAGS"),
            (Role::Text, "token", "self.next_token"),
            (Role::Text, "token", "exports2.STRICT_TOKEN"),
            (Role::Text, "password", "base64.b16encode(random_bytes[8:])"),
            (Role::Text, "secret_key", "859919186u32"),
        ] {
            assert_eq!(judged(role, name, value), None, "{name}");
        }
    }

    #[test]
    fn schemes_are_no_part_of_the_credential() {
        let value = format!("Bearer  {RANDOM}");
        assert_eq!(judged(Role::Header, "Authorization", &value), Some((Kind::BearerToken, false, RANDOM)));
        let value = format!("Token {RANDOM}");
        assert_eq!(judged(Role::Variable, "pidge", &value), Some((Kind::BearerToken, false, RANDOM)));
    }

    #[test]
    fn basic_is_decoded_and_its_password_weighed() {
        let header = |pair: &str| format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes()));
        let weak = |pair: &str| {
            judged(Role::Header, "Authorization", &header(pair)).map(|(kind, weak, _)| (kind, weak))
        };
        assert_eq!(weak("admin:Tr0ub4dor&3x"), Some((Kind::BasicAuth, false)));
        assert_eq!(weak("postman:password"), Some((Kind::Weak, true)));
        assert_eq!(weak("user:{{password}}"), None);
        assert_eq!(weak("username:your_password"), None);
    }

    #[test]
    fn user_and_password_in_one_variable() {
        let expected = Some((Kind::Password, false, "k4Xw-99-zQ"));
        assert_eq!(judged(Role::Variable, "credentials", "operator:k4Xw-99-zQ"), expected);
        assert_eq!(judged(Role::Variable, "auth", "user:password"), None);
        assert_eq!(judged(Role::Variable, "auth", "https://h.test"), None);
    }

    #[test]
    fn schemes_of_ones_own_and_named_parts() {
        for value in [format!("Acme-Key {RANDOM}"), format!("Access-Token={RANDOM}")] {
            let expected = Some((Kind::BearerToken, false, RANDOM));
            assert_eq!(judged(Role::Header, "Authorization", &value), expected, "{value}");
        }
        assert_eq!(judged(Role::Header, "X-Note", &format!("Acme-Key {RANDOM}")), None);
    }

    #[test]
    fn what_a_value_decodes_to_counts() {
        let base64 = |bytes: &[u8]| data_encoding::BASE64.encode(bytes);
        let certificate = base64(&[&[0x30, 0x82, 3, 0x01, 0x30, 0x82, 2, 1][..], &[0x5a; 90]].concat());
        let cursor = base64(br#"{"offset":20,"last":"4d7326227a1a6431"}"#);
        let basic = base64(b"operator:k4Xw-99-zQ");
        assert_eq!(judged(Role::Variable, "access_token", &certificate), None);
        assert_eq!(judged(Role::Variable, "token", &cursor), None);
        assert_eq!(judged(Role::Variable, "auth", &basic), Some((Kind::BasicAuth, false, &*basic)));
    }

    #[test]
    fn what_leads_to_a_place_decides_about_its_path() {
        let id = "4d7326227a1a6431";
        for (before, value, found) in [
            ("v1/invite/", RANDOM, true),
            ("2fa-recovery-code/login/", "78PQV-3ZKLT", true),
            ("auth/token/", RANDOM, true),
            ("v1/tokens/", RANDOM, false),
            ("v1/orders/", RANDOM, false),
            ("v1/invite/", id, false),
        ] {
            assert_eq!(judged(Role::Path, before, value).is_some(), found, "{before}{value}");
        }
    }

    #[test]
    fn passwords_may_be_words_but_are_weak_then() {
        assert_eq!(judged(Role::Auth, "password", "secret"), Some((Kind::Weak, true, "secret")));
        assert_eq!(
            judged(Role::Variable, "adminPassword", "9!xKq2#Lm"),
            Some((Kind::Password, false, "9!xKq2#Lm"))
        );
        assert_eq!(judged(Role::Certificate, "passphrase", "hunter22"), Some((Kind::Weak, true, "hunter22")));
    }
}
