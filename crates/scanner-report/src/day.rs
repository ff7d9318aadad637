//! Days in files of TOML.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

/// Reads a date of TOML, or the same in quotes, for serde's `deserialize_with`.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Entry {
///     #[serde(deserialize_with = "scanner_report::day::deserialize")]
///     until: Option<jiff::civil::Date>,
/// }
///
/// let bare: Entry = toml::from_str("until = 2027-01-31")?;
/// let quoted: Entry = toml::from_str("until = '2027-01-31'")?;
/// assert_eq!(bare.until, quoted.until);
/// # Ok::<(), toml::de::Error>(())
/// ```
///
/// # Errors
/// If it is neither.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a day, such as 2027-01-31")]
    enum Day {
        Text(String),
        Toml(toml::value::Datetime),
    }
    let text = match Day::deserialize(deserializer)? {
        Day::Text(text) => text,
        Day::Toml(day) => day.to_string(),
    };
    text.parse().map(Some).map_err(de::Error::custom)
}
