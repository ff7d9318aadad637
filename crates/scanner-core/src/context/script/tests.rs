use proptest::prelude::*;

use crate::context::beside::Beside;
use crate::context::expand::{Source, expand};
use crate::decode::Text;
use crate::finding::{Decoder, Span};
use crate::postman::Place;

struct Found {
    name: String,
    value: String,
    span: Span,
    decoders: Vec<Decoder>,
}

fn found(script: &[u8]) -> Vec<Found> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut found = Vec::new();
    let (value, beside) = (Text::file(script), Beside::Nothing);
    let source = Source {
        place: Place::Script,
        name: b"exec",
        value,
        secret_type: false,
        near: b"",
        beside,
        heat: None,
    };
    expand(&source, &mut |pair| {
        let (name, value) = (text(pair.name), text(pair.value.bytes));
        found.push(Found { name, value, span: pair.value.span(), decoders: pair.value.decoders() });
    });
    found
}

/// Scripts and the pairs in them, as `name=value`, in order of their values.
fn check(cases: &[(&str, &[&str])]) {
    for (script, expected) in cases {
        let found = found(script.as_bytes());
        let mut shown: Vec<_> = found.iter().map(|pair| format!("{}={}", pair.name, pair.value)).collect();
        let mut expected = expected.to_vec();
        shown.sort_unstable();
        expected.sort_unstable();
        assert_eq!(shown, expected, "{script}");
    }
}

/// Scripts in which nothing is given a value.
fn check_silent(scripts: &[&str]) {
    scripts.iter().for_each(|script| check(&[(script, &[])]));
}

#[test]
fn assignments() {
    check(&[
        (r#"const apiKey = "abcdefgh1";"#, &["apiKey=abcdefgh1"]),
        (r#"let a = 'x', b = "y""#, &["a=x", "b=y"]),
        (r#"obj.password = "x"; other.thing = 5"#, &["password=x"]),
        (r#"headers["X-Api-Key"] = `k`"#, &["X-Api-Key=k"]),
        (r#"headers?.['X-Api-Key'] = "k""#, &["X-Api-Key=k"]),
        (r#"token += "x""#, &["token=x"]),
        (r#"token ||= "x"; key ??= "y""#, &["token=x", "key=y"]),
        (r#"tokens[0] = "x""#, &["tokens=x"]),
        (r#"function f(user, password = "x", n = 1) { return user }"#, &["password=x"]),
        (r#"const f = ({ password = "x" }, secret = "y") => 1"#, &["password=x", "secret=y"]),
        (r#"const apiKey: string | null = "x""#, &["apiKey=x"]),
        (
            r#"class A { static apiKey = "x"; private token: string = "y"; #pin = "z" }"#,
            &["apiKey=x", "token=y", "pin=z"],
        ),
        ("const a = load()\nb = 'x'\nlog('y')", &["b=x"]),
        (r#"a = b = "x""#, &["b=x"]),
        (r#"token = ("x")"#, &["token=x"]),
        (r#"token = await encodeURIComponent("x y")"#, &["token=x y"]),
        (r#"token = "x".trim()"#, &["token=x"]),
        (r#"if (a) token = "x"; else secret = "y""#, &["token=x", "secret=y"]),
        (r#"switch (a) { case "b": token = "x"; break; default: secret = "y" }"#, &["token=x", "secret=y"]),
        (r#"a = b.replace(/["']/g, "c"); token = "x""#, &["token=x"]),
    ]);
    check_silent(&[
        r#"if (token === "abc") {}"#,
        r#"ok = token == "abc" && "abc" !== token && 'abc' in token"#,
        r#"if (token != "abc" || 'abc' == token) {}"#,
        r#"const token = login("admin", "abc")"#,
        r#"const f = function () { return "abc" }"#,
        r#"const [a, b] = load("abc")"#,
        r#"items.map(x => "abc")"#,
        r#"const a = load; "abc""#,
        r#"const password = row["abc"]"#,
    ]);
}

#[test]
fn members_of_objects() {
    check(&[
        (r#"f({ password: "x" })"#, &["password=x"]),
        (r#"{"password": "x"}"#, &["password=x"]),
        (r#"({ 'client-secret': `x` })"#, &["client-secret=x"]),
        (r#"o = { ["X-Key"]: "x" }"#, &["X-Key=x"]),
        (
            "login({\n  user: 'u',\n  auth: {\n    password:\n      \"x\",\n  },\n})",
            &["user=u", "password=x"],
        ),
        (r#"o = { tokens: ["x", "y", f("z")], n: 1 }"#, &["tokens=x", "tokens=y"]),
        (r#"o = { tokens: [{ id: "x" }], after: "y" }"#, &["id=x", "after=y"]),
        (r#"o = { default: "x", return: "y" }"#, &["default=x", "return=y"]),
        (r#"o = { a: b ? "x" : "y", c: "z" }"#, &["a=x", "a=y", "c=z"]),
        (r#"o = { a, password: () => "x" }"#, &["password=x"]),
    ]);
    check_silent(&[
        r#"o = { a, get password() { return "x" } }"#,
        r#"o = { password, ["a" + b]: c }"#,
        r#"o = { "password": password }"#,
    ]);
}

#[test]
fn objects_of_a_key_and_a_value() {
    check(&[
        (r#"{ key: "X-Api-Key", value: "x" }"#, &["X-Api-Key=x"]),
        (r#"{ "value": "x", "key": "X-Api-Key" }"#, &["X-Api-Key=x"]),
        (
            "[\n  {\n    name: 'token',\n    value: 'x'\n  },\n  { value: 'y', name: 'pin' }\n]",
            &["token=x", "pin=y"],
        ),
        (r#"{ name: "One", key: "X-Two", value: "x" }"#, &["X-Two=x"]),
        (r#"{ key: "a", value: ["x", ("y")] }"#, &["a=x", "a=y"]),
        (r#"{ key: "a", value: b ? "x" : "y" }"#, &["a=x", "a=y"]),
        (r#"{ key: "Authorization", value: "Basic " + btoa("ann:abcdefgh1") }"#, &["password=abcdefgh1"]),
        (r#"{ value: { password: "x" }, key: "a" }"#, &["password=x"]),
        (r#"{ key: "x" }"#, &["key=x"]),
        (r#"{ value: "x", id: "y" }"#, &["value=x", "id=y"]),
    ]);
    check_silent(&[r#"{ key: "X-Api-Key", value: token }"#, r#"{ value: token, name: "password" }"#]);
}

#[test]
fn setters() {
    check(&[
        (r#"pm.environment.set("token", "x")"#, &["token=x"]),
        (r#"pm.globals.set('token', 'x'); pm.variables.set("pin", `1`)"#, &["token=x", "pin=1"]),
        (r#"pm.collectionVariables.set("token", "x")"#, &["token=x"]),
        (r#"postman.setEnvironmentVariable("token", "x")"#, &["token=x"]),
        (r#"postman.setGlobalVariable("token", "x")"#, &["token=x"]),
        (r#"headers.append("X-Key", "x"); headers.set("X-B", "y")"#, &["X-Key=x", "X-B=y"]),
        (r#"pm.request.headers.upsert({ key: "X-Key", value: "x" })"#, &["X-Key=x"]),
        (r#"localStorage.setItem("token", "x")"#, &["token=x"]),
        (r#"url.searchParams.set("token", "x")"#, &["token=x"]),
        (r#"jar.set(url, "sid", "x", done)"#, &["sid=x"]),
        (r#"jar.set("http://h.test/", "sid", "x")"#, &["sid=x"]),
        (r#"pm.request.headers.add("X-Key: x")"#, &["X-Key=x"]),
        (r#"pm.request.headers.add("X-Key: " + "abcdefgh1")"#, &["X-Key=abcdefgh1"]),
        (r#"pm.request.addHeader("X-Key: x y")"#, &["X-Key=x y"]),
        (r#"pm.request.url.query.add("token=x")"#, &["token=x"]),
        (r#"xhr.setRequestHeader("X-Key", "x")"#, &["X-Key=x"]),
        (r#"request({ header: ["X-Key: x", 'Accept: y'] })"#, &["X-Key=x", "Accept=y"]),
        (r#"new URL(u).searchParams.append("token", ok ? "x" : "y")"#, &["token=x", "token=y"]),
        (r#"pm.environment.set("token_" + i, "x")"#, &["token_=x"]),
        ("pm.environment.set(\n  'token',\n  'x'\n)", &["token=x"]),
    ]);
    check_silent(&[
        r#"pm.environment.set("token", load("x"))"#,
        r#"pm.environment.unset("token", "x")"#,
        r#"set("token", "x")"#,
        r#"log("token", "x")"#,
        r#"pm.environment.get("token")"#,
    ]);
}

#[test]
fn fallbacks() {
    check(&[
        (r#"const t = pm.variables.get("pw") || "x""#, &["pw=x"]),
        (r#"const t = pm.variables.get('pw') ?? 'x'"#, &["pw=x"]),
        (r#"const t = process.env.API_KEY || "x""#, &["API_KEY=x"]),
        (r#"const t = process.env["API_KEY"] || "x""#, &["API_KEY=x"]),
        (r#"const t = config.apiKey || "x""#, &["apiKey=x"]),
        (r#"const token = config.value || "x""#, &["token=x"]),
        (r#"const token = t || "x""#, &["token=x"]),
        (r#"const token = load() || "x""#, &["token=x"]),
        (r#"login(password || "x", "y")"#, &["password=x"]),
        (r#"const token = a ? b : "x", other = a ? "y" : b"#, &["token=x", "other=y"]),
        (r#"pm.environment.set("token", pm.globals.get("old") || "x")"#, &["old=x"]),
        (r#"return postman.getEnvironmentVariable("pw") || "x""#, &["pw=x"]),
        (r#"o = { a: b || "x", c: "y" }"#, &["a=x", "c=y"]),
    ]);
    check_silent(&[r#"login("x" || y)"#, r#"if (a.b == "x" || b == "y") {}"#, r#"a && b("x") || c"#]);
}

#[test]
fn pieces() {
    check(&[
        (r#"const auth = "Bearer " + "abcdefgh1""#, &["Authorization=abcdefgh1"]),
        (r#"h["X-Auth"] = 'Token ' + 'abcdefgh1'"#, &["Authorization=abcdefgh1"]),
        (r#"const auth = "Bearer" + " " + "abcdefgh1""#, &["Authorization=abcdefgh1"]),
        (r#"const token = "abcdefgh1" + "ijk" + "lmnopq2""#, &["token=abcdefgh1", "token=lmnopq2"]),
        (r#"const token = prefix + "abcdefgh1""#, &["token=abcdefgh1"]),
        ("const token = `${a}abcdefgh1${b}ijk`", &["token=abcdefgh1"]),
        ("send(`Bearer ${t || 'abcdefgh1'}`)", &["Authorization=abcdefgh1"]),
        ("const a = `x ${{ password: 'y' }} z ${`${{ token: 'w' }}`}`", &["password=y", "token=w"]),
        (r#"const body = "user=" + u + "&client_secret=" + "abcdefgh1""#, &["client_secret=abcdefgh1"]),
        (r#"const body = "user=" + u + "&pin=12345&x=1""#, &["pin=12345", "x=1"]),
        (r#"const body = '{"password":"' + 'abcdefgh1' + '"}'"#, &["password=abcdefgh1"]),
        (r#"const body = '{"user":"' + u + '","password":"abcdefgh1"}'"#, &["password=abcdefgh1"]),
        ("const body = `{\"user\": \"${u}\", \"pin\": \"123\"}`", &["pin=123", "user=${u}"]),
        ("const url = `/path?user=${u}&token=abcdefgh1`", &["token=abcdefgh1"]),
        (r#"const auth = "Basic " + btoa("ann:abc:d")"#, &["password=abc:d"]),
        (r#"const auth = "Basic " + btoa("abcdefgh1")"#, &["Authorization=abcdefgh1"]),
        (r#"const auth = 'Basic ' + btoa("ann" + ":" + "abc")"#, &["password=abc"]),
        (r#"const auth = 'Basic ' + btoa("abcdefgh1" + ":")"#, &["Authorization=abcdefgh1"]),
        ("const auth = `Basic ${btoa(`${user}:abc`)}`", &["password=abc"]),
        ("const auth = `Basic ${window.btoa(`ann:${password}`)}`", &[]),
    ]);
    check_silent(&[r#"a = "Bearer " + token + "ijk""#, "a = `Basic ${btoa(user + ':' + password)}`"]);
}

#[test]
fn keys_of_cryptography() {
    check(&[
        (r#"CryptoJS.HmacSHA256("message", "x").toString()"#, &["hmac_key=x"]),
        (r#"const s = CryptoJS.HmacMD5(a + "b", 'x')"#, &["hmac_key=x"]),
        (r#"crypto.createHmac("sha256", "x").update("b")"#, &["hmac_key=x"]),
        (r#"crypto.createHmac("sha256", Buffer.from("ab:cd", "hex"))"#, &["hmac_key=ab:cd"]),
        (r#"CryptoJS.AES.encrypt("message", "x")"#, &["encryption_key=x"]),
        (
            r#"CryptoJS.TripleDES.decrypt(text, CryptoJS.enc.Utf8.parse("x"), { iv: iv })"#,
            &["encryption_key=x"],
        ),
        (r#"crypto.createCipheriv("aes-256-cbc", "x", iv)"#, &["encryption_key=x"]),
        (r#"jwt.sign({ sub: "a" }, "x", { algorithm: "b" })"#, &["sub=a", "signing_key=x", "algorithm=b"]),
        (r#"jsonwebtoken.sign(payload, "x")"#, &["signing_key=x"]),
        (r#"KJUR.jws.JWS.sign("HS256", header, payload, "x")"#, &["signing_key=x"]),
        (r#"KJUR.jws.JWS.sign(null, header, payload, { utf8: "x" })"#, &["signing_key=x"]),
        (
            r#"new jose.SignJWT(p).setProtectedHeader(h).sign(new TextEncoder().encode("x"))"#,
            &["signing_key=x"],
        ),
        (r#"const key = CryptoJS.enc.Hex.parse("x")"#, &["key=x"]),
        (r#"const key = CryptoJS.enc.Base64.parse(pm.variables.get("k") || "x")"#, &["k=x"]),
        (r#"CryptoJS.PBKDF2("x", salt, { keySize: 8 })"#, &["passphrase=x"]),
        (r#"const auth = btoa("ann:abc")"#, &["password=abc"]),
        (r#"auth = Buffer.from("ann:abc", "utf8").toString("base64")"#, &["password=abc"]),
        (r#"auth = new Buffer("ann:abc").toString("base64")"#, &["password=abc"]),
        (r#"const a = CryptoJS.enc.Base64.stringify(CryptoJS.enc.Utf8.parse("ann:abc"))"#, &["password=abc"]),
        (r#"const time = CryptoJS.enc.Utf8.parse("12:30")"#, &["time=12:30"]),
        (r#"const auth = btoa("a message: it is")"#, &["auth=a message: it is"]),
        (r#"const auth = btoa("abcdefgh1:")"#, &["auth=abcdefgh1:"]),
    ]);
    check_silent(&[
        r#"const hash = CryptoJS.SHA256("message").toString()"#,
        r#"crypto.createHash("sha256").update("b").digest("hex")"#,
        r#"btoa("abc")"#,
        r#"crypto.createSign("RSA-SHA256").update("b")"#,
    ]);
}

#[test]
fn comments_are_read_like_code() {
    check(&[
        (r#"// const apiKey = "x""#, &["apiKey=x"]),
        ("// login({\n//   key: 'X-Key',\n//   value: 'x',\n// })", &["X-Key=x"]),
        ("/* password = 'x'\n * token = 'y' */ a = 'z'", &["password=x", "token=y", "a=z"]),
        ("a = { // it's: off\n  b: 'x', // password: 'y'\n  c: 'z' }", &["b=x", "password=y", "c=z"]),
        ("// don't set x-api-key: 'x'", &["x-api-key=x"]),
        (r#"pm.environment.set("a", /* "b" */ "x")"#, &["a=x"]),
    ]);
    check_silent(&[
        "// the user's \"abc\" and the token, 'def'",
        "/* \"abc\" */ // 'def'",
        "/* it's \"fine\"",
    ]);
}

#[test]
fn literals_may_be_documents() {
    check(&[
        (
            r#"const body = '{"password": "x", "list": [{"key": "a", "value": "y"}]}'"#,
            &["password=x", "key=a", "a=y"],
        ),
        (r#"JSON.parse('{"password": "x"}')"#, &["password=x"]),
        (r#"const body = "{\"password\": \"x\\u0079\"}""#, &["password=xy"]),
        (r#"const body = "grant_type=a&client_secret=x%20y""#, &["grant_type=a", "client_secret=x y"]),
        (r#"pm.request.body.update("pin=x")"#, &["pin=x"]),
        (r#"const u = "/path?token=x""#, &["token=x"]),
        (r#"const body = "<a><Password>x</Password></a>""#, &["Password=x"]),
        (
            "const q = `query {\n  login(user: \"u\", password: \"x\")\n}`",
            &["user=u", "password=x", "q=query {\n  login(user: \"u\", password: \"x\")\n}"],
        ),
        (r#"o = { Cookie: "sid=x; b=y" }"#, &["sid=x", "b=y"]),
        (r#"token = "YWJjZA==""#, &["token=YWJjZA=="]),
    ]);
}

#[test]
fn urls_and_schemes_are_found_anywhere() {
    check(&[
        (r#"log("https://h.test/?token=x")"#, &["token=x"]),
        ("// curl -H 'Authorization: Bearer abcdefgh1'", &["Authorization=Bearer abcdefgh1"]),
    ]);
}

#[test]
fn what_gives_no_value_gives_no_pair() {
    check_silent(&[
        r#"pm.expect(a.token).to.eql("x")"#,
        r#"pm.expect("a", "b").to.have.property("token", "x")"#,
        r#"pm.test("token: is set", () => { pm.response.to.have.header("token", "x") })"#,
        r#"console.log("Token: " + (ok ? "present" : "missing"))"#,
        r#"console.log("token", 'x', `y ${token} is the token`)"#,
        r#"if (typeof token === "string") {}"#,
        r#"switch (token) { case "a": case 'b': log("c"); break; default: log("d") }"#,
        r#"import token from "x"; const secret = require("y")"#,
        r#"throw new Error("token: x")"#,
        r#"const quotes = /["'`]/g, half = a / b"#,
        r#"it's "fine""#,
    ]);
}

#[test]
fn stray_quotes_cost_their_line() {
    check(&[
        ("a = 'abc\nb = 'x'", &["b=x"]),
        ("a = it\"s\nb = 'x'", &["b=x"]),
        ("a = `abc\nb = 'x'", &["b=x"]),
        ("a = `abc ${\nb = 'x'", &["b=x"]),
        ("a = /* abc\nb = 'x'", &["b=x"]),
        ("a = /[abc\nb = 'x'", &["b=x"]),
        ("f(((\nconst b = 'x'", &["b=x"]),
        ("f)]}}\nb = 'x'", &["b=x"]),
        ("a = 'x\\\ny'", &["a=xy"]),
        // From the stray backtick on templates and code have changed places.
        ("a = ` + b;\nc = 'x';\nd = `y`;\ne = 'z'", &["c=x", "a= + b;\nc = 'x';\nd = ", "e=z"]),
    ]);
}

#[test]
fn escapes_are_undone_and_named() {
    let script = br#"a = "\x61b\'c"; b = "plain""#;
    let all = found(script);
    assert_eq!((&*all[0].value, &all[0].decoders[..]), ("ab'c", [Decoder::JsString].as_slice()));
    assert_eq!(&script[all[0].span.range()], br"\x61b\'c");
    assert_eq!((&*all[1].value, &all[1].decoders[..]), ("plain", [].as_slice()));
}

/// Scripts made to be slow: quadratic work over them would not end.
#[test]
fn hostile_scripts_end() {
    const UNITS: [&str; 36] = [
        "\"",
        "'",
        "`",
        "{",
        "}",
        "(",
        "[",
        "/*",
        "*/",
        "//\n",
        "/",
        "/[",
        "\\",
        "\\'",
        "\\`",
        "`${",
        "`\\`${",
        "${",
        "'\\\n",
        "a.",
        "a.b(",
        "a[",
        "\"x\"(",
        "{key:\"a\",",
        "{value:\"a\",",
        "x?",
        "||\"a\"",
        "+\"abcdef\"",
        "btoa(",
        "a=>",
        "/**/a",
        "// '\na=",
        "'\\'",
        "set(\"a\",",
        "<a>",
        "a:",
    ];
    for unit in UNITS {
        for script in [unit.repeat(100_000), format!("token = {}\"x\"", unit.repeat(50_000))] {
            let bytes: usize = found(script.as_bytes()).iter().map(|pair| pair.value.len()).sum();
            assert!(bytes <= 4 * script.len(), "{unit}: {bytes}");
        }
    }
    let name = format!("x[\"{}\"] = {}", "n".repeat(500_000), "\"abcdefgh1\" + ".repeat(50_000));
    assert!(found(name.as_bytes()).iter().all(|pair| pair.name.len() < 200));
}

proptest! {
    /// Pieces of code in any order: values stand where they are said to stand.
    #[test]
    fn values_lie_in_the_script(pieces in prop::collection::vec(prop::sample::select(&[
        "a", "token", ".get(", ".set(", "\"x1\"", "'y=2'", "`z`", "`a${", "}b`", "\"", "'", "`", "\\", "{", "}", "(", ")", "[",
        "]", "key:", "value:", " = ", " + ", " || ", "?", ":", ",", ";", "\n", "//", "/*", "*/", "/", "btoa(\"u:p\")", "\"Basic \"",
        "é", "headers.add(\"A: b\")", "\"\\x41\"", "return ", "HmacSHA1(m, ",
    ][..]), 0..60)) {
        let script = pieces.concat();
        for pair in found(script.as_bytes()) {
            prop_assert!(pair.span.end <= script.len());
            if pair.decoders.is_empty() {
                prop_assert_eq!(pair.value.as_bytes(), &script.as_bytes()[pair.span.range()]);
            }
        }
    }

    #[test]
    fn any_bytes_are_read(script in prop::collection::vec(any::<u8>(), 0..200)) {
        for pair in found(&script) {
            prop_assert!(pair.span.end <= script.len());
        }
    }

    #[test]
    fn any_text_is_read(script in r#"[a-c'"`${}()\[\]/*\\+=:,;.|?\n é]{0,120}"#) {
        for pair in found(script.as_bytes()) {
            prop_assert!(pair.span.end <= script.len());
        }
    }
}
