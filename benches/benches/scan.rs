//! How fast the scanner is, by what the input stresses. Each bench checks the number of findings: a wrong engine must not look fast.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use scanner_benches::data::collection;
use scanner_core::{Artefact, Cache, Finding, Scanner, parallel};

fn count(scanner: &Scanner, cache: &mut Cache, json: &str) -> usize {
    let mut places = 0;
    let mut sink = |finding: Finding| places += finding.places().count();
    scanner.scan_with(cache, &Artefact::new(json.as_bytes(), "bench.json"), &mut sink).expect("text");
    places
}

fn one_artefact(c: &mut Criterion) {
    let scanner = Scanner::new();
    let mut group = c.benchmark_group("scan");
    group.sample_size(20);
    for (name, requests, every) in [("clean", 500, 0), ("dense", 500, 1), ("one-huge-file", 16_000, 100)] {
        let (json, tokens) = collection(requests, every);
        assert_eq!(count(&scanner, &mut Cache::default(), &json), tokens, "{name}");
        group.throughput(Throughput::Bytes(json.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            // A cache for each run: one that has scanned the text knows what in it holds nothing.
            b.iter(|| count(&scanner, &mut Cache::default(), black_box(&json)));
        });
    }
    let prose = "The quick brown fox jumps over the lazy dog, and nobody minds.\n".repeat(16_384);
    group.throughput(Throughput::Bytes(prose.len() as u64));
    group.bench_function("no-anchor", |b| {
        b.iter(|| count(&scanner, &mut Cache::default(), black_box(&prose)));
    });
    group.finish();
}

fn many_artefacts(c: &mut Criterion) {
    let scanner = Scanner::new();
    let (json, tokens) = collection(12, 12);
    let files = vec![json; 1_000];
    let mut group = c.benchmark_group("many-small");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(files.iter().map(|f| f.len() as u64).sum()));
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let run =
            || pool.install(|| parallel::scan_all(&scanner, &files, |s, cache, json| count(s, cache, json)));
        assert_eq!(run().iter().sum::<usize>(), tokens * files.len());
        group.bench_function(BenchmarkId::new("threads", threads), |b| b.iter(run));
    }
    group.finish();
}

fn start_up(c: &mut Criterion) {
    c.bench_function("start-up/compile", |b| b.iter(Scanner::new));
    c.bench_function("start-up/first-scan", |b| {
        b.iter(|| count(&Scanner::new(), &mut Cache::default(), black_box("{\"info\":{},\"item\":[]}")));
    });
}

criterion_group!(benches, one_artefact, many_artefacts, start_up);
criterion_main!(benches);
