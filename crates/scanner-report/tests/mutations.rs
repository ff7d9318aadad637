//! 1,000 seeded mutations of exports: fingerprints and the baseline hold where the secret is the same, and change where it is not.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::collections::BTreeSet;

use scanner_core::{Artefact, Scanner};
use scanner_report::baseline::Baseline;
use scanner_report::{Report, Standing};
use serde_json::{Map, Value, json};

/// SplitMix64: the same mutations on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn chars(&mut self, len: usize, alphabet: &str) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..len).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }

    fn secret(&mut self) -> String {
        self.chars(40, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789")
    }

    fn uuid(&mut self) -> String {
        let hex = self.chars(32, "0123456789abcdef");
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

fn collection(dice: &mut Dice, secrets: &[String]) -> Value {
    let request = |n: usize, secret: &str, dice: &mut Dice| {
        let place = match n % 4 {
            0 => {
                json!({"header": [{"key": "Accept", "value": "*/*"}, {"key": "X-Api-Key", "value": secret}], "url": "https://api.example.net/a"})
            }
            1 => {
                json!({"auth": {"type": "bearer", "bearer": [{"key": "token", "value": secret, "type": "string"}]}, "url": "https://api.example.net/b"})
            }
            2 => json!({"url": {"raw": format!("https://api.example.net/c?page=1&access_token={secret}"),
                "query": [{"key": "page", "value": "1"}, {"key": "access_token", "value": secret}]}}),
            _ => json!({"method": "POST", "url": "https://api.example.net/d",
                "body": {"mode": "raw", "raw": format!("{{\"users\": [{{\"id\": 1}}, {{\"client_secret\": \"{secret}\"}}]}}")}}),
        };
        json!({"name": format!("Request {n}"), "id": dice.uuid(), "request": place, "response": []})
    };
    let items: Vec<Value> = secrets.iter().enumerate().map(|(n, secret)| request(n, secret, dice)).collect();
    let (left, right) = items.split_at(items.len() / 2);
    json!({
        "info": {"name": "Orders", "_postman_id": dice.uuid(), "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "Left", "item": left}, {"name": "Right", "item": right}, {"name": "Empty", "item": []}],
        "variable": [{"key": "base", "value": "https://api.example.net"}, {"key": "client_secret", "value": secrets[0]}],
    })
}

fn environment(dice: &mut Dice, secrets: &[String]) -> Value {
    let values: Vec<Value> = secrets
        .iter()
        .enumerate()
        .map(|(n, secret)| json!({"key": format!("service_{n}_client_secret"), "value": secret, "enabled": true}))
        .collect();
    json!({"id": dice.uuid(), "name": "Staging", "values": values, "_postman_variable_scope": "environment"})
}

fn report(scanner: &Scanner, text: &str, path: &str) -> Report {
    let scan = scanner.scan(&Artefact::new(text.as_bytes(), path)).unwrap();
    let (kind, findings) = (scan.outcome.kind, scan.findings);
    let artefact = scanner_report::Artefact {
        path: path.to_owned(),
        bytes: 1,
        kind,
        findings,
        warning: None,
        live: None,
        commit: None,
    };
    Report { artefacts: vec![artefact], ..Report::default() }
}

/// Every fingerprint with the secret it names.
fn prints(report: &Report) -> BTreeSet<(String, String)> {
    let place = |finding: &scanner_core::Finding| {
        let secret = String::from_utf8(finding.secret.reveal().to_vec()).unwrap();
        finding.places().map(|place| (secret.clone(), place.fingerprint.to_string())).collect::<Vec<_>>()
    };
    report.findings().flat_map(|(_, finding)| place(finding)).collect()
}

/// The secrets that a baseline does not know in a scan, and how many of its entries are gone.
fn compared(baseline: &Baseline, mut report: Report) -> (Vec<String>, usize) {
    baseline.compare(&mut report, "known.json", "2027-01-31".parse().unwrap(), true);
    let new = report.findings().filter(|(_, finding)| report.standing(finding) == Some(Standing::New));
    let new = new.map(|(_, finding)| String::from_utf8(finding.secret.reveal().to_vec()).unwrap()).collect();
    (new, report.baseline.map_or(0, |baseline| baseline.gone.len()))
}

/// Items, members and entries in another order.
fn reorder(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| reorder(item, dice));
            dice.shuffle(items);
        }
        Value::Object(members) => {
            let mut pairs: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            pairs.iter_mut().for_each(|(_, value)| reorder(value, dice));
            dice.shuffle(&mut pairs);
            *members = Map::from_iter(pairs);
        }
        _ => {}
    }
}

/// What importing and exporting makes anew: ids, and here and there none.
fn new_ids(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| new_ids(item, dice)),
        Value::Object(members) => {
            members.values_mut().for_each(|value| new_ids(value, dice));
            for name in ["id", "_postman_id", "uid"] {
                match dice.below(3) {
                    0 => {
                        members.remove(name);
                    }
                    _ if members.contains_key(name) => {
                        members.insert(name.to_owned(), dice.uuid().into());
                    }
                    _ => {}
                }
            }
            if members.contains_key("item") || members.contains_key("request") {
                members.insert("_exporter_id".to_owned(), dice.below(99_999).to_string().into());
            }
        }
        _ => {}
    }
}

/// Requests in other folders, and folders in folders.
fn move_folders(value: &mut Value, dice: &mut Dice) {
    let Some(items) = value.get_mut("item").and_then(Value::as_array_mut) else { return };
    let mut requests: Vec<Value> = Vec::new();
    for folder in items.iter_mut() {
        requests.append(folder["item"].as_array_mut().unwrap());
    }
    for request in requests {
        let at = dice.below(items.len() + 1);
        match items.get_mut(at).and_then(|folder| folder["item"].as_array_mut()) {
            Some(folder) => folder.push(request),
            None => items.push(json!({"name": "Moved", "item": [request]})),
        }
    }
    if dice.below(2) == 0 {
        let inner = items.remove(dice.below(items.len()));
        items.push(json!({"name": "Outer", "item": [inner]}));
    }
}

/// As version 2.0 of the format has them: auth blocks as objects, URLs as text.
fn older_format(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(older_format),
        Value::Object(members) => {
            if let Some(Value::Array(pairs)) = members.get("bearer") {
                let pair = |pair: &Value| (pair["key"].as_str().unwrap().to_owned(), pair["value"].clone());
                let object: Map<String, Value> = pairs.iter().map(pair).collect();
                members.insert("bearer".to_owned(), object.into());
            }
            members.values_mut().for_each(older_format);
        }
        _ => {}
    }
}

fn write(value: &Value, dice: &mut Dice) -> String {
    // The API puts a collection into an object of its own.
    let wrapped = json!({"collection": value});
    let value = if value.get("info").is_some() && dice.below(4) == 0 { &wrapped } else { value };
    match dice.below(3) {
        0 => value.to_string(),
        1 => serde_json::to_string_pretty(value).unwrap(),
        _ => serde_json::to_string_pretty(value).unwrap().replace("  ", "\t").replace('\n', "\r\n"),
    }
}

#[test]
fn a_thousand_mutations() {
    let scanner = Scanner::new();
    let (mut held, mut changed) = (0, 0);
    for seed in 0..1000 {
        let dice = &mut Dice(seed);
        let mut secrets: Vec<String> = (0..6).map(|_| dice.secret()).collect();
        let make = if seed % 3 == 0 { environment } else { collection };
        let mut export = make(dice, &secrets);
        let first = report(&scanner, &export.to_string(), "export.json");
        let before = prints(&first);
        let mut baseline = Baseline::default();
        baseline.update(&first, false);
        let found = before.iter().map(|(secret, _)| secret).collect::<BTreeSet<_>>();
        assert_eq!(found.len(), secrets.len(), "seed {seed}: every secret is found");

        move_folders(&mut export, dice);
        new_ids(&mut export, dice);
        reorder(&mut export, dice);
        if dice.below(3) == 0 {
            older_format(&mut export);
        }
        let moved = write(&export, dice);
        let second = report(&scanner, &moved, "elsewhere/renamed.json");
        assert_eq!(before, prints(&second), "seed {seed}\n{moved}");
        assert_eq!(compared(&baseline, second), (Vec::new(), 0), "seed {seed}");
        held += before.len();

        let at = dice.below(secrets.len());
        let new = dice.secret();
        let old = std::mem::replace(&mut secrets[at], new.clone());
        let third = report(&scanner, &moved.replace(&old, &new), "elsewhere/renamed.json");
        let after = prints(&third);
        assert_eq!(compared(&baseline, third), (vec![new.clone()], 1), "seed {seed}");
        let of = |prints: &BTreeSet<(String, String)>, secret: &str| {
            prints.iter().filter(|(s, _)| s == secret).map(|(_, p)| p.clone()).collect::<BTreeSet<_>>()
        };
        let all_before: BTreeSet<String> = before.iter().map(|(_, print)| print.clone()).collect();
        assert!(of(&after, &new).is_disjoint(&all_before) && !of(&after, &new).is_empty(), "seed {seed}");
        assert_eq!(of(&after, &old), BTreeSet::new());
        for (secret, print) in before.iter().filter(|(secret, _)| *secret != old) {
            assert!(after.contains(&(secret.clone(), print.clone())), "seed {seed}: another secret changed");
        }
        changed += of(&after, &new).len();
    }
    assert!(held > 6_000 && changed > 1_000, "{held} {changed}");
}

#[test]
fn another_request_and_another_collection_are_other_places() {
    let scanner = Scanner::new();
    let text =
        collection(&mut Dice(1), &(0..6).map(|n| Dice(100 + n).secret()).collect::<Vec<_>>()).to_string();
    let prints = |text: &str| prints(&report(&scanner, text, "a.json"));
    let before = prints(&text);
    assert!(prints(&text.replace("Orders", "Others")).is_disjoint(&before));
    let renamed = prints(&text.replace("Request 1", "Request X"));
    assert_eq!(renamed.difference(&before).count(), 1);
}
