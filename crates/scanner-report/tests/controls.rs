//! The control catalogue: what it says is what the sources say, and each kind of finding breaks the controls it should.
//! `POSTSEAL_REGENERATE=1 cargo test -p scanner-report --test controls` writes the crate's copy of the catalogue anew.
#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "the makers of documents are part of the tests and take `json!` as it comes"
)]

use scanner_core::rule::builtin_rules;
use scanner_core::{Artefact, ArtefactKind, Finding, Role, Scanner};
use scanner_report::control::{Broken, Catalogue, Level, Means, Source};
use serde_json::{Value, json};

const ORIGINAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/controls.toml");
const COPY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/control/builtin.toml");

#[test]
fn the_copy_is_fresh() {
    let original =
        std::fs::read_to_string(ORIGINAL).expect("the catalogue is in the repository, not in the package");
    if std::env::var_os("POSTSEAL_REGENERATE").is_some() {
        std::fs::write(COPY, &original).unwrap();
    }
    let copy = std::fs::read_to_string(COPY).unwrap();
    assert!(copy == original, "src/control/builtin.toml is stale: run with POSTSEAL_REGENERATE=1");
}

/// A control as its source has it.
struct Wanted {
    id: &'static str,
    title: &'static str,
    level: Option<Level>,
    cis: &'static [&'static str],
    nist: &'static [&'static str],
    soc2: &'static [&'static str],
}

/// Written out from the two documents, and not from the catalogue.
#[rustfmt::skip]
const WANTED: [Wanted; 24] = [
    Wanted { id: "1.1", title: "Configure SAML Single Sign-On", level: Some(Level::L1), cis: &["6.3", "12.5"], nist: &["IA-2", "IA-8"], soc2: &["CC6.1"] },
    Wanted { id: "1.2", title: "Configure SCIM Provisioning", level: Some(Level::L2), cis: &["5.3"], nist: &["AC-2"], soc2: &[] },
    Wanted { id: "1.3", title: "Enforce Multi-Factor Authentication", level: Some(Level::L1), cis: &["6.5"], nist: &["IA-2(1)"], soc2: &[] },
    Wanted { id: "2.1", title: "Configure Workspace Permissions", level: Some(Level::L1), cis: &["5.4"], nist: &["AC-6"], soc2: &["CC6.6"] },
    Wanted { id: "2.2", title: "Configure Team Member Roles", level: Some(Level::L1), cis: &["5.4"], nist: &["AC-6(1)"], soc2: &["CC6.2"] },
    Wanted { id: "2.3", title: "Control Invitation Settings", level: Some(Level::L2), cis: &["5.3"], nist: &["AC-2"], soc2: &[] },
    Wanted { id: "2.4", title: "Restrict Public Workspaces", level: Some(Level::L2), cis: &["3.3"], nist: &["AC-3"], soc2: &[] },
    Wanted { id: "3.1", title: "Configure API Key Expiration", level: Some(Level::L1), cis: &["3.11"], nist: &["SC-12"], soc2: &[] },
    Wanted { id: "3.2", title: "Centralize API Key Management", level: Some(Level::L2), cis: &["3.11"], nist: &["SC-12"], soc2: &[] },
    Wanted { id: "3.3", title: "Use Postman Vault for Secrets", level: Some(Level::L2), cis: &["3.11"], nist: &["SC-12"], soc2: &["CC6.7"] },
    Wanted { id: "3.4", title: "Enable Secret Scanner", level: Some(Level::L1), cis: &["16.4"], nist: &["IA-5"], soc2: &[] },
    Wanted { id: "4.1", title: "Review Audit Logs", level: Some(Level::L1), cis: &["8.2"], nist: &["AU-2"], soc2: &["CC7.2"] },
    Wanted { id: "4.2", title: "Configure Allowed Domains", level: Some(Level::L2), cis: &["12.8"], nist: &["AC-20"], soc2: &[] },
    Wanted { id: "4.3", title: "Implement Data Governance", level: Some(Level::L2), cis: &["3.1"], nist: &["AC-3"], soc2: &[] },
    Wanted { id: "SR-1", title: "Protect your Postman Client app installation", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-2", title: "Protect access to your Postman account", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-3", title: "Segregate data access based on user roles", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-4", title: "Safely store sensitive information", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-5", title: "Be aware of what you publish publicly", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-6", title: "Audit your Postman Account", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-7", title: "Have an oversight on your outgoing data", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-8", title: "Be aware of what PIIs and PHIs are carried by Postman as a conduit", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-9", title: "Do not share PII/PHI through any support medium", level: None, cis: &[], nist: &[], soc2: &[] },
    Wanted { id: "SR-10", title: "Usage of Postman Integrations are not bound by security agreements", level: None, cis: &[], nist: &[], soc2: &[] },
];

#[test]
fn ids_titles_levels_and_mappings_are_those_of_the_sources() {
    let catalogue = Catalogue::builtin();
    for (control, wanted) in catalogue.controls().iter().zip(WANTED) {
        assert_eq!((&*control.id, &*control.title, control.level), (wanted.id, wanted.title, wanted.level));
        assert_eq!(
            (&*control.cis, &*control.nist, &*control.soc2),
            (&to_owned(wanted.cis)[..], &to_owned(wanted.nist)[..], &to_owned(wanted.soc2)[..])
        );
        let page = wanted.id.starts_with("SR-");
        assert_eq!(control.source, if page { Source::SharedResponsibility } else { Source::HardeningGuide });
    }
    let others: Vec<&str> = catalogue.controls()[WANTED.len()..].iter().map(|control| &*control.id).collect();
    let practices = (1..=7).map(|number| format!("SR-B{number}"));
    let ours = (1..=12).map(|number| format!("PS-{number}"));
    assert_eq!(others, practices.chain(ours).collect::<Vec<_>>());
}

#[test]
fn nothing_but_a_person_can_judge_what_no_file_and_no_api_tells() {
    let catalogue = Catalogue::builtin();
    for id in ["SR-1", "SR-9", "PS-1"] {
        assert_eq!(*catalogue.control(id).unwrap().judged, [Means::Attestation], "{id}");
    }
}

fn to_owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn rules_and_tags_of_the_catalogue_exist() {
    let known = |id: &str| builtin_rules().iter().any(|rule| rule.info.id == id);
    let begun = |start: &str| builtin_rules().iter().any(|rule| rule.info.id.starts_with(start));
    for id in words("rules") {
        assert!(id.strip_suffix('*').map_or_else(|| known(&id), begun), "{id}");
    }
    for tag in words("tags") {
        assert!(builtin_rules().iter().any(|rule| rule.info.tags.iter().any(|has| *has == tag)), "{tag}");
    }
}

/// Every word of the condition `field` in the catalogue, which itself does not tell them.
fn words(field: &str) -> Vec<String> {
    let file: toml::Table = toml::from_str(&std::fs::read_to_string(COPY).unwrap()).unwrap();
    let entries = file["control"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|control| control.get("broken_by"))
        .flat_map(|entries| entries.as_array().unwrap());
    let lists = entries.filter_map(|entry| entry.get(field)).flat_map(|list| list.as_array().unwrap());
    let words: Vec<String> = lists.map(|word| word.as_str().unwrap().to_owned()).collect();
    assert!(!words.is_empty());
    words
}

#[test]
fn only_the_rules_of_postman_begin_with_its_name() {
    let postman = builtin_rules().iter().filter(|rule| rule.info.id.starts_with("postman-"));
    assert!(postman.clone().all(|rule| rule.info.provider == "Postman"));
    assert!(postman.count() >= 3);
}

const HEX: &[u8] = b"0123456789abcdef";
const ALNUM: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// Characters at random, so that no file here holds anything of the form of a credential. xorshift64*, Vigna 2016.
fn random(alphabet: &[u8], len: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        alphabet[(state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % alphabet.len()] as char
    };
    (0..len).map(|_| next()).collect()
}

/// No format, but a name beside it: found by context alone.
fn secret() -> String {
    random(ALNUM, 32, 7)
}

/// Of a format that Postman's Secret Scanner knows.
fn google_key() -> String {
    format!("AIza{}", random(ALNUM, 35, 3))
}

fn postman_key() -> String {
    format!("PMAK-{}-{}", random(HEX, 24, 5), random(HEX, 34, 11))
}

fn scan(document: &[u8], name: &str) -> Vec<Finding> {
    Scanner::new().scan(&Artefact::new(document, name)).unwrap().findings
}

/// The only finding of a JSON document, and the controls it breaks.
fn one(document: &Value) -> (Finding, Vec<Broken>) {
    only(scan(document.to_string().as_bytes(), "made.json"))
}

fn only(findings: Vec<Finding>) -> (Finding, Vec<Broken>) {
    let rules: Vec<&str> = findings.iter().map(Finding::rule_id).collect();
    assert_eq!(rules.len(), 1, "{rules:?}");
    let broken = Catalogue::builtin().broken(&findings[0]);
    (findings.into_iter().next().unwrap(), broken)
}

fn ids(broken: &[Broken]) -> Vec<&str> {
    broken.iter().map(|control| &*control.id).collect()
}

fn why<'b>(broken: &'b [Broken], id: &str) -> &'b str {
    &broken.iter().find(|control| *control.id == *id).unwrap_or_else(|| panic!("{id}: {broken:?}")).why
}

fn environment(variable: Value) -> Value {
    json!({"id": "e", "name": "Prod", "values": [variable], "_postman_variable_scope": "environment"})
}

fn collection(item: Value) -> Value {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    json!({"info": {"name": "Orders", "schema": schema}, "item": [item]})
}

/// A request with these members.
fn request(request: Value) -> Value {
    collection(json!({"name": "Pay", "request": with_url(request)}))
}

fn with_url(mut request: Value) -> Value {
    let members = request.as_object_mut().unwrap();
    members.entry("method").or_insert("GET".into());
    members.entry("url").or_insert("https://api.example.com/orders".into());
    request
}

#[test]
fn a_variable_breaks_vault_and_storage() {
    let (finding, broken) =
        one(&environment(json!({"key": "client_secret", "value": secret(), "enabled": true})));
    assert_eq!(finding.at.location.role, Role::Variable);
    assert_eq!(ids(&broken), ["3.3", "SR-4"]);
    assert!(
        why(&broken, "3.3").starts_with("The variable holds")
            && why(&broken, "SR-4").starts_with("The variable stores")
    );
}

#[test]
fn a_variable_of_type_secret_is_told_that_the_type_protects_nothing() {
    let (_, broken) = one(&environment(json!({"key": "client_secret", "value": secret(), "type": "secret"})));
    assert_eq!(ids(&broken), ["3.3", "SR-4"]);
    assert!(["3.3", "SR-4"].iter().all(|id| why(&broken, id).contains("type `secret`")));
}

#[test]
fn type_secret_is_told_of_variables_only() {
    let (mut finding, _) =
        one(&environment(json!({"key": "client_secret", "value": secret(), "type": "secret"})));
    finding.at.location.role = Role::Body;
    let broken = Catalogue::builtin().broken(&finding);
    assert!(["3.3", "SR-4"].iter().all(|id| !why(&broken, id).contains("type `secret`")));
}

#[test]
fn globals_are_as_environments() {
    let values = json!([{"key": "client_secret", "value": secret()}]);
    let (finding, broken) = one(&json!({"values": values, "_postman_variable_scope": "globals"}));
    assert_eq!((finding.at.location.artefact, ids(&broken)), (ArtefactKind::Globals, vec!["3.3", "SR-4"]));
}

#[test]
fn each_part_of_a_request_has_its_own_reason() {
    let form = json!({"mode": "urlencoded", "urlencoded": [{"key": "client_secret", "value": secret()}]});
    let query = json!([{"key": "client_secret", "value": secret()}]);
    let bearer = json!({"type": "bearer", "bearer": [{"key": "token", "value": secret(), "type": "string"}]});
    let cases = [
        (json!({"auth": bearer}), Role::Auth, "The auth block"),
        (json!({"header": [{"key": "x-api-key", "value": secret()}]}), Role::Header, "The header"),
        (json!({"url": {"host": ["example", "com"], "query": query}}), Role::Query, "The address"),
        (json!({"method": "POST", "body": form}), Role::Body, "The body"),
    ];
    for (members, role, reason) in cases {
        let (finding, broken) = one(&request(members));
        assert_eq!((finding.at.location.role, ids(&broken)), (role, vec!["3.3", "SR-4"]));
        assert!(why(&broken, "3.3").starts_with(reason), "{broken:?}");
        assert!(why(&broken, "SR-4").contains("in the request itself"), "{broken:?}");
    }
}

#[test]
fn a_disabled_entry_is_told_that_its_value_stays() {
    let header = json!([{"key": "x-api-key", "value": secret(), "disabled": true}]);
    let (_, broken) = one(&request(json!({"header": header})));
    assert!(why(&broken, "3.3").contains("switched off"));
}

#[test]
fn a_script_breaks_vault_and_storage() {
    let line = format!("pm.environment.set('client_secret', '{}');", secret());
    let event = json!([{"listen": "test", "script": {"exec": [line], "type": "text/javascript"}}]);
    let item = json!({"name": "Pay", "event": event, "request": with_url(json!({}))});
    let (finding, broken) = one(&collection(item));
    assert_eq!((finding.at.location.role, ids(&broken)), (Role::Script, vec!["3.3", "SR-4"]));
    assert!(["3.3", "SR-4"].iter().all(|id| why(&broken, id).contains("script")));
}

#[test]
fn keys_to_postman_break_the_controls_on_keys() {
    let (finding, broken) = one(&request(json!({"header": [{"key": "X-API-Key", "value": postman_key()}]})));
    assert_eq!(finding.rule_id(), "postman-api-key");
    // 3.4 as well: the Secret Scanner looks for Postman's own keys.
    assert_eq!(ids(&broken), ["3.1", "3.2", "3.3", "3.4", "SR-2", "SR-4"]);
}

#[test]
fn every_rule_of_postman_breaks_the_controls_on_keys() {
    let (finding, _) = one(&environment(json!({"key": "client_secret", "value": secret()})));
    let catalogue = Catalogue::builtin();
    for rule in builtin_rules().iter().filter(|rule| rule.info.provider == "Postman") {
        let broken = catalogue.broken(&Finding { rule: rule.info.clone().into(), ..finding.clone() });
        assert!(["3.1", "3.2", "SR-2"].iter().all(|id| ids(&broken).contains(id)), "{}", rule.info.id);
        let reads_one = rule.info.id == "postman-collection-access-key";
        assert_eq!(why(&broken, "3.1").contains("collection access key"), reads_one);
    }
}

#[test]
fn a_format_of_the_secret_scanner_breaks_its_control() {
    let (finding, broken) =
        one(&request(json!({"header": [{"key": "x-goog-api-key", "value": google_key()}]})));
    assert_eq!(finding.rule_id(), "google-api-key");
    assert_eq!(ids(&broken), ["3.3", "3.4", "SR-4"]);
    assert!(why(&broken, "3.4").contains("knows this format"));
}

#[test]
fn a_public_artefact_breaks_what_publishing_must_not() {
    for member in [("isPublic", json!(true)), ("visibility", json!("public"))] {
        let mut document = environment(json!({"key": "client_secret", "value": secret()}));
        document[member.0] = member.1;
        let (_, broken) = one(&document);
        assert_eq!(ids(&broken), ["2.4", "3.3", "3.4", "SR-4", "SR-5"]);
        assert!(["2.4", "3.4", "SR-5"].iter().all(|id| why(&broken, id).contains("public")), "{broken:?}");
    }
}

#[test]
fn saved_examples_and_descriptions_are_what_documentation_shows() {
    let (finding, broken) = one(&request(json!({"description": format!("Send {} with it.", google_key())})));
    assert_eq!(
        (finding.at.location.role, ids(&broken)),
        (Role::Description, vec!["3.3", "3.4", "SR-4", "SR-5"])
    );
    assert!(why(&broken, "SR-5").contains("description") && why(&broken, "3.3").starts_with("The text"));

    let body = json!({"access_token": secret()}).to_string();
    let (finding, broken) = one(&example(json!({"name": "200", "body": body})));
    assert_eq!((finding.at.location.role, ids(&broken)), (Role::Example, vec!["3.3", "SR-4", "SR-5"]));
    assert!(why(&broken, "SR-5").contains("saved example") && why(&broken, "3.3").contains("saved response"));
}

/// A request with this saved example.
fn example(response: Value) -> Value {
    collection(json!({"name": "Pay", "request": with_url(json!({})), "response": [response]}))
}

#[test]
fn the_request_kept_with_an_example_is_published_with_it() {
    let header = json!([{"key": "x-api-key", "value": secret()}]);
    let (finding, broken) =
        one(&example(json!({"name": "200", "originalRequest": with_url(json!({"header": header}))})));
    assert_eq!((finding.at.location.role, ids(&broken)), (Role::Header, vec!["3.3", "SR-4", "SR-5"]));
}

#[test]
fn any_place_breaks_a_control_and_the_first_gives_the_reason() {
    let auth = json!({"type": "bearer", "bearer": [{"key": "token", "value": secret(), "type": "string"}]});
    let header = json!([{"key": "Authorization", "value": format!("Bearer {}", secret())}]);
    let response = json!({"name": "200", "originalRequest": with_url(json!({"header": header}))});
    let item = json!({"name": "Pay", "request": with_url(json!({"auth": auth})), "response": [response]});
    let (finding, broken) = one(&collection(item));
    assert_eq!(
        finding.places().map(|place| place.location.role).collect::<Vec<_>>(),
        [Role::Auth, Role::Header]
    );
    assert_eq!(ids(&broken), ["3.3", "SR-4", "SR-5"]);
    assert!(
        why(&broken, "3.3").starts_with("The auth block") && why(&broken, "SR-5").contains("saved example")
    );
}

#[test]
fn other_json_breaks_vault_and_storage_and_no_scanner_of_postman() {
    let (finding, broken) = one(&json!({"maps": {"key": google_key()}}));
    assert_eq!((finding.at.location.artefact, ids(&broken)), (ArtefactKind::Json, vec!["3.3", "SR-4"]));
}

#[test]
fn text_breaks_storage_only() {
    for text in [format!("GOOGLE_KEY={}\n", google_key()), format!("client_secret: \"{}\"\n", secret())] {
        for (name, kind) in [("notes.txt", ArtefactKind::Text), (".env", ArtefactKind::Dotenv)] {
            let (finding, broken) = only(scan(text.as_bytes(), name));
            assert_eq!((finding.at.location.artefact, ids(&broken)), (kind, vec!["SR-4"]));
        }
    }
}

#[test]
fn a_key_to_postman_is_one_in_text_too() {
    let (_, broken) = only(scan(format!("POSTMAN_API_KEY={}\n", postman_key()).as_bytes(), ".env"));
    assert_eq!(ids(&broken), ["3.1", "3.2", "SR-2", "SR-4"]);
}

#[test]
fn every_kind_of_artefact_breaks_storage_and_all_but_text_the_vault() {
    let (mut finding, _) = one(&environment(json!({"key": "client_secret", "value": secret()})));
    finding.at.location.role = Role::Other;
    let catalogue = Catalogue::builtin();
    for kind in ArtefactKind::ALL {
        finding.at.location.artefact = kind;
        let text = matches!(kind, ArtefactKind::Text | ArtefactKind::Dotenv | ArtefactKind::DataExport);
        let vault = if text { &["SR-4"][..] } else { &["3.3", "SR-4"] };
        assert_eq!(ids(&catalogue.broken(&finding)), vault, "{kind}");
    }
}

#[test]
fn a_broken_control_is_written_with_its_mappings_and_without_the_secret() {
    let (finding, broken) = one(&environment(json!({"key": "client_secret", "value": secret()})));
    let written = serde_json::to_value(&broken).unwrap();
    let members: Vec<&str> = written[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["id", "title", "level", "cis", "nist", "soc2", "why"]);
    assert_eq!((&written[0]["level"], &written[1]["level"]), (&json!("L2"), &Value::Null));
    assert_eq!((&written[0]["cis"], &written[0]["soc2"]), (&json!(["3.11"]), &json!(["CC6.7"])));
    assert!(!written.to_string().contains(std::str::from_utf8(finding.secret.reveal()).unwrap()));
}

#[test]
fn the_address_of_an_integration_breaks_what_is_said_of_integrations() {
    let parts =
        ["https://hooks.", "slack.com/services/T0", "4N8Q2LMA/B05C7D9EFG/", "Zk3vQ9mX7rT2wLpY6sHb8NdK"];
    let (finding, broken) = one(&environment(json!({"key": "alerts", "value": parts.concat()})));
    assert_eq!(finding.rule_id(), "slack-webhook-url");
    assert!(why(&broken, "SR-10").contains("integration"));
}
