//! What a project's file may change.

use super::{Config, Origin, Values};
use crate::args::Trust;

/// What is taken from a project's file, and the keys that are not. `below` are the layers under it: built-in and the user's.
///
/// A file that is not trusted may only make the scan stricter. One that is trusted may change all that the user's own file does not set, and
/// make stricter what it does.
pub(super) fn limited(values: Values, trust: Trust, below: &Config) -> (Values, Vec<&'static str>) {
    let mut refused = Vec::new();
    let mut values = values;
    if values.trust.take().is_some() {
        refused.push("`trust` is for the user's file");
    }
    let full = trust == Trust::Full;
    let set_by_user = |origin: &Origin| !full || matches!(origin, Origin::User(_));
    // A setting is kept if the user left it open, or if it is at least as strict.
    let mut keep = |keeps: bool, what: &'static str| {
        if !keeps {
            refused.push(what);
        }
        keeps
    };
    if let (Some(ours), Some((theirs, origin))) = (values.fail_on, below.value(|values| values.fail_on)) {
        let keeps = ours <= theirs || !set_by_user(origin);
        values.fail_on = keep(keeps, "`fail_on` would be weaker").then_some(ours);
    }
    if let (Some(ours), Some((theirs, origin))) =
        (values.fail_on_new, below.value(|values| values.fail_on_new))
    {
        let keeps = ours <= theirs || !set_by_user(origin);
        values.fail_on_new = keep(keeps, "`fail_on_new` would be weaker").then_some(ours);
    }
    if let (Some(ours), Some((theirs, origin))) =
        (values.max_file_size, below.value(|values| values.max_file_size))
    {
        let keeps = ours >= theirs || !set_by_user(origin);
        values.max_file_size = keep(keeps, "`max_file_size` would be weaker").then_some(ours);
    }
    if !full {
        if values.baseline.is_some() && !keep(false, "`baseline` is not trusted") {
            values.baseline = None;
        }
        let rules = &values.rules;
        if !(rules.files.is_empty() && rules.disable.is_empty()) && !keep(false, "`rules` are not trusted") {
            values.rules = super::RuleValues::default();
        }
        if !values.suppress.is_empty() && !keep(false, "`suppress` is not trusted") {
            values.suppress.clear();
        }
    }
    (values, refused)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::Layer;
    use super::*;
    use crate::args::FailOn;

    fn below(user: Values) -> Config {
        let builtin = Layer { origin: Origin::Builtin, values: super::super::builtin() };
        let user = Layer { origin: Origin::User(PathBuf::from("u.toml")), values: user };
        Config { layers: vec![builtin, user], refused: Vec::new(), markers: true }
    }

    fn fail_on(fail_on: FailOn) -> Values {
        Values { fail_on: Some(fail_on), ..Values::default() }
    }

    #[test]
    fn a_trusted_project_changes_what_the_user_left_open() {
        let (values, refused) = limited(fail_on(FailOn::High), Trust::Full, &below(Values::default()));
        assert_eq!((values.fail_on, refused.len()), (Some(FailOn::High), 0));
    }

    #[test]
    fn no_project_weakens_what_the_user_set() {
        let user = || below(fail_on(FailOn::Medium));
        let (values, refused) = limited(fail_on(FailOn::Critical), Trust::Full, &user());
        assert_eq!((values.fail_on, refused.len()), (None, 1));
        let (values, refused) = limited(fail_on(FailOn::Low), Trust::Full, &user());
        assert_eq!((values.fail_on, refused.len()), (Some(FailOn::Low), 0));
    }

    #[test]
    fn what_is_not_trusted_may_only_be_stricter() {
        let values = Values {
            max_file_size: Some(1 << 31),
            fail_on: Some(FailOn::Never),
            fail_on_new: Some(true),
            trust: Some(Trust::Full),
            baseline: Some(PathBuf::from("b.json")),
            rules: super::super::RuleValues {
                disable: vec!["generic-password".to_owned()],
                ..Default::default()
            },
            suppress: vec![super::super::Exception::default()],
            ..Values::default()
        };
        let (values, refused) = limited(values, Trust::Stricter, &below(Values::default()));
        assert_eq!(values.max_file_size, Some(1 << 31));
        assert_eq!(refused.len(), 6);
        assert!(values.fail_on.is_none() && values.fail_on_new.is_none() && values.baseline.is_none());
        assert!(values.rules.disable.is_empty() && values.suppress.is_empty() && values.trust.is_none());
    }
}
