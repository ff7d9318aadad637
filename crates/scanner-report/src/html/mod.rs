//! One HTML page that holds everything: findings with filters and search, charts, and, if there is one, an audit.
//!
//! The page loads nothing: its policy (CSP) allows the one script and the one style in it, by their hashes. What comes from artefacts stands in a block of
//! JSON in which nothing is markup; the script makes text of it and only text. The findings are those of [`jsonl`], field by field. Without
//! JavaScript the counts and the first findings are there.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::{self, Write};

use data_encoding::BASE64;
use scanner_core::Severity;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::audit::Audit;
use crate::control::Catalogue;
use crate::jsonl;
use crate::report::{Report, date};
use crate::wording::printable;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("app.js");

/// Findings that are shown where there is no JavaScript.
const PLAIN: usize = 100;

const SEVERITIES: [Severity; 4] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

/// Writes the page. `options` are those of JSON Lines: secrets are redacted but where it says otherwise.
///
/// ```
/// use scanner_report::control::Catalogue;
/// use scanner_report::{Report, html, jsonl};
///
/// let mut page = Vec::new();
/// html::write(&mut page, &Report::default(), None, &Catalogue::builtin(), jsonl::Options::default())?;
/// assert!(page.starts_with(b"<!DOCTYPE html>"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If `out` cannot be written.
pub fn write(
    out: &mut impl Write,
    report: &Report,
    audit: Option<&Audit>,
    catalogue: &Catalogue,
    options: jsonl::Options,
) -> io::Result<()> {
    let hash = |text: &str| BASE64.encode(&Sha256::digest(text));
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Postseal report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        hash(STYLE),
        hash(SCRIPT),
    )?;
    head(out, report)?;
    writeln!(out, "<main id=\"main\">")?;
    if audit.is_some() {
        writeln!(
            out,
            "<section aria-labelledby=\"a\"><h2 id=\"a\">Controls</h2><div id=\"audit\"></div></section>"
        )?;
    }
    body(out, report)?;
    writeln!(
        out,
        "</main>\n<footer><p>Made by Postseal. This page loads nothing and sends nothing.</p></footer>"
    )?;
    write!(out, "<script type=\"application/json\" id=\"data\">")?;
    data(out, report, audit, catalogue, options)?;
    write!(out, "</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

fn head(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let (artefacts, total) = (report.artefacts.len(), report.findings().count());
    writeln!(
        out,
        "<header><a class=\"skip\" href=\"#main\">Skip to the report</a><h1>{total} credential{} in {artefacts} artefact{}</h1>\
         <p class=\"soft\">{}</p>\n<ul class=\"cards\">",
        if total == 1 { "" } else { "s" },
        if artefacts == 1 { "" } else { "s" },
        date(report.started).unwrap_or_default(),
    )?;
    for severity in SEVERITIES {
        let (word, count) = (severity.as_str(), report.count(severity));
        writeln!(out, "<li class=\"card {word}\"><b>{count}</b><span class=\"soft\">{word}</span></li>")?;
    }
    writeln!(out, "</ul></header>")
}

/// The filters, by their ids, and what they are called.
const FILTERS: [(&str, &str); 5] = [
    ("severity", "Severity"),
    ("control", "Control"),
    ("rule", "Rule"),
    ("role", "Role"),
    ("place", "Workspace or file"),
];

fn body(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(
        out,
        "<section aria-labelledby=\"o\"><h2 id=\"o\">Overview</h2><div id=\"charts\" class=\"bars\"></div></section>"
    )?;
    writeln!(out, "<section aria-labelledby=\"found\"><h2 id=\"found\" tabindex=\"-1\">Findings</h2>")?;
    if report.findings().next().is_none() {
        writeln!(out, "<p>No credential was found.</p>")?;
    } else {
        write!(
            out,
            "<div class=\"filters\" role=\"search\"><label class=\"wide\">Search (press /)<input id=\"q\" type=\"search\" autocomplete=\"off\"></label>"
        )?;
        for (id, name) in FILTERS {
            write!(out, "<label>{name}<select id=\"{id}\"><option value=\"\">any</option></select></label>")?;
        }
        writeln!(
            out,
            "<button id=\"clear\" type=\"button\">Clear</button></div>\n<p id=\"count\" class=\"soft\" role=\"status\"></p>\n<ol id=\"findings\" class=\"findings\"></ol>\n\
             <div class=\"pager\"><button id=\"back\" type=\"button\">Previous</button><button id=\"next\" type=\"button\">Next</button></div>"
        )?;
        without_script(out, report)?;
    }
    writeln!(out, "</section>")?;
    writeln!(
        out,
        "<section aria-labelledby=\"c\"><h2 id=\"c\">Coverage</h2><div id=\"coverage\"></div></section>"
    )
}

fn without_script(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(
        out,
        "<noscript><table><thead><tr><th>Severity</th><th>What</th><th>Where</th></tr></thead><tbody>"
    )?;
    for (artefact, finding) in report.findings().take(PLAIN) {
        writeln!(
            out,
            "<tr><td>{}</td><td>{} {}</td><td>{}:{}</td></tr>",
            finding.severity.as_str(),
            Text(&finding.rule.title),
            Text(&finding.secret.to_string()),
            Text(&artefact.path),
            finding.at.line
        )?;
    }
    writeln!(out, "</tbody></table></noscript>")
}

/// Text as HTML: nothing in it is markup.
struct Text<'t>(&'t str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in printable(self.0).chars() {
            match c {
                '<' => f.write_str("&lt;"),
                '>' => f.write_str("&gt;"),
                '&' => f.write_str("&amp;"),
                '"' => f.write_str("&quot;"),
                '\'' => f.write_str("&#39;"),
                c => f.write_char(c),
            }?;
        }
        Ok(())
    }
}

/// What a rule says of its findings.
#[derive(Serialize)]
struct RuleData<'r> {
    why: &'r str,
    revoke: &'r str,
}

fn data(
    out: &mut impl Write,
    report: &Report,
    audit: Option<&Audit>,
    catalogue: &Catalogue,
    options: jsonl::Options,
) -> io::Result<()> {
    let mut lines = Vec::new();
    jsonl::write(&mut lines, report, catalogue, options)?;
    let mut lines: Vec<&[u8]> = lines.split(|&b| b == b'\n').filter(|line| !line.is_empty()).collect();
    let summary = lines.pop().unwrap_or(b"{}");
    let rule = |finding: &'_ scanner_core::Finding| finding.rule.clone();
    let rules: BTreeMap<String, _> =
        report.findings().map(|(_, finding)| (finding.rule_id().to_owned(), rule(finding))).collect();
    let rules: BTreeMap<&str, RuleData<'_>> = rules
        .iter()
        .map(|(id, rule)| (id.as_str(), RuleData { why: &rule.why, revoke: &rule.revoke }))
        .collect();
    out.write_all(b"{\"findings\":[")?;
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        inert(out, line)?;
    }
    out.write_all(b"],\"summary\":")?;
    inert(out, summary)?;
    out.write_all(b",\"rules\":")?;
    inert(out, &serde_json::to_vec(&rules)?)?;
    out.write_all(b",\"audit\":")?;
    inert(out, &serde_json::to_vec(&audit)?)?;
    out.write_all(b"}")
}

/// JSON in which nothing can end the block it stands in, or begin markup: these characters only ever stand in strings, where an escape means the same.
fn inert(out: &mut impl Write, json: &[u8]) -> io::Result<()> {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|b| matches!(b, b'<' | b'>' | b'&' | 0xe2)) {
        out.write_all(&rest[..at])?;
        let len = match &rest[at..] {
            [b'<', ..] => out.write_all(b"\\u003c").map(|()| 1),
            [b'>', ..] => out.write_all(b"\\u003e").map(|()| 1),
            [b'&', ..] => out.write_all(b"\\u0026").map(|()| 1),
            // The two line ends of Unicode that JavaScript knows and JSON does not.
            [0xe2, 0x80, 0xa8, ..] => out.write_all(b"\\u2028").map(|()| 3),
            [0xe2, 0x80, 0xa9, ..] => out.write_all(b"\\u2029").map(|()| 3),
            other => out.write_all(&other[..1]).map(|()| 1),
        }?;
        rest = &rest[at + len..];
    }
    out.write_all(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_inert(text: &str) -> String {
        let mut out = Vec::new();
        inert(&mut out, serde_json::to_string(text).unwrap().as_bytes()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_says_the_same_and_holds_no_markup() {
        for text in [
            "</script><script>alert(1)</script>",
            "<!--",
            "a & b",
            "\u{2028}\u{2029}…é🦀",
            "\u{202e}x",
            "\\u003c",
        ] {
            let json = made_inert(text);
            assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }

    #[test]
    fn text_is_no_markup() {
        assert_eq!(Text("<b a='\"'>&").to_string(), "&lt;b a=&#39;&quot;&#39;&gt;&amp;");
    }

    #[test]
    fn the_script_and_the_style_cannot_end_themselves() {
        assert!(!SCRIPT.contains("</script") && !STYLE.contains("</style"));
        assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains("insertAdjacentHTML"));
    }
}
