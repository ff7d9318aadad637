//! The fake, asked over HTTP.
#![allow(clippy::unwrap_used, reason = "tests")]

use postman_fake::{Config, Fake, Kind};
use serde_json::{Value, json};
use ureq::http::{HeaderMap, Method};

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

fn ask(fake: &Fake, method: &str, key: &str, path: &str, body: Option<&Value>) -> Answer {
    let agent: ureq::Agent = ureq::config::Config::builder().http_status_as_error(false).build().into();
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", fake.url()));
    let request = if key.is_empty() { request } else { request.header("X-API-Key", key) };
    let answer = agent.run(request.body(body.map_or_else(String::new, Value::to_string)).unwrap()).unwrap();
    let (head, mut body) = answer.into_parts();
    let text = body.read_to_string().unwrap();
    Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        body: serde_json::from_str(&text).unwrap_or_default(),
    }
}

fn get(fake: &Fake, path: &str) -> Answer {
    ask(fake, "GET", fake.admin_key(), path, None)
}

fn fast(config: Config) -> Fake {
    Fake::start(Config { speed: 10_000.0, ..config }).unwrap()
}

#[test]
fn keys_are_asked_for() {
    let fake = fast(Config::default());
    let none = ask(&fake, "GET", "", "/me", None);
    assert_eq!((none.status, &none.body["error"]["name"]), (401, &json!("AuthenticationError")));
    let unknown = ask(&fake, "GET", "PMAK-nobody", "/me", None);
    assert_eq!((unknown.status, &unknown.body["title"]), (401, &json!("Unauthorized")));
    for path in ["/audit/logs", "/secret-types"] {
        assert_eq!(ask(&fake, "GET", fake.member_key(), path, None).status, 403, "{path}");
        assert_eq!(get(&fake, path).status, 200, "{path}");
    }
}

#[test]
fn four_styles_of_paging() {
    let fake = fast(Config { workspaces: 5, ..Config::default() });
    assert!(get(&fake, "/workspaces").body.get("meta").is_none());
    assert_eq!(get(&fake, "/workspaces?limit=101").status, 400);
    let first = get(&fake, "/workspaces?limit=3").body;
    let cursor = first["meta"]["nextCursor"].as_str().unwrap().to_owned();
    let second = get(&fake, &format!("/workspaces?limit=3&cursor={cursor}")).body;
    assert_eq!(second["workspaces"].as_array().unwrap().len(), 2);
    assert_eq!(second["meta"]["nextCursor"], Value::Null);
    let (a, b) =
        (get(&fake, "/collections?limit=5&offset=0").body, get(&fake, "/collections?limit=5&offset=5").body);
    assert_ne!(a["meta"]["total"], b["meta"]["total"], "the total changes while one reads");
    assert_ne!(a["collections"][0]["uid"], b["collections"][0]["uid"]);
    assert!(get(&fake, "/teams").body["metadata"]["nextCursor"].is_string());
    assert!(get(&fake, "/audit/logs?limit=2").body["nextCursor"].is_string());
}

#[test]
fn what_is_not_there_is_said_in_several_ways() {
    let fake = fast(Config { deleted: 1, ..Config::default() });
    let missing = "11111111-0000-4000-8000-000000000001";
    for (path, status) in [("workspaces", 404), ("collections", 400), ("environments", 400)] {
        assert_eq!(get(&fake, &format!("/{path}/{missing}")).status, status, "{path}");
    }
    assert_eq!(get(&fake, &format!("/environments?workspace={missing}")).body, json!({"environments": []}));
    let gone = fake.world().of_kind(Kind::Collection, None)[0].uid.clone();
    assert_eq!(get(&fake, &format!("/collections/{gone}")).status, 400);
    let kept = fake.world().of_kind(Kind::Collection, None)[1].clone();
    let item = get(&fake, &format!("/collections/{}/requests/{missing}", kept.uid));
    assert_eq!((item.status, &item.body["error"]["details"]["model_id"]), (404, &json!(missing)));
}

#[test]
fn items_and_definitions_are_texts_in_json() {
    let fake = fast(Config::default());
    let collection = fake.world().of_kind(Kind::Collection, None)[0].clone();
    let response = format!("{}000000000001", &collection.id[..24]);
    let item = get(&fake, &format!("/collections/{}/responses/{response}", collection.uid)).body;
    assert!(item["data"]["requestObject"].as_str().unwrap().starts_with('{'));
    let spec = fake.world().of_kind(Kind::Spec, None)[0].id.clone();
    assert!(get(&fake, &format!("/specs/{spec}/definitions")).body.is_string());
}

#[test]
fn too_many_calls_are_refused_and_counted() {
    let fake = Fake::start(Config::default()).unwrap();
    let answers: Vec<Answer> = (0..12).map(|_| get(&fake, "/workspaces?limit=1")).collect();
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!refused.is_empty());
    assert!(refused.iter().all(|answer| answer.headers.contains_key("retry-after")));
    assert_eq!(fake.stats().limits.refused_slow, refused.len());
    assert!(answers[0].headers.contains_key("ratelimit-policy"));
}

#[test]
fn the_month_ends() {
    let fake = fast(Config { month: 10, used: 9, ..Config::default() });
    assert_eq!(get(&fake, "/me").status, 200);
    let refused = get(&fake, "/me");
    assert_eq!((refused.status, &refused.body["error"]["name"]), (429, &json!("serviceLimitExhausted")));
}

#[test]
fn writes_are_checked_and_recorded() {
    let fake = fast(Config::default());
    let put = |method: &str, path: &str, body: &Value| {
        ask(&fake, method, fake.admin_key(), path, Some(body)).status
    };
    let environment = fake.world().of_kind(Kind::Environment, None)[0].uid.clone();
    let path = format!("/environments/{environment}");
    assert_eq!(put("PATCH", &path, &json!({"name": "x"})), 400);
    assert_eq!(
        put("PATCH", &path, &json!([{"op": "replace", "path": "/values/99/value", "value": "x"}])),
        400
    );
    assert_eq!(put("PATCH", &path, &json!([{"op": "replace", "path": "/values/0/value", "value": ""}])), 400);
    assert!(fake.writes().is_empty());
    assert_eq!(
        put("PATCH", &path, &json!([{"op": "replace", "path": "/values/0/value", "value": "new"}])),
        200
    );
    assert_eq!(get(&fake, &path).body["environment"]["values"][0]["value"], "new");
    let collection = fake.world().of_kind(Kind::Collection, None)[0].uid.clone();
    assert_eq!(
        put("PATCH", &format!("/collections/{collection}"), &json!({"collection": {"item": []}})),
        400
    );
    let public = fake.world().workspaces[0].id.clone();
    assert_eq!(
        put("PUT", &format!("/workspaces/{public}"), &json!({"workspace": {"type": "personal"}})),
        403
    );
    assert_eq!(fake.writes().len(), 1);
}

#[test]
fn a_fault_goes_away_when_one_asks_again() {
    let fake = fast(Config { faults: 100.0, ..Config::default() });
    assert!(fake.stats().faults == 0);
    let agent: ureq::Agent = ureq::config::Config::builder().http_status_as_error(false).build().into();
    for _ in 0..20 {
        let answer = agent.get(format!("{}/me", fake.url())).header("X-API-Key", fake.admin_key()).call();
        let body = answer.map(|mut answer| (answer.status().as_u16(), answer.body_mut().read_to_string()));
        if let Ok((200, Ok(text))) = body {
            assert!(serde_json::from_str::<Value>(&text).is_err(), "no answer is whole");
        }
    }
    assert!(fake.stats().faults >= 20);
}
