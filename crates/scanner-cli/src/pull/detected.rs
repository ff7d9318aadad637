//! Postman's own secret scanner: what it knows, joined with what was found here. No value is sent: hashes that it tells are compared.

use std::collections::{BTreeSet, HashMap};

use scanner_report::{Detected, Live, Report, Theirs};
use serde_json::{Value, json};
use ureq::http::Method;

use super::client::Client;
use super::error::ApiError;
use super::model::text;

/// A secret that Postman's scanner has detected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// As reports show it.
    pub theirs: Theirs,
    /// SHA-256 of the value, in hex.
    hash: String,
}

/// Entries a page.
const PAGE: usize = 50;

/// Reads what it has detected.
///
/// # Errors
/// If the key may not, or the list goes round in a circle.
pub fn read(client: &Client) -> Result<Vec<Secret>, ApiError> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    let mut cursor: Option<String> = None;
    loop {
        let next = cursor.as_deref().map(|cursor| format!("&cursor={}", super::fetch::segment(cursor)));
        let path = format!("/detected-secrets-queries?limit={PAGE}{}", next.unwrap_or_default());
        let page = client.send(&Method::POST, &path, &json!({}))?;
        all.extend(page["data"].as_array().into_iter().flatten().filter_map(secret));
        cursor = page
            .pointer("/meta/nextCursor")
            .and_then(Value::as_str)
            .filter(|c| !c.is_empty())
            .map(str::to_owned);
        match &cursor {
            None => return Ok(all),
            Some(again) if !seen.insert(again.clone()) => return Err(ApiError::EndlessList),
            Some(_) => {}
        }
    }
}

fn secret(entry: &Value) -> Option<Secret> {
    let word = |name| text(entry, name).unwrap_or_default();
    let theirs = Theirs {
        secret_id: text(entry, "secretId")?,
        secret_type: word("secretType"),
        obfuscated: word("obfuscatedSecret"),
        workspace_id: word("workspaceId"),
        resolution: word("resolution"),
    };
    Some(Secret { theirs, hash: word("secretHash").to_ascii_lowercase() })
}

/// Joins them with the findings of a report. `joins` holds, for each artefact and finding, the salted hashes of what may be the same secret.
pub fn join(
    report: &mut Report,
    joins: &[Vec<Vec<String>>],
    secrets: &[Secret],
    salted: impl Fn(&[u8]) -> String,
) {
    let by_hash: HashMap<String, &Secret> =
        secrets.iter().map(|secret| (salted(secret.hash.as_bytes()), secret)).collect();
    let mut known = BTreeSet::new();
    let mut detected = Detected::default();
    for (artefact, joins) in report.artefacts.iter_mut().zip(joins) {
        for (finding, joins) in artefact.findings.iter().zip(joins) {
            match joins.iter().find_map(|join| by_hash.get(join)) {
                None => detected.only_ours += 1,
                Some(secret) => {
                    detected.both += 1;
                    known.insert(&secret.hash);
                    let live = artefact.live.get_or_insert_with(Box::<Live>::default);
                    live.detected.insert(finding.at.fingerprint, secret.theirs.secret_id.clone());
                }
            }
        }
    }
    let theirs = secrets.iter().filter(|secret| !known.contains(&secret.hash));
    detected.only_theirs = theirs.map(|secret| secret.theirs.clone()).collect();
    detected.only_theirs.sort();
    report.detected = Some(detected);
}

/// Tells Postman's scanner what to think of a secret.
///
/// # Errors
/// If it does not take it.
pub fn resolve(client: &Client, theirs: &Theirs, resolution: &str) -> Result<(), ApiError> {
    let path = format!("/detected-secrets/{}", super::fetch::segment(&theirs.secret_id));
    let body = json!({"resolution": resolution, "workspaceId": theirs.workspace_id});
    client.send(&Method::PUT, &path, &body).map(drop)
}
