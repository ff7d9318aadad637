//! What finding credentials without a format costs: the same collections with it and without it. Each bench checks the number of findings.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use scanner_benches::data::{collection, environment};
use scanner_core::{Artefact, Cache, Finding, Scanner};

fn count(scanner: &Scanner, cache: &mut Cache, json: &str) -> usize {
    let mut findings = 0;
    let mut sink = |_: Finding| findings += 1;
    scanner.scan_with(cache, &Artefact::new(json.as_bytes(), "bench.json"), &mut sink).expect("text");
    findings
}

fn context(c: &mut Criterion) {
    let with = Scanner::new();
    let without = Scanner::builder().formats_only().build().expect("the rules compile");
    let mut group = c.benchmark_group("context");
    group.sample_size(20);
    let requests = collection(500, 0).0;
    let (variables, secrets) = environment(5_000);
    for (name, json, secrets) in [("requests", requests, 0), ("variables", variables, secrets)] {
        group.throughput(Throughput::Bytes(json.len() as u64));
        assert_eq!(count(&with, &mut Cache::default(), &json), secrets, "{name}");
        assert_eq!(count(&without, &mut Cache::default(), &json), 0, "{name}");
        for (how, scanner) in [("with", &with), ("without", &without)] {
            group.bench_function(BenchmarkId::new(name, how), |b| {
                // A cache for each run: one that has scanned the text knows what in it holds nothing.
                b.iter(|| count(scanner, &mut Cache::default(), black_box(&json)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, context);
criterion_main!(benches);
