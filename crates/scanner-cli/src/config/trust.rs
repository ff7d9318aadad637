//! What a project's file may change.

use super::{Config, Origin, RuleValues, Values};
use crate::args::Trust;

/// What is taken from a project's file, and the keys that are not. `below` are the layers under it: built-in and the user's.
///
/// A file that is not trusted may only make the scan stricter. One that is trusted may change all that the user's own file does not set, and
/// make stricter what it does.
pub(super) fn limited(mut values: Values, trust: Trust, below: &Config) -> (Values, Vec<&'static str>) {
    let mut limit = Limit { full: trust == Trust::Full, below, refused: Vec::new() };
    if values.trust.take().is_some() {
        limit.refused.push("`trust` is for the user's file");
    }
    let higher = |ours, theirs| ours > theirs;
    limit.setting(&mut values.fail_on, |values| values.fail_on, higher, "`fail_on` would be weaker");
    let only_ours = |ours: bool, theirs: bool| ours && !theirs;
    limit.setting(
        &mut values.fail_on_new,
        |values| values.fail_on_new,
        only_ours,
        "`fail_on_new` would be weaker",
    );
    let smaller = |ours, theirs| ours < theirs;
    limit.setting(
        &mut values.max_file_size,
        |values| values.max_file_size,
        smaller,
        "`max_file_size` would be weaker",
    );
    if limit.drops(values.baseline.is_some(), "`baseline` is not trusted") {
        values.baseline = None;
    }
    let has_rules = !values.rules.files.is_empty() || !values.rules.disable.is_empty();
    if limit.drops(has_rules, "`rules` are not trusted") {
        values.rules = RuleValues::default();
    }
    if limit.drops(!values.suppress.is_empty(), "`suppress` is not trusted") {
        values.suppress.clear();
    }
    (values, limit.refused)
}

struct Limit<'c> {
    full: bool,
    below: &'c Config,
    refused: Vec<&'static str>,
}

impl Limit<'_> {
    /// Drops a setting that is weaker than the one below, unless the file is trusted and the user left it open.
    fn setting<T: Copy>(
        &mut self,
        value: &mut Option<T>,
        pick: impl Fn(&Values) -> Option<T>,
        weaker: impl Fn(T, T) -> bool,
        what: &'static str,
    ) {
        let Some((ours, (theirs, origin))) = value.zip(self.below.value(pick)) else { return };
        let open = self.full && !matches!(origin, Origin::User(_));
        if weaker(ours, theirs) && !open {
            *value = None;
            self.refused.push(what);
        }
    }

    /// Whether something that can only weaken the scan is there and not taken.
    fn drops(&mut self, there: bool, what: &'static str) -> bool {
        let drops = there && !self.full;
        if drops {
            self.refused.push(what);
        }
        drops
    }
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
            rules: RuleValues { disable: vec!["generic-password".to_owned()], ..Default::default() },
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
