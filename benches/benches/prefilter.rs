//! How fast the prefilter alone is: all anchors of the built-in rules, by each path of this machine, next to an Aho-Corasick automaton over the
//! same anchors and to `memchr3`, which is as fast as looking at each byte gets. All must find as many anchors.

use std::hint::black_box;
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use scanner_benches::data::collection;
use scanner_core::internals::{anchors, count, paths};

/// How much to scan, in bytes.
const SIZE: usize = 32 << 20;

/// Real collections if they are there, in the order of their names, again and again; else made ones.
fn text(minified: bool) -> Vec<u8> {
    let mut files = Vec::new();
    list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"), &mut files);
    files.sort();
    // The model was made of the others.
    let mut parts: Vec<Vec<u8>> =
        files.iter().skip(1).step_by(2).filter_map(|file| std::fs::read(file).ok()).collect();
    if parts.is_empty() {
        println!("../shared/corpus is not there: made collections are measured");
        parts.push(collection(4_000, 50).0.into_bytes());
    }
    if minified {
        let values = parts.iter().filter_map(|part| serde_json::from_slice::<serde_json::Value>(part).ok());
        parts = values.map(|value| value.to_string().into_bytes()).collect();
    }
    parts.iter().flatten().copied().cycle().take(SIZE).collect()
}

fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

/// The anchors as one automaton that ignores case, as the engine had it: hits of exact anchors are compared again.
struct Automaton {
    automaton: AhoCorasick,
    anchors: Vec<(Vec<u8>, bool)>,
}

impl Automaton {
    fn new() -> Automaton {
        let anchors = anchors();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(anchors.iter().map(|(anchor, _)| anchor))
            .expect("small enough");
        Automaton { automaton, anchors }
    }

    fn count(&self, text: &[u8]) -> usize {
        let stands = |hit: &aho_corasick::Match| {
            let (anchor, ignore_case) = &self.anchors[hit.pattern().as_usize()];
            *ignore_case || text[hit.range()] == **anchor
        };
        self.automaton.find_overlapping_iter(text).filter(stands).count()
    }
}

fn prefilter(c: &mut Criterion) {
    let automaton = Automaton::new();
    for (name, minified) in [("prefilter/json", false), ("prefilter/minified", true)] {
        let text = text(minified);
        let hits = automaton.count(&text);
        println!("{name}: {} anchors, {hits} hits in {} bytes", automaton.anchors.len(), text.len());
        let mut group = c.benchmark_group(name);
        group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("memchr3", |b| {
            b.iter(|| memchr::memchr3_iter(0, 1, 2, black_box(&text)).count());
        });
        for path in paths() {
            assert_eq!(count(path, &text), hits, "{path}");
            group.bench_function(BenchmarkId::from_parameter(path), |b| {
                b.iter(|| count(path, black_box(&text)));
            });
        }
        group.bench_function("aho-corasick DFA", |b| b.iter(|| automaton.count(black_box(&text))));
        group.finish();
    }
}

criterion_group!(benches, prefilter);
criterion_main!(benches);
