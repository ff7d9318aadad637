//! What a scan reports: a [`Finding`] and the small types it is made of.
//!
//! This room knows what a finding *is*. It must not know how one is detected, nor how one is printed.

mod evidence;
mod fact;
mod fingerprint;
mod location;
mod marker;
mod secret;

use std::sync::Arc;

pub use evidence::Evidence;
pub(crate) use evidence::score;
pub use fact::Fact;
pub use fingerprint::{Fingerprint, FingerprintKey, NoFingerprint};
pub use location::{Ids, Location, Reach, Role};
pub(crate) use marker::MARKER;
pub use marker::Marker;
pub use secret::Secret;
use serde::{Deserialize, Serialize};

use crate::rule::RuleInfo;

/// A half-open range of byte offsets, `start..end`, in the artefact that was scanned.
///
/// ```
/// let span = scanner_core::Span::new(3, 7);
/// assert_eq!(span.len(), 4);
/// assert_eq!(&b"abcdefghi"[span.range()], b"defg");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`. An `end` before `start` counts as empty.
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end: if end < start { start } else { end } }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range, for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// Whether the two spans share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// How bad it is when this credential is in the wrong hands. Ordered from [`Severity::Low`] to [`Severity::Critical`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Little can be done with it alone.
    Low,
    /// Limited access, or a guessable credential.
    Medium,
    /// Access to data or services of the owner.
    High,
    /// Broad or financial access; revoke at once.
    Critical,
}

impl Severity {
    /// All of them, the least first.
    pub const ALL: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// The word used in reports, such as `critical`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// The next severity up; [`Severity::Critical`] stays.
    pub const fn one_up(self) -> Severity {
        match self {
            Severity::Low => Severity::Medium,
            Severity::Medium => Severity::High,
            Severity::High | Severity::Critical => Severity::Critical,
        }
    }

    /// The next severity down; [`Severity::Low`] stays.
    pub const fn one_down(self) -> Severity {
        match self {
            Severity::Critical => Severity::High,
            Severity::High => Severity::Medium,
            Severity::Medium | Severity::Low => Severity::Low,
        }
    }
}

/// How sure the scanner is that this is a credential. Ordered from [`Confidence::Low`] to [`Confidence::High`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Looks like one, but something speaks against it (a wrong checksum, a guessable value).
    Low,
    /// The place or the name says so.
    Medium,
    /// The format says so, or a checksum proves it.
    High,
}

/// The outcome of the offline proof of a credential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// There is nothing to check, or it cannot be checked offline.
    #[default]
    None,
    /// Checksum or structure are right.
    Valid,
    /// Checksum or structure are wrong: mistyped, cut short or invented.
    Invalid,
}

/// A way in which the secret was written down, from the file's bytes inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Decoder {
    /// UTF-16 text, either byte order.
    Utf16,
    /// A JSON string with escapes (RFC 8259 section 7).
    JsonString,
    /// A YAML scalar with escapes, folded lines or indentation (YAML 1.2.2 chapters 7.3 and 8.1).
    YamlScalar,
    /// A JavaScript string literal with escapes (ECMA-262 section 12.9.4).
    JsString,
    /// Percent-encoding (RFC 3986 section 2.1).
    Percent,
    /// Base64 (RFC 4648 section 4 or 5), padded or not.
    Base64,
    /// Hexadecimal (RFC 4648 section 8).
    Hex,
    /// Character references of HTML and XML.
    HtmlEntities,
    /// Quoted-printable (RFC 2045 section 6.7).
    QuotedPrintable,
    /// Compressed with gzip (RFC 1952). The span is that of all compressed data.
    Gzip,
    /// Compressed with zlib (RFC 1950). The span is that of all compressed data.
    Zlib,
    /// A JSON array of byte values, as Node.js writes a buffer.
    ByteArray,
    /// HTTP Basic (RFC 7617): base64 of user, colon and password, of which the password is the secret; the user, if there is no password.
    Basic,
    /// Lines that Postman keeps as elements of an array, joined with line feeds.
    Lines,
}

/// One place where a secret stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The bytes of the secret as they stand in the artefact: still escaped or encoded, see [`Occurrence::decoded`].
    pub span: Span,
    /// Line of the first byte, from 1. Lines end with LF, CRLF or a lone CR.
    pub line: usize,
    /// Column of the first byte, from 1, in UTF-8 bytes.
    pub column: usize,
    /// RFC 6901 pointer of the JSON string that holds the secret; `None` outside JSON.
    pub pointer: Option<String>,
    /// Where that is, in Postman's terms.
    pub location: Location,
    /// Names this secret in this place, whatever the formatting and order of the file.
    pub fingerprint: Fingerprint,
    /// The ways in which the secret is written down here, outermost first; empty if it stands in plain.
    pub decoded: Vec<Decoder>,
    /// The same place written down once more: `url.raw` beside the parameters of the URL, the header text beside the list of headers. Counts as no
    /// place of its own.
    pub mirror: bool,
    /// The marker that says to ignore this secret here, if there is one. The scanner reports it all the same: whoever knows the day judges.
    pub marker: Option<Marker>,
}

/// A credential that was found, and everything known about it. Never holds the secret in a printable form: see [`Secret`].
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that reports it, with what to do about it.
    pub rule: Arc<RuleInfo>,
    /// How bad it is.
    pub severity: Severity,
    /// How sure the scanner is.
    pub confidence: Confidence,
    /// The decoded secret. Redacts itself.
    pub secret: Secret,
    /// Shannon entropy of the decoded secret, in bits per byte (0 to 8).
    pub entropy: f64,
    /// What the offline proof said.
    pub verdict: Verdict,
    /// What speaks for it: the pieces of evidence with their points, and what lowered its severity.
    pub evidence: Vec<Evidence>,
    /// When the token says that it ends, in seconds since 1970-01-01T00:00:00Z: `exp` of a JSON Web Token.
    pub expires: Option<i64>,
    /// It has ended by the time of the scan, see [`crate::ScannerBuilder::now`].
    pub expired: bool,
    /// What it says about itself: an account, the time it was made, whether a key is encrypted. The facts of its companion are among them.
    pub facts: Vec<Fact>,
    /// What belongs to the secret and stands beside it (an AWS key id, the user of a Basic header), if anything. Redacted where it is a secret itself.
    pub companion: Option<String>,
    /// The first place in the artefact.
    pub at: Occurrence,
    /// The other places in the same artefact, in order of their spans.
    pub occurrences: Vec<Occurrence>,
    /// The requests of the same artefact that send it, as far as the artefact tells.
    pub reach: Vec<Reach>,
}

impl Finding {
    /// The id of the rule, such as `github-personal-access-token`.
    pub fn rule_id(&self) -> &str {
        &self.rule.id
    }

    /// If it says that it ends by `now`, in seconds since 1970: counts it as expired and lowers its severity to [`Severity::Low`].
    pub fn expire(&mut self, now: i64) {
        const EXPIRED: Evidence = Evidence::note("it has expired (severity: low)");
        if !self.expired && self.expires.is_some_and(|expires| expires <= now) {
            self.severity = Severity::Low;
            self.expired = true;
            self.evidence.push(EXPIRED);
        }
    }

    /// Every place of the secret, the first one first.
    pub fn places(&self) -> impl Iterator<Item = &Occurrence> {
        std::iter::once(&self.at).chain(&self.occurrences)
    }
}
