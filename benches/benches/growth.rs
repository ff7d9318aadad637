//! How the cost grows: with the number of rules, and with input that somebody made to be slow.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use scanner_benches::data::collection;
use scanner_core::{Artefact, Cache, Finding, Scanner};

fn count(scanner: &Scanner, cache: &mut Cache, text: &str) -> usize {
    let mut found = 0;
    let mut sink = |_: Finding| found += 1;
    scanner.scan_with(cache, &Artefact::new(text.as_bytes(), "bench.json"), &mut sink).expect("text");
    found
}

/// xorshift64: the same rules each time.
fn picker() -> impl FnMut(usize) -> usize {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    }
}

/// Rules with anchors as providers choose them: a few letters, an environment, a separator.
fn rules(count: usize) -> String {
    let mut pick = picker();
    let mut toml = "[[provider]]\nid = \"made\"\nname = \"Made\"\nseverity = \"high\"\nwhy = \"A bench.\"\nrevoke = \"https://example.com\"\nreferences = [\"https://example.com\"]\n".to_owned();
    for index in 0..count {
        let letters: String = (0..3 + pick(6)).map(|_| char::from(b'a' + pick(26) as u8)).collect();
        let kind = ["live", "test", "pat", "sk", "key", "prod"][pick(6)];
        let sign = ["_", "-", "."][pick(3)];
        let len = 20 + pick(30);
        let _ = write!(
            toml,
            "\n[[provider.rule]]\nid = \"made-{index}\"\ntitle = \"Made {index}\"\ndescription = \"A bench.\"\ntoken = \"{letters}{sign}{kind}_{{{{base62:{len}}}}}\"\nexamples.positive = [\"{{{{token}}}}\", \"k={{{{token}}}}\"]\nexamples.negative = [\"{letters}_\", \"x\"]\n"
        );
    }
    toml
}

fn rule_count(c: &mut Criterion) {
    let (json, _) = collection(2_000, 100);
    let mut group = c.benchmark_group("rules");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(json.len() as u64));
    for number in [100, 1_000, 10_000] {
        let mut builder = Scanner::builder();
        let scanner = builder
            .without_builtin_rules()
            .rules_toml(&rules(number))
            .and_then(|builder| builder.build())
            .expect("made as rules are made");
        count(&scanner, &mut Cache::default(), &json);
        group.bench_function(BenchmarkId::from_parameter(number), |b| {
            // A cache for each run: one that has scanned the text knows what in it holds nothing.
            b.iter(|| count(&scanner, &mut Cache::default(), black_box(&json)));
        });
    }
    group.finish();
}

/// A megabyte of one thing.
const LEN: usize = 1 << 20;

fn hostile(c: &mut Criterion) {
    let scanner = Scanner::new();
    let fill = |unit: &str| unit.repeat(LEN / unit.len() + 1);
    let string = |text: &str| serde_json::to_string(text).expect("a string is JSON");
    let body = |text: &str| {
        format!(
            r#"{{"info":{{"name":"c"}},"item":[{{"name":"r","request":{{"url":"https://h.test","body":{{"mode":"raw","raw":{}}}}}}}]}}"#,
            string(text)
        )
    };
    let script = |text: &str| {
        format!(
            r#"{{"info":{{"name":"c"}},"item":[{{"name":"r","event":[{{"script":{{"exec":[{}]}}}}],"request":"u"}}]}}"#,
            string(text)
        )
    };
    let cases = [
        ("anchors", fill("ghp_ AKIA sk_live_ xoxb- eyJ ")),
        ("anchors-one-line", fill("AKIA")),
        ("open-brackets", fill("[")),
        ("open-objects", fill("{\"a\":")),
        ("pairs", format!("[{}{{}}]", fill("{\"key\":\"password\",\"value\":\"x\"},"))),
        ("quotes", fill("\"")),
        ("backslashes", body(&fill("\\"))),
        ("one-token", body(&fill("a1B2c3D4"))),
        ("names", body(&fill("password=token:secret key "))),
        ("key-blocks", fill("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n")),
        ("escaped-json", body(&body(&body(&"{\"token\":\"x\"}".repeat(LEN / 100))))),
        ("percent", body(&fill("%25"))),
        ("base64", body(&fill("cGFzc3dvcmQ6c2VjcmV0IA"))),
        ("braces-in-script", script(&fill("${`${{"))),
        ("comments-in-script", script(&fill("/* // ' \" "))),
        ("calls-in-script", script(&fill("pm.environment.set(\"token\","))),
        ("elements", body(&fill("<a b=\"password\">"))),
        ("url-parameters", body(&format!("https://h.test/?{}", fill("token=a&")))),
    ];
    let mut group = c.benchmark_group("hostile");
    group.sample_size(10);
    let (normal, _) = collection(LEN / 1600, 100);
    for (name, text) in [("normal", normal)].into_iter().chain(cases) {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| count(&scanner, &mut Cache::default(), black_box(&text))));
    }
    group.finish();
}

criterion_group!(benches, rule_count, hostile);
criterion_main!(benches);
