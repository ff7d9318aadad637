//! One way to break a control: conditions on the rule and on one place.

use std::sync::Arc;

use scanner_core::{Location, Role, RuleInfo};

/// An exact word, or the start of one: `postman-*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    Exactly(String),
    StartsWith(String),
}

impl Pattern {
    pub(super) fn new(word: &str) -> Pattern {
        match word.strip_suffix('*') {
            Some(start) => Pattern::StartsWith(start.to_owned()),
            None => Pattern::Exactly(word.to_owned()),
        }
    }

    pub(super) fn matches(&self, word: &str) -> bool {
        match self {
            Pattern::Exactly(exactly) => word == exactly,
            Pattern::StartsWith(start) => word.starts_with(start),
        }
    }
}

/// One `[[control.broken_by]]`. What is `None` was not asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Breach {
    pub(super) rules: Option<Vec<Pattern>>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) roles: Option<Vec<Role>>,
    /// Patterns of [`ArtefactKind::as_str`](scanner_core::ArtefactKind::as_str) and not kinds, so that `collection-*` takes in the
    /// versions that Postman has yet to invent.
    pub(super) artefacts: Option<Vec<Pattern>>,
    pub(super) flags: Flags,
    pub(super) why: Arc<str>,
}

/// Conditions on what is either so or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    pub(super) secret_type: Option<bool>,
    pub(super) disabled: Option<bool>,
    pub(super) example: Option<bool>,
    pub(super) public: Option<bool>,
}

impl Breach {
    /// Whether a secret that `rule` found breaks the control by standing at `location`.
    pub(super) fn holds(&self, rule: &RuleInfo, location: &Location) -> bool {
        any(self.rules.as_deref(), |pattern| pattern.matches(&rule.id))
            && any(self.tags.as_deref(), |tag| rule.tags.iter().any(|has| has == tag))
            && any(self.roles.as_deref(), |&role| role == location.role)
            && any(self.artefacts.as_deref(), |pattern| pattern.matches(location.artefact.as_str()))
            && self.flags.hold(location)
    }
}

impl Flags {
    fn hold(&self, location: &Location) -> bool {
        let same = |wanted: Option<bool>, is| wanted.is_none_or(|wanted| wanted == is);
        same(self.secret_type, location.secret_type)
            && same(self.disabled, location.disabled)
            && same(self.example, location.example.is_some())
            && same(self.public, location.public)
    }
}

/// Whether one of the list will do, or there is no list to satisfy.
fn any<T>(list: Option<&[T]>, will_do: impl Fn(&T) -> bool) -> bool {
    list.is_none_or(|list| list.iter().any(will_do))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use scanner_core::{ArtefactKind, Confidence, Severity};

    use super::*;

    fn rule() -> RuleInfo {
        RuleInfo {
            id: "acme-key".into(),
            provider: "Acme".into(),
            title: "Acme key".into(),
            description: "".into(),
            why: "".into(),
            revoke: "".into(),
            references: Cow::Borrowed(&[]),
            tags: Cow::Borrowed(&[Cow::Borrowed("loud")]),
            severity: Severity::High,
            confidence: Confidence::High,
        }
    }

    fn header() -> Location {
        Location {
            artefact: ArtefactKind::CollectionV21,
            collection: None,
            folders: Vec::new(),
            request: None,
            example: None,
            environment: None,
            ids: scanner_core::Ids::default(),
            link: None,
            local: false,
            role: Role::Header,
            field: None,
            inner: None,
            disabled: false,
            secret_type: false,
            public: false,
        }
    }

    fn breach() -> Breach {
        Breach {
            rules: None,
            tags: None,
            roles: None,
            artefacts: None,
            flags: Flags::default(),
            why: "It is so.".into(),
        }
    }

    #[test]
    fn a_star_stands_for_any_ending_and_only_at_the_end() {
        let holds = |pattern, word| Pattern::new(pattern).matches(word);
        assert!(holds("postman-*", "postman-api-key") && holds("postman-*", "postman-") && holds("*", ""));
        assert!(!holds("postman-*", "postman") && !holds("postman-*", "not-postman-key"));
        assert!(holds("postman-key", "postman-key") && !holds("postman-key", "postman-key-legacy"));
        assert!(!holds("post*-key", "postman-key"));
    }

    #[test]
    fn without_conditions_it_always_holds() {
        assert!(breach().holds(&rule(), &header()));
    }

    #[test]
    fn one_of_a_list_will_do() {
        let roles =
            |roles: &[Role]| Breach { roles: Some(roles.to_vec()), ..breach() }.holds(&rule(), &header());
        assert!(roles(&[Role::Auth, Role::Header]) && !roles(&[Role::Auth]));
        let tags =
            |tag: &str| Breach { tags: Some(vec![tag.to_owned()]), ..breach() }.holds(&rule(), &header());
        assert!(tags("loud") && !tags("lou"));
        let rules = |id| Breach { rules: Some(vec![Pattern::new(id)]), ..breach() }.holds(&rule(), &header());
        assert!(rules("acme-*") && !rules("acme"));
        let kinds =
            |kind| Breach { artefacts: Some(vec![Pattern::new(kind)]), ..breach() }.holds(&rule(), &header());
        assert!(kinds("collection-*") && kinds("collection-v2.1") && !kinds("collection-v2.0"));
    }

    #[test]
    fn all_conditions_must_hold() {
        let both = Breach { tags: Some(vec!["loud".into()]), roles: Some(vec![Role::Auth]), ..breach() };
        assert!(!both.holds(&rule(), &header()));
        assert!(both.holds(&rule(), &Location { role: Role::Auth, ..header() }));
    }

    #[test]
    fn flags_are_asked_for_either_way() {
        let on = Some(true);
        let cases = [
            (Flags { secret_type: on, ..Flags::default() }, Location { secret_type: true, ..header() }),
            (Flags { disabled: on, ..Flags::default() }, Location { disabled: true, ..header() }),
            (Flags { example: on, ..Flags::default() }, Location { example: Some("200".into()), ..header() }),
            (Flags { public: on, ..Flags::default() }, Location { public: true, ..header() }),
        ];
        for (flags, location) in cases {
            assert!(flags.hold(&location) && !flags.hold(&header()), "{flags:?}");
        }
        let private = Flags { public: Some(false), ..Flags::default() };
        assert!(private.hold(&header()) && !private.hold(&Location { public: true, ..header() }));
    }
}
