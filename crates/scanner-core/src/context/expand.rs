//! From one string of a document to the (name, value) pairs in it.

use std::fmt;

use super::beside::Beside;
use super::placeholder::has_reference;
use super::{authorization, markup, multipart, script, text, url};
use crate::decode::{Text, percent};
use crate::finding::{Decoder, Role};
use crate::json::{self, Kind, NodeId};
use crate::postman::{ArtefactKind, Layout, PairKind, Place};

/// A value and the name it stands under.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'t> {
    pub(crate) name: &'t [u8],
    pub(crate) value: Text<'t>,
    pub(crate) role: Role,
    /// Where the value is within JSON that stands inside the string.
    pub(crate) inner: Option<Inner<'t>>,
    /// What else stands near and may name the provider: the URL that a parameter belongs to.
    pub(crate) near: &'t [u8],
    /// The bytes of the value stand nowhere else in this form: they were decoded for this pair.
    pub(crate) fresh: bool,
    /// The variable is of type `secret`.
    pub(crate) secret_type: bool,
    pub(crate) usage: Usage,
    /// What stands beside it.
    pub(crate) beside: Beside<'t>,
}

/// How a value stands where it stands, if that says something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Usage {
    #[default]
    Plain,
    /// A parameter of a form.
    Form,
    /// An argument of a command that logs in with it.
    Command,
    /// Somebody put it into a vault.
    Vault,
}

/// A place in JSON that stands inside a string. Its pointer is made only for what is reported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inner<'t> {
    outer: Option<&'t Inner<'t>>,
    layout: &'t Layout,
    text: &'t [u8],
    node: NodeId,
}

impl Inner<'_> {
    /// RFC 6901 pointer; for JSON inside JSON the pointers follow each other.
    pub(crate) fn pointer(&self) -> String {
        let outer = self.outer.map_or_else(String::new, Inner::pointer);
        outer + &json::pointer(&self.layout.tape, self.text, self.node)
    }
}

/// A string of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'t> {
    pub(crate) place: Place,
    pub(crate) name: &'t [u8],
    pub(crate) value: Text<'t>,
    pub(crate) secret_type: bool,
    /// What else stands near and may name the provider, see [`Pair::near`].
    pub(crate) near: &'t [u8],
    pub(crate) beside: Beside<'t>,
    /// Where in it something may be found; `None` if everything is looked at.
    pub(crate) heat: Option<&'t dyn Heat>,
}

/// Tells where nothing can be found.
pub(crate) trait Heat: fmt::Debug {
    /// Whether nothing can be found in a value of the JSON `text`, which was decoded from the artefact, nor under its name.
    fn is_cold(&self, layout: &Layout, text: &Text<'_>, node: NodeId) -> bool;
}

/// Where pairs go.
pub(crate) type Visit<'v> = dyn FnMut(&Pair<'_>) + 'v;

/// JSON in JSON in JSON …: deeper than this it is taken as text.
const INNER_DEPTH: usize = 8;

/// Finds the pairs in one string of a document.
pub(crate) fn expand(source: &Source<'_>, visit: &mut Visit<'_>) {
    at_depth(source, INNER_DEPTH, None, visit);
}

fn at_depth(source: &Source<'_>, depth: usize, inner: Option<Inner<'_>>, visit: &mut Visit<'_>) {
    let (role, beside) = (source.place.role(), source.beside);
    let mut context = Context { role, near: source.near, beside, depth, inner, source, fresh: false, visit };
    let (name, value) = (source.name, source.value);
    match source.place {
        Place::Pairs(PairKind::Header | PairKind::ResponseHeader)
        | Place::Pair(PairKind::Header | PairKind::ResponseHeader) => {
            context.header_lines(value);
        }
        Place::Value(PairKind::Header | PairKind::ResponseHeader) => context.header(name, value),
        Place::Pairs(PairKind::Auth) if looks_like_json(value.bytes) => context.json(value, source.place),
        Place::Pairs(PairKind::Cookie) => context.cookies(value),
        Place::Pairs(_) => context.body(value),
        // A request that is only its URL, or, in examples of v1, JSON in a string.
        Place::Request if !looks_like_json(value.bytes) => url::pairs(&mut context, value),
        Place::Request => context.json(value, Place::Request),
        Place::UrlText => url::pairs(&mut context, value),
        Place::UrlPart => url::piece(&mut context, name, value),
        Place::BodyText | Place::ResponseBody => context.body(value),
        Place::Script => script::pairs(&mut context, value),
        Place::Description | Place::GraphQl => text::prose(&mut context, value),
        Place::Value(PairKind::Cookie) => context.encoded(name, value, Role::Cookie),
        Place::Value(_) | Place::Data(_) | Place::Certificate => context.data(name, value),
        place if place.is_named_from_afar() => context.data(name, value),
        Place::Command => text::command(&mut context, value),
        _ => {}
    }
}

/// Pairs in a file that has no structure, or between the values of one that has.
pub(crate) fn expand_plain(value: Text<'_>, kind: ArtefactKind, visit: &mut Visit<'_>) {
    let (role, beside) = (Role::Text, Beside::Nothing);
    let source = Source {
        place: Place::Data(role),
        name: b"",
        value,
        secret_type: false,
        near: b"",
        beside,
        heat: None,
    };
    let mut context = Context {
        role,
        near: b"",
        beside,
        depth: INNER_DEPTH,
        inner: None,
        source: &source,
        fresh: false,
        visit,
    };
    match kind {
        ArtefactKind::Mock => return script::pairs(&mut context, value),
        ArtefactKind::RunReport => context.body(value),
        _ => {}
    }
    text::settings(&mut context, value);
    text::prose(&mut context, value);
}

/// Pairs in a document that was found within another one, in base64 say.
pub(crate) fn expand_document(value: Text<'_>, role: Role, near: &[u8], visit: &mut Visit<'_>) {
    let beside = Beside::Nothing;
    let source =
        Source { place: Place::Data(role), name: b"", value, secret_type: false, near, beside, heat: None };
    let mut context =
        Context { role, near, beside, depth: INNER_DEPTH, inner: None, source: &source, fresh: false, visit };
    context.body(value);
}

pub(super) struct Context<'c, 'v> {
    pub(super) role: Role,
    pub(super) near: &'c [u8],
    beside: Beside<'c>,
    depth: usize,
    inner: Option<Inner<'c>>,
    source: &'c Source<'c>,
    fresh: bool,
    visit: &'c mut Visit<'v>,
}

impl<'v> Context<'_, 'v> {
    /// The same context, for what stands near something that may name the provider.
    pub(super) fn near<'n>(&'n mut self, near: &'n [u8]) -> Context<'n, 'v> {
        let beside = self.beside;
        self.with(near, beside)
    }

    /// The same context, for the parameters of a form.
    pub(super) fn beside<'n>(&'n mut self, form: &'n [u8]) -> Context<'n, 'v> {
        let near = self.near;
        self.with(near, Beside::Form(form))
    }

    fn with<'n>(&'n mut self, near: &'n [u8], beside: Beside<'n>) -> Context<'n, 'v> {
        let (role, depth, inner, source, fresh) =
            (self.role, self.depth, self.inner, self.source, self.fresh);
        Context { role, near, beside, depth, inner, source, fresh, visit: self.visit }
    }

    pub(super) fn pair(&mut self, name: &[u8], value: Text<'_>) {
        self.emit(name, value, self.role, false);
    }

    /// The same context, for text that was decoded: the rules of known formats have not seen it in this form.
    pub(super) fn fresh(&mut self) -> Context<'_, 'v> {
        let (near, beside) = (self.near, self.beside);
        Context { fresh: true, ..self.with(near, beside) }
    }

    /// The password of a command that logs in.
    pub(super) fn password(&mut self, value: Text<'_>) {
        if !value.bytes.is_empty() {
            let pair = self.made(b"password", value, self.role, false);
            (self.visit)(&Pair { usage: Usage::Command, ..pair });
        }
    }

    fn emit(&mut self, name: &[u8], value: Text<'_>, role: Role, fresh: bool) {
        if !value.bytes.is_empty() {
            let pair = self.made(name, value, role, fresh);
            (self.visit)(&pair);
        }
    }

    fn made<'p>(&self, name: &'p [u8], value: Text<'p>, role: Role, fresh: bool) -> Pair<'p>
    where
        Self: 'p,
    {
        let Source { secret_type, place, .. } = *self.source;
        let form = place == Place::Value(PairKind::Form)
            || matches!(self.beside, Beside::Form(_)) && role == Role::Body;
        let fresh = fresh || self.fresh;
        let usage = match place {
            Place::Value(PairKind::VaultSecret) => Usage::Vault,
            _ if form => Usage::Form,
            _ => Usage::Plain,
        };
        let (inner, near, beside) = (self.inner, self.near, self.beside);
        Pair { name, value, role, inner, near, fresh, secret_type, usage, beside }
    }

    /// A value as it stands in a URL, a form or a cookie.
    pub(super) fn encoded(&mut self, name: &[u8], value: Text<'_>, role: Role) {
        // `%ADMIN%` is a reference, and `%AD` no escape.
        match percent::decode(value.bytes).filter(|_| !has_reference(value.bytes)) {
            Some(decoded) => self.emit(name, decoded.text(&value, Decoder::Percent), role, true),
            None => self.emit(name, value, role, false),
        }
    }

    pub(super) fn data(&mut self, name: &[u8], value: Text<'_>) {
        if is_header_name(name) {
            self.header(name, value);
        } else if looks_like_json(value.bytes) && self.depth > 0 {
            self.json(value, Place::Data(self.role));
        } else if url::looks_like_url(value.bytes) {
            url::pairs(self, value);
        } else if is_connection_string(value.bytes) {
            text::assignments(self, value);
            self.pair(name, value);
        } else if is_command(value.bytes)
            || is_prose(value.bytes)
            || name == b"query" && value.bytes.contains(&b'{')
        {
            text::prose(self, value);
        } else if self.role == Role::Query {
            self.encoded(name, value, Role::Query);
        } else {
            self.pair(name, value);
        }
    }

    fn body(&mut self, value: Text<'_>) {
        let first = value.bytes.iter().find(|b| !b.is_ascii_whitespace());
        match first {
            // Also where the end is missing or something follows it: bodies are cut short, and commented.
            Some(b'{' | b'[') if self.depth > 0 => self.json(value, Place::Data(self.role)),
            Some(b'<') => {
                markup::elements(self, value);
                // Pages hold scripts with settings.
                if memchr::memmem::find(value.bytes, b"<script").is_some() {
                    text::code(self, value);
                }
            }
            Some(b'-') if multipart::is_multipart(value.bytes) => multipart::parts(self, value),
            Some(_) if is_form(value.bytes) => url::form(self, value),
            Some(_) => text::prose(self, value),
            None => {}
        }
    }

    /// JSON inside a string.
    fn json(&mut self, value: Text<'_>, root: Place) {
        if self.depth == 0 {
            return;
        }
        let layout = Layout::inner(value.bytes, root);
        for id in layout.leaves() {
            let node = layout.tape.node(id);
            let place = layout.place(id);
            if place.is_metadata()
                || node.range().is_empty()
                || self.source.heat.is_some_and(|heat| heat.is_cold(&layout, &value, id))
            {
                continue;
            }
            let name = layout.name(value.bytes, id).unwrap_or_default();
            let own = Inner { outer: self.inner.as_ref(), layout: &layout, text: value.bytes, node: id };
            let fresh = self.fresh || node.escaped;
            layout.with_value(&value, id, |inner| {
                let beside = Beside::Json { layout: &layout, text: value.bytes, node: id };
                let source = Source {
                    place,
                    name: &name,
                    value: inner,
                    secret_type: false,
                    near: self.near,
                    beside,
                    heat: self.source.heat,
                };
                let mut own_visit =
                    |pair: &Pair<'_>| (self.visit)(&Pair { fresh: fresh || pair.fresh, ..*pair });
                if node.kind == Kind::Bare {
                    Context {
                        role: place.role(),
                        near: self.near,
                        beside,
                        depth: 0,
                        inner: Some(own),
                        source: &source,
                        fresh: false,
                        visit: &mut own_visit,
                    }
                    .pair(&name, inner);
                } else {
                    at_depth(&source, self.depth - 1, Some(own), &mut own_visit);
                }
            });
        }
    }

    /// `Name: value` lines; a line that begins with `//` is switched off.
    fn header_lines(&mut self, block: Text<'_>) {
        for line in lines(block) {
            let trimmed = trim(line);
            let line = trimmed
                .bytes
                .strip_prefix(b"//")
                .map_or(trimmed, |rest| trimmed.slice(trimmed.bytes.len() - rest.len()..trimmed.bytes.len()));
            if let Some(colon) = memchr::memchr(b':', line.bytes) {
                let name = line.bytes[..colon].trim_ascii();
                self.header(name, trim(line.slice(colon + 1..line.bytes.len())));
            }
        }
    }

    fn header(&mut self, name: &[u8], value: Text<'_>) {
        if name.eq_ignore_ascii_case(b"cookie") {
            self.cookies(value);
        } else if name.eq_ignore_ascii_case(b"set-cookie") {
            let end = memchr::memchr(b';', value.bytes).unwrap_or(value.bytes.len());
            self.cookies(value.slice(0..end));
        } else if !authorization::parameters(self, value) {
            if looks_like_json(value.bytes) {
                self.json(value, Place::Data(self.role));
            } else if is_header_name(name) {
                self.pair(name, value);
            } else {
                self.data(name, value);
            }
        }
    }

    pub(super) fn cookies(&mut self, value: Text<'_>) {
        for cookie in split(value, b';') {
            if let Some(equals) = memchr::memchr(b'=', cookie.bytes) {
                let name = cookie.bytes[..equals].trim_ascii();
                self.encoded(name, trim(cookie.slice(equals + 1..cookie.bytes.len())), Role::Cookie);
            }
        }
    }
}

/// Running text, which may hold a credential but is none.
fn is_prose(bytes: &[u8]) -> bool {
    bytes.contains(&b' ') && (bytes.len() > text::PROSE_LEN || memchr::memmem::find(bytes, b"://").is_some())
}

/// `mysqldump --password=… orders`
fn is_command(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b" --").is_some()
}

/// `Server=…;User Id=…;Password=…`
fn is_connection_string(bytes: &[u8]) -> bool {
    split_bytes(bytes, b';').filter(|part| part.contains(&b'=')).take(2).count() == 2
}

fn is_header_name(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 4] = [b"authorization", b"proxy-authorization", b"cookie", b"set-cookie"];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

pub(super) fn looks_like_json(bytes: &[u8]) -> bool {
    let trimmed = bytes.trim_ascii();
    // Not a lone reference: `{{name}}` begins with a brace as well.
    let reference = trimmed.starts_with(b"{{") && trimmed.ends_with(b"}}") && !trimmed.contains(&b'"');
    !reference
        && matches!((trimmed.first(), trimmed.last()), (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')))
        || matches!(trimmed, [b'{' | b'[', .., b'"' | b','])
}

/// `a=b&c=d`, on one line and without blanks.
pub(super) fn is_form(bytes: &[u8]) -> bool {
    memchr::memchr(b'=', bytes).is_some() && !bytes.trim_ascii().iter().any(u8::is_ascii_whitespace)
}

pub(super) fn split_bytes(bytes: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    bytes.split(move |&b| b == separator)
}

/// The text without blanks at its ends.
pub(super) fn trim(text: Text<'_>) -> Text<'_> {
    let start = text.bytes.len() - text.bytes.trim_ascii_start().len();
    let len = text.bytes.trim_ascii().len();
    text.slice(start..start + len)
}

pub(super) fn split<'t>(text: Text<'t>, separator: u8) -> impl Iterator<Item = Text<'t>> {
    let ends = memchr::memchr_iter(separator, text.bytes).chain(std::iter::once(text.bytes.len()));
    let mut start = 0;
    ends.map(move |end| {
        let part = text.slice(start..end);
        start = end + 1;
        part
    })
}

pub(super) fn lines<'t>(text: Text<'t>) -> impl Iterator<Item = Text<'t>> {
    split(text, b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs in a string at a place: role, name, value.
    fn pairs(place: Place, name: &str, value: &str) -> Vec<(Role, String, String)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut found = Vec::new();
        let value = Text::file(value.as_bytes());
        let source = Source {
            place,
            name: name.as_bytes(),
            value,
            secret_type: false,
            near: b"",
            beside: Beside::Nothing,
            heat: None,
        };
        expand(&source, &mut |pair| found.push((pair.role, text(pair.name), text(pair.value.bytes))));
        found
    }

    fn one(role: Role, name: &str, value: &str) -> Vec<(Role, String, String)> {
        vec![(role, name.to_owned(), value.to_owned())]
    }

    #[test]
    fn header_blocks_are_lines() {
        let block = "Accept: */*\r\n// X-Token: off\nCookie: a=b; sid=x%3Dy\nAuthorization: OAuth oauth_token=\"t%2Fk\", realm=\"r\"";
        let found = pairs(Place::Pairs(PairKind::Header), "headers", block);
        let expected = [
            (Role::Header, "Accept", "*/*"),
            (Role::Header, "X-Token", "off"),
            (Role::Cookie, "a", "b"),
            (Role::Cookie, "sid", "x=y"),
            (Role::Header, "oauth_token", "t/k"),
            (Role::Header, "realm", "r"),
        ];
        let shown: Vec<_> = found.iter().map(|(role, name, value)| (*role, &**name, &**value)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn only_the_cookie_of_a_set_cookie_header_counts() {
        let found = pairs(Place::Value(PairKind::ResponseHeader), "Set-Cookie", "sid=abc; Path=/; HttpOnly");
        assert_eq!(found, one(Role::Cookie, "sid", "abc"));
    }

    #[test]
    fn json_in_a_body_and_json_in_that() {
        let body = r#"{"a": {{x}}, "login": "{\"password\": \"p\\u0077\"}", "list": [{"key": "token", "value": 7}]}"#;
        let found = pairs(Place::BodyText, "raw", body);
        assert!(found.contains(&(Role::Body, "password".to_owned(), "pw".to_owned())), "{found:?}");
        assert!(found.contains(&(Role::Body, "token".to_owned(), "7".to_owned())), "{found:?}");
    }

    #[test]
    fn a_body_that_is_cut_short_or_commented_is_still_json() {
        let password = (Role::Body, "password".to_owned(), "Ab3!x".to_owned());
        for body in [r#"{"password": "Ab3!x", "more": "#, r#"{"password": "Ab3!x"} // the old one"#] {
            assert!(pairs(Place::BodyText, "raw", body).contains(&password), "{body}");
        }
    }

    #[test]
    fn assignments_stay_linear() {
        for unit in ["token=", "token:", "token: ", "token=token:"] {
            let found = pairs(Place::Description, "description", &unit.repeat(20_000));
            let bytes: usize = found.iter().map(|(_, _, value)| value.len()).sum();
            assert!(bytes <= 3 * unit.len() * 20_000, "{unit}: {bytes}");
        }
    }

    #[test]
    fn forms_urls_and_markup() {
        assert_eq!(pairs(Place::BodyText, "raw", "pw=a%20b"), one(Role::Body, "pw", "a b"));
        let url = "https://h.test/p?k=v#t=w";
        let query = |name: &str, value: &str| (Role::Query, name.to_owned(), value.to_owned());
        assert_eq!(pairs(Place::UrlText, "raw", url), [query("k", "v"), query("t", "w")]);
        assert_eq!(pairs(Place::Value(PairKind::Variable), "link", url).len(), 2);
        let soap = "<s:Body><wsse:Password Type=\"x\">pw</wsse:Password></s:Body>";
        let body = |name: &str, value: &str| (Role::Body, name.to_owned(), value.to_owned());
        assert_eq!(pairs(Place::BodyText, "raw", soap), [body("Type", "x"), body("Password", "pw")]);
        let settings =
            "<c><!-- > --><user pw='a>b'/><add key=\"k\" value=\"v\"/><e key=\"f\"><![CDATA[g<h]]></e></c>";
        let expected = [body("pw", "a>b"), body("k", "v"), body("f", "g<h")];
        assert_eq!(pairs(Place::BodyText, "raw", settings), expected);
    }

    #[test]
    fn every_part_of_a_url() {
        let found =
            pairs(Place::UrlText, "raw", "redis://a@b:p@w@h.test/x/reset/tok12345;jsessionid=s1?k=v#t=w");
        for (role, name, value) in [
            (Role::Url, "password", "p@w"),
            (Role::Path, "x/reset/", "tok12345"),
            (Role::Query, "jsessionid", "s1"),
            (Role::Query, "k", "v"),
            (Role::Query, "t", "w"),
        ] {
            assert!(found.contains(&(role, name.to_owned(), value.to_owned())), "{name}: {found:?}");
        }
    }

    #[test]
    fn descriptions_hold_curl_lines_and_tables() {
        let text = "```\ncurl -u 'me:pw:1' https://h.test\n```\n| `api_key` | `abc` |\n<td>token</td>\n<td>def</td>\n**Secret:** ghijklmn";
        let found = pairs(Place::Description, "description", text);
        for (name, value) in
            [("password", "pw:1"), ("api_key", "abc"), ("token", "def"), ("Secret", "ghijklmn")]
        {
            assert!(
                found.contains(&(Role::Description, name.to_owned(), value.to_owned())),
                "{name}: {found:?}"
            );
        }
    }

    #[test]
    fn text_says_it_in_many_ways() {
        for (text, name, value) in [
            ("the API key for the pilot is `abcdefghijkl1`.", "API key for the pilot", "abcdefghijkl1"),
            ("Set `Token Key` to \"abcdefghijkl1\".", "Token Key", "abcdefghijkl1"),
            ("mot de passe : abcdefgh1=2", "mot de passe", "abcdefgh1=2"),
            ("| user | password |\n|---|---|\n| me | abcdefgh1 |", "password", "abcdefgh1"),
            ("<dl><dt>api_key</dt><dd>abcdefgh1</dd></dl>", "api_key", "abcdefgh1"),
            ("<p>token: <code>abcdefgh1</code></p>", "token", "abcdefgh1"),
            ("CREATE USER me IDENTIFIED BY 'abcdefgh1'", "password", "abcdefgh1"),
        ] {
            let found = pairs(Place::Description, "description", text);
            let expected = (Role::Description, name.to_owned(), value.to_owned());
            assert!(found.contains(&expected), "{text}: {found:?}");
        }
        let cookie = pairs(Place::Description, "description", "GET / HTTP/1.1\nCookie: sid=abcdefgh1; a=b\n");
        assert!(cookie.contains(&(Role::Cookie, "sid".to_owned(), "abcdefgh1".to_owned())), "{cookie:?}");
    }

    #[test]
    fn multipart_bodies_have_parts() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nabc def\r\n--x--";
        assert_eq!(pairs(Place::BodyText, "raw", body), one(Role::Body, "password", "abc def"));
    }

    #[test]
    fn names_and_values_in_elements_of_their_own() {
        let body = "<item><name>apiKey</name><value>abc</value></item>";
        assert_eq!(pairs(Place::BodyText, "raw", body), one(Role::Body, "apiKey", "abc"));
    }

    #[test]
    fn connection_strings_are_settings() {
        let found = pairs(Place::Value(PairKind::Variable), "db", "Server=h;User Id=sa;Password=abcdefgh1;");
        assert!(
            found.contains(&(Role::Variable, "Password".to_owned(), "abcdefgh1".to_owned())),
            "{found:?}"
        );
    }

    #[test]
    fn requests_in_examples_may_be_json_text() {
        let request = r#"{"url": "u", "headers": [{"key": "X-Token", "value": "abc"}]}"#;
        assert_eq!(pairs(Place::Request, "request", request), one(Role::Header, "X-Token", "abc"));
        assert_eq!(pairs(Place::Request, "request", "http://h.test/?k=v"), one(Role::Query, "k", "v"));
    }

    #[test]
    fn prose_gives_what_is_announced_or_assigned() {
        let text = "Use `client_secret=abcdefgh1` or \"token\": \"ijklmnop2\", or\ncurl -H 'Authorization: Bearer qrstuvwx3'";
        let found = pairs(Place::Description, "description", text);
        for value in ["abcdefgh1", "ijklmnop2", "Bearer qrstuvwx3"] {
            assert!(found.iter().any(|(_, _, v)| v == value), "{value}: {found:?}");
        }
    }

    #[test]
    fn metadata_holds_no_pairs() {
        assert_eq!(pairs(Place::Metadata, "token", "abc"), []);
    }

    #[test]
    fn nesting_without_end_ends() {
        let deep = (0..11).fold("\"x\"".to_owned(), |inner, _| {
            serde_json::to_string(&format!("{{\"a\":{inner}}}")).unwrap()
        });
        let value: String = serde_json::from_str(&deep).unwrap();
        assert!(pairs(Place::BodyText, "raw", &value).len() <= INNER_DEPTH + 1);
    }
}
