use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::rule::RuleInfo;

/// A marker that a person put beside a secret to say that it is to be ignored.
///
/// ```text
/// postseal:ignore
/// postseal:ignore the vendor's sample
/// postseal:ignore[generic-password] until 2027-01-31: replaced with the next release
/// ```
///
/// `[…]` names the rules it is for, by id and separated by commas; without it, all. `until` is the first day on which it no longer holds. The
/// rest of the line is the reason. A marker whose day or list cannot be read holds for nothing: see [`Marker::error`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// Ids of the rules it is for; empty if it is for all.
    pub rules: Vec<String>,
    /// The first day on which it no longer holds, as `2027-01-31`.
    pub until: Option<String>,
    /// Why, if it says so.
    pub reason: Option<String>,
    /// What is wrong with it, if anything: it holds for nothing then.
    pub error: Option<Cow<'static, str>>,
    /// Where it stands: a JSON pointer, or the number of a line.
    pub place: String,
}

/// What every marker begins with.
pub(crate) const MARKER: &str = "postseal:ignore";

/// Characters of a reason; of a longer one the start is kept.
const REASON: usize = 200;

impl Marker {
    /// The first marker in `text`, up to the end of its line.
    pub(crate) fn find(text: &str, place: impl FnOnce() -> String) -> Option<Marker> {
        let (_, rest) = text.split_once(MARKER)?;
        // `postseal:ignored` is another word.
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
            return None;
        }
        let mut marker = Marker { place: place(), ..Marker::default() };
        if let Err(error) = marker.read(rest.lines().next().unwrap_or_default()) {
            marker.error = Some(Cow::Borrowed(error));
        }
        Some(marker)
    }

    fn read(&mut self, line: &str) -> Result<(), &'static str> {
        let mut rest = line;
        if let Some(list) = rest.strip_prefix('[') {
            let (rules, after) = list.split_once(']').ok_or("its list of rules has no end")?;
            self.rules = rules.split(',').map(|rule| rule.trim().to_owned()).collect();
            if self.rules.iter().any(String::is_empty) {
                return Err("its list of rules has an empty entry");
            }
            rest = after;
        }
        rest = rest.trim_start_matches([' ', '\t', ':']);
        if let Some(after) = rest.strip_prefix("until").filter(|after| after.starts_with([' ', '=', '\t'])) {
            let after = after.trim_start_matches([' ', '=', '\t']);
            let end = after.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(after.len());
            let day = after[..end].trim_end_matches('-');
            if !is_day(day) {
                return Err("its day is not of the form 2027-01-31");
            }
            self.until = Some(day.to_owned());
            rest = &after[day.len()..];
        }
        self.reason = reason(rest);
        Ok(())
    }

    /// Whether it is for findings of this rule, and can be read.
    pub fn holds_for(&self, rule: &RuleInfo) -> bool {
        self.error.is_none() && (self.rules.is_empty() || self.rules.iter().any(|id| *id == rule.id))
    }

    /// Whether it still holds on `day`, given as `2027-01-31`.
    pub fn holds_on(&self, day: &str) -> bool {
        self.error.is_none() && self.until.as_deref().is_none_or(|until| day < until)
    }
}

/// What is left of the line, without what ends a comment.
fn reason(rest: &str) -> Option<String> {
    let text = rest.trim_start_matches([' ', '\t', ':', ',', ';', '-', '–', '—']).trim_end();
    let text =
        ["*/", "-->", "\"", "',", "%}"].iter().fold(text, |text, end| text.trim_end_matches(end).trim_end());
    (!text.is_empty()).then(|| text.chars().take(REASON).collect())
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u16>().ok())?
    };
    let [year, month, day] = *parts.as_slice() else { return false };
    let (month, day) = (number(month, 2), number(day, 2));
    number(year, 4).is_some()
        && month.is_some_and(|month| (1..=12).contains(&month))
        && day.is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Marker {
        Marker::find(text, || "1".to_owned()).unwrap()
    }

    #[test]
    fn rules_day_and_reason_may_be_there() {
        let bare = find("x // postseal:ignore\nnext line");
        assert_eq!((bare.rules.len(), bare.until, bare.reason, bare.error), (0, None, None, None));
        let full = find("/* postseal:ignore[generic-password, a-b] until 2027-01-31: test user */");
        assert_eq!(full.rules, ["generic-password", "a-b"]);
        assert_eq!((full.until.as_deref(), full.reason.as_deref()), (Some("2027-01-31"), Some("test user")));
        assert_eq!(find("<!-- postseal:ignore -- a sample -->").reason.as_deref(), Some("a sample"));
        assert_eq!(find("postseal:ignore until=2027-01-31").until.as_deref(), Some("2027-01-31"));
        assert_eq!(find("postseal:ignore untilted").reason.as_deref(), Some("untilted"));
    }

    #[test]
    fn what_cannot_be_read_holds_for_nothing() {
        for text in [
            "postseal:ignore[a",
            "postseal:ignore[]",
            "postseal:ignore until soon",
            "postseal:ignore until 2027-13-01",
        ] {
            assert!(find(text).error.is_some() && !find(text).holds_on("2026-01-01"), "{text}");
        }
        assert_eq!(Marker::find("postseal:ignored", String::new), None);
    }

    #[test]
    fn the_day_itself_no_longer_counts() {
        let marker = find("postseal:ignore until 2027-01-31");
        assert!(
            marker.holds_on("2027-01-30") && !marker.holds_on("2027-01-31") && !marker.holds_on("2027-02-01")
        );
    }
}
