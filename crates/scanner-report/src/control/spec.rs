//! The TOML form of the catalogue, which may be wrong, and the way from there to controls, which cannot be.

use std::sync::Arc;

use scanner_core::posture::Check;
use scanner_core::{ArtefactKind, Role};
use serde::Deserialize;

use super::breach::{Breach, Flags, Pattern};
use super::error::{CatalogueError, Problem};
use super::{Control, Level, Means, Source};

/// The controls are taken out as tables and read one by one: an error in one of them can then name it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    #[serde(default)]
    control: Vec<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlToml {
    id: String,
    source: Source,
    section: String,
    title: String,
    level: Option<Level>,
    plan: Option<String>,
    judged: Vec<Means>,
    #[serde(default)]
    fails_on: Vec<Check>,
    #[serde(default)]
    doubted_by: Vec<Check>,
    #[serde(default)]
    cis: Vec<String>,
    #[serde(default)]
    nist: Vec<String>,
    #[serde(default)]
    soc2: Vec<String>,
    advice: String,
    #[serde(default)]
    broken_by: Vec<BreachToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BreachToml {
    rules: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    roles: Option<Vec<String>>,
    artefacts: Option<Vec<String>>,
    secret_type: Option<bool>,
    disabled: Option<bool>,
    example: Option<bool>,
    public: Option<bool>,
    why: String,
}

pub(super) fn parse(toml: &str) -> Result<Vec<Control>, CatalogueError> {
    let file: FileToml = toml::from_str(toml).map_err(|error| CatalogueError::file(Problem::Toml(error)))?;
    let mut controls: Vec<Control> = Vec::with_capacity(file.control.len());
    for table in file.control {
        let name = name(&table, controls.len() + 1);
        let control = control(table).map_err(|problem| CatalogueError::of(name.clone(), problem))?;
        if controls.iter().any(|other| other.id == control.id) {
            return Err(CatalogueError::of(name, Problem::DuplicateId));
        }
        controls.push(control);
    }
    Ok(controls)
}

/// What to call a control that may be wrong in every part.
fn name(table: &toml::Table, position: usize) -> String {
    let id = table.get("id").and_then(toml::Value::as_str).filter(|id| !id.trim().is_empty());
    id.map_or_else(|| format!("#{position}"), str::to_owned)
}

fn control(table: toml::Table) -> Result<Control, Problem> {
    let spec: ControlToml = table.try_into().map_err(Problem::Toml)?;
    Ok(Control {
        id: text("id", &spec.id)?,
        source: spec.source,
        section: text("section", &spec.section)?,
        title: text("title", &spec.title)?,
        plan: spec.plan.map(|plan| text("plan", &plan)).transpose()?,
        judged: if spec.judged.is_empty() {
            return Err(Problem::EmptyList("judged"));
        } else {
            spec.judged.into()
        },
        fails_on: spec.fails_on.into(),
        doubted_by: spec.doubted_by.into(),
        level: spec.level,
        cis: spec.cis.into(),
        nist: spec.nist.into(),
        soc2: spec.soc2.into(),
        advice: text("advice", &spec.advice)?,
        breaches: spec.broken_by.into_iter().map(breach).collect::<Result<_, _>>()?,
    })
}

fn breach(spec: BreachToml) -> Result<Breach, Problem> {
    let BreachToml { secret_type, disabled, example, public, .. } = spec;
    Ok(Breach {
        rules: list("rules", spec.rules, |id| Some(Pattern::new(id)))?,
        tags: list("tags", spec.tags, |tag| Some(tag.to_owned()))?,
        roles: list("roles", spec.roles, role)?,
        artefacts: list("artefacts", spec.artefacts, artefacts)?,
        flags: Flags { secret_type, disabled, example, public },
        why: text("why", &spec.why)?,
    })
}

fn text(field: &'static str, text: &str) -> Result<Arc<str>, Problem> {
    let text = text.trim();
    if text.is_empty() { Err(Problem::Blank(field)) } else { Ok(text.into()) }
}

/// Reads each word of a list, if there is one.
fn list<T>(
    field: &'static str,
    words: Option<Vec<String>>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<Vec<T>>, Problem> {
    let Some(words) = words else { return Ok(None) };
    if words.is_empty() {
        return Err(Problem::EmptyList(field));
    }
    let known = |word: String| read(&word).ok_or(Problem::UnknownWord { field, word });
    words.into_iter().map(known).collect::<Result<_, _>>().map(Some)
}

const ROLES: [Role; 14] = [
    Role::Auth,
    Role::Header,
    Role::Query,
    Role::Path,
    Role::Url,
    Role::Body,
    Role::Script,
    Role::Variable,
    Role::Example,
    Role::Description,
    Role::Cookie,
    Role::Certificate,
    Role::Other,
    Role::Text,
];

fn role(word: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role.as_str() == word)
}

/// A pattern that no kind matches is a slip of the pen, and would silently never hold.
fn artefacts(word: &str) -> Option<Pattern> {
    let pattern = Pattern::new(word);
    ArtefactKind::ALL.iter().any(|kind| pattern.matches(kind.as_str())).then_some(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[[control]]\nid = '3.3'\nsource = 'hardening-guide'\nsection = 'S'\njudged = ['findings']\ntitle = 'T'\nadvice = 'A.'\n";

    fn error(rest: &str) -> CatalogueError {
        parse(&format!("{HEAD}{rest}")).unwrap_err()
    }

    #[test]
    fn optional_fields_may_be_left_out() {
        let controls = parse(HEAD).unwrap();
        assert_eq!((&*controls[0].id, controls[0].level, controls[0].breaches.len()), ("3.3", None, 0));
        assert_eq!(parse("").unwrap(), []);
    }

    #[test]
    fn unknown_fields_are_errors_that_name_the_control() {
        for rest in ["levle = 'L1'", "[[control.broken_by]]\nwhy = 'W.'\nrole = ['auth']"] {
            let error = error(rest);
            assert_eq!(error.control(), Some("3.3"));
            assert!(error.to_string().starts_with("control `3.3`: unknown field `"), "{error}");
        }
        let error = parse("[[controls]]\nid = \"1\"").unwrap_err();
        assert_eq!(error.control(), None);
        assert!(error.to_string().contains("controls"), "{error}");
    }

    #[test]
    fn a_control_without_id_is_named_by_its_position() {
        for id in ["", "id = ' '"] {
            assert_eq!(error(&HEAD.replace("id = '3.3'", id)).control(), Some("#2"));
        }
    }

    #[test]
    fn what_could_never_hold_is_an_error() {
        let entry = |list| error(&format!("[[control.broken_by]]\nwhy = 'W.'\n{list}")).to_string();
        assert!(entry("roles = ['auth', 'headers']").ends_with("`roles` knows no `headers`"));
        assert!(entry("artefacts = ['colection-*']").ends_with("`artefacts` knows no `colection-*`"));
        assert!(entry("rules = []").contains("`rules` is empty"));
    }

    #[test]
    fn an_id_is_taken_once_and_texts_are_not_blank() {
        assert!(error(HEAD).to_string().ends_with("the id is taken"));
        assert!(error("[[control.broken_by]]\nwhy = ' '").to_string().ends_with("`why` is blank"));
        assert!(error("level = 'L4'").to_string().contains("unknown variant `L4`"));
    }

    #[test]
    fn what_is_no_toml_is_shown_with_its_line() {
        let error = parse("[[control]]\nid = ").unwrap_err();
        assert_eq!(error.control(), None);
        assert!(error.to_string().contains("line 2"), "{error}");
    }

    #[test]
    fn every_word_of_a_role_or_kind_reads_back() {
        assert!(ROLES.iter().all(|known| role(known.as_str()) == Some(*known)));
        assert!(ArtefactKind::ALL.iter().all(|kind| artefacts(kind.as_str()).is_some()));
    }
}
