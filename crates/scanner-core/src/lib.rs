//! Finds credentials in Postman exports and other text: bytes in, [`Finding`]s out.
//!
//! ```
//! use scanner_core::{Artefact, Scanner};
//!
//! let scanner = Scanner::new();
//! let environment = br#"{"name": "Prod", "values": [{"key": "client_secret", "value": "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq"}]}"#;
//! let scan = scanner.scan(&Artefact::new(environment, "prod.json"))?;
//! for finding in &scan.findings {
//!     println!("{}: {} at {}..{}", finding.rule_id(), finding.secret, finding.at.span.start, finding.at.span.end);
//! }
//! assert_eq!(scan.findings[0].rule_id(), "generic-client-secret");
//! # Ok::<(), scanner_core::ScanError>(())
//! ```
//!
//! A [`Scanner`] is immutable, `Send + Sync` and meant to be shared; what a scan needs to scribble on is in a [`Cache`], one a thread.
//! The crate does no I/O, reads no clock and no environment, and prints nothing. `DESIGN.md` beside the sources says how it works.

#![deny(missing_docs)]

mod artefact;
pub mod check;
mod context;
mod decode;
mod engine;
mod finding;
mod json;
mod memo;
#[cfg(feature = "parallel")]
pub mod parallel;
mod postman;
pub mod posture;
pub mod rule;
mod scanner;
mod sink;
mod validate;
mod yaml;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub use engine::internals;

pub use artefact::Artefact;
pub use finding::{
    Confidence, Decoder, Evidence, Fact, Finding, Fingerprint, FingerprintKey, Ids, Location, Marker,
    NoFingerprint, Occurrence, Reach, Role, Secret, Severity, Span, Verdict,
};
pub use postman::{ArtefactKind, Document, Field, Warning};
pub use rule::{RuleError, RuleInfo, RuleSpec};
pub use scanner::{
    Cache, Considered, ExplainError, Explanation, Outcome, Scan, ScanError, Scanner, ScannerBuilder, Spot,
};
pub use sink::Sink;
pub use validate::Checksum;

/// The longest artefact that is scanned, in bytes (2 GiB): offsets are kept in 32 bits.
pub const MAX_ARTEFACT_LEN: usize = (u32::MAX / 2) as usize;
