//! JUnit XML as Jenkins and GitLab read it: a test suite a file, a failed test a finding. Every CI system shows it.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use scanner_core::Finding;

use crate::report::Report;
use crate::wording::{self, Secrets, printable};

/// A test that did not pass.
struct Trouble {
    /// `failure` or `error`.
    element: &'static str,
    r#type: String,
    message: String,
    text: String,
}

struct Case {
    name: String,
    trouble: Option<Trouble>,
}

struct Suite {
    path: String,
    cases: Vec<Case>,
}

/// Writes the report. A file without findings is a test that passed, one that could not be scanned a test in error. Suppressed findings are not
/// in it, and no times are: the same findings give the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, report: &Report, secrets: Secrets) -> io::Result<()> {
    let suites = suites(report, secrets);
    let total = |element| suites.iter().map(|suite| suite.count(element)).sum::<usize>().to_string();
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites")
        .with_attributes([("name", "postseal"), ("tests", &tests.to_string())])
        .with_attributes([("failures", &*total("failure")), ("errors", &*total("error"))])
        .write_inner_content(|xml| suites.iter().try_for_each(|suite| suite.write(xml)))?;
    xml.get_mut().write_all(b"\n")
}

fn suites(report: &Report, secrets: Secrets) -> Vec<Suite> {
    let scanned = report.artefacts.iter().map(|artefact| {
        let path = printable(&artefact.path).into_owned();
        let mut cases: Vec<Case> =
            artefact.findings.iter().map(|finding| failure(&path, finding, secrets)).collect();
        if cases.is_empty() {
            cases.push(Case { name: "no credentials".to_owned(), trouble: None });
        }
        Suite { path, cases }
    });
    let not_scanned = report.skipped.iter().filter(|skipped| skipped.gap).map(|skipped| {
        let trouble = Trouble {
            element: "error",
            r#type: skipped.reason.as_str().to_owned(),
            message: printable(&skipped.detail).into_owned(),
            text: String::new(),
        };
        let cases = vec![Case { name: "can be scanned".to_owned(), trouble: Some(trouble) }];
        Suite { path: printable(&skipped.path).into_owned(), cases }
    });
    scanned.chain(not_scanned).collect()
}

fn failure(path: &str, finding: &Finding, secrets: Secrets) -> Case {
    let at = &finding.at;
    let pointer = printable(at.pointer.as_deref().unwrap_or_default());
    let place = format!("{path}:{}:{} {pointer}", at.line, at.column);
    let mut trail = wording::trail(&at.location);
    trail.push(wording::place(&at.location));
    let trouble = Trouble {
        element: "failure",
        r#type: format!("{} {}", finding.severity.as_str(), finding.rule_id()),
        message: wording::message(finding, secrets),
        text: format!("{place}\nFingerprint: {}\n{}", at.fingerprint, finding.rule.revoke),
    };
    Case { name: format!("{}: {}", finding.rule.title, trail.join(" › ")), trouble: Some(trouble) }
}

impl Suite {
    fn count(&self, element: &str) -> usize {
        self.cases.iter().flat_map(|case| &case.trouble).filter(|trouble| trouble.element == element).count()
    }

    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let [tests, failures, errors] =
            [self.cases.len(), self.count("failure"), self.count("error")].map(|count| count.to_string());
        xml.create_element("testsuite")
            .with_attributes([("name", &*self.path), ("tests", &tests)])
            .with_attributes([("failures", &*failures), ("errors", &errors)])
            .write_inner_content(|xml| self.cases.iter().try_for_each(|case| case.write(xml, &self.path)))?;
        Ok(())
    }
}

impl Case {
    fn write<W: Write>(&self, xml: &mut Writer<W>, path: &str) -> io::Result<()> {
        let test = xml.create_element("testcase").with_attributes([
            ("name", &*self.name),
            ("classname", path),
            ("file", path),
        ]);
        let Some(trouble) = &self.trouble else {
            test.write_empty()?;
            return Ok(());
        };
        test.write_inner_content(|xml| {
            xml.create_element(trouble.element)
                .with_attributes([("type", &*trouble.r#type), ("message", &trouble.message)])
                .write_text_content(BytesText::new(&trouble.text))?;
            Ok(())
        })?;
        Ok(())
    }
}
