//! What people say of controls: that somebody has looked, and which failures are accepted until when.

use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use crate::control::Catalogue;

/// The statements of a file.
///
/// ```
/// use scanner_report::audit::Attestations;
/// use scanner_report::control::Catalogue;
///
/// let said = Attestations::parse(
///     r#"
///     [[attestation]]
///     control = "SR-1"
///     owner = "it@example.com"
///     statement = "Disks are encrypted by device management, checked monthly."
///     until = 2027-06-30
///
///     [[exception]]
///     control = "2.4"
///     owner = "mia@example.com"
///     reason = "The public workspace is our product's documentation."
///     until = 2027-01-31
///     "#,
///     &Catalogue::builtin(),
/// )?;
/// assert_eq!((said.attestations.len(), said.exceptions.len()), (1, 1));
/// # Ok::<(), scanner_report::audit::AttestationError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Attestations {
    /// Somebody has looked, and it holds.
    #[serde(rename = "attestation")]
    pub attestations: Vec<Attestation>,
    /// It does not hold, and that is accepted.
    #[serde(rename = "exception")]
    pub exceptions: Vec<Exception>,
}

/// Somebody has looked at a control that nothing else can judge.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// Id of the control.
    pub control: String,
    /// Who has looked.
    pub owner: String,
    /// What was seen.
    pub statement: String,
    /// The last day on which it counts. One without counts for ever, which auditors do not like.
    #[serde(default, deserialize_with = "crate::day::deserialize")]
    pub until: Option<Date>,
}

/// A failure that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Id of the control.
    pub control: String,
    /// Who accepts it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// The last day on which it counts.
    #[serde(deserialize_with = "crate::day::deserialize")]
    pub until: Option<Date>,
}

/// What is wrong with a file of attestations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationError(String);

impl fmt::Display for AttestationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for AttestationError {}

impl Attestations {
    /// Reads the statements of a file.
    ///
    /// # Errors
    /// If it is not of that form: unknown keys, controls that the catalogue does not have, exceptions without a day, blank owners.
    pub fn parse(toml: &str, catalogue: &Catalogue) -> Result<Attestations, AttestationError> {
        let said: Attestations = toml::from_str(toml)
            .map_err(|error| AttestationError(error.to_string().trim_end().to_owned()))?;
        let attested = said.attestations.iter().map(|one| (&one.control, &one.owner, &one.statement));
        let excepted = said.exceptions.iter().map(|one| (&one.control, &one.owner, &one.reason));
        for (control, owner, text) in attested.chain(excepted) {
            if catalogue.control(control).is_none() {
                let hint = "see `postseal controls list`";
                return Err(AttestationError(format!("there is no control `{control}` ({hint})")));
            }
            if owner.trim().is_empty() || text.trim().is_empty() {
                return Err(AttestationError(format!("control `{control}`: an owner or a text is blank")));
            }
        }
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let error = |toml: &str| Attestations::parse(toml, &Catalogue::builtin()).unwrap_err().to_string();
        assert!(
            error("[[exception]]\ncontrol = '9.9'\nowner = 'a'\nreason = 'b'\nuntil = 2027-01-01")
                .contains("`9.9`")
        );
        assert!(
            error("[[exception]]\ncontrol = '2.4'\nowner = ' '\nreason = 'b'\nuntil = 2027-01-01")
                .contains("blank")
        );
        assert!(error("[[exception]]\ncontrol = '2.4'\nowner = 'a'\nreason = 'b'").contains("until"));
        assert!(error("[[exeption]]\ncontrol = '2.4'").contains("exeption"));
        assert!(
            error("[[attestation]]\ncontrol = '2.4'\nowner = 'a'\nstatement = 'b'\nuntil = 'soon'")
                .contains("until")
        );
    }
}
