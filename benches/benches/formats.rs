//! How fast formats other than JSON are read, and archives of exports, in bytes of content.

use std::hint::black_box;
use std::io::Write;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use flate2::write::DeflateEncoder;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use scanner_benches::data::{collection, tree};
use scanner_cli::input::archive::{Event, Limits, unpack};
use scanner_core::{Artefact, Cache, Finding, Scanner};

fn count(scanner: &Scanner, cache: &mut Cache, path: &str, bytes: &[u8]) -> usize {
    let mut places = 0;
    let mut sink = |finding: Finding| places += finding.places().count();
    scanner.scan_with(cache, &Artefact::new(bytes, path), &mut sink).expect("text");
    places
}

/// The same requests as one JSON file and as a tree of YAML files.
fn version_3(c: &mut Criterion) {
    let scanner = Scanner::new();
    let mut group = c.benchmark_group("formats");
    group.sample_size(20);
    let (json, tokens) = collection(1_000, 20);
    assert_eq!(count(&scanner, &mut Cache::default(), "bench.json", json.as_bytes()), tokens);
    group.throughput(Throughput::Bytes(json.len() as u64));
    group.bench_function(BenchmarkId::from_parameter("v2.1"), |b| {
        b.iter(|| count(&scanner, &mut Cache::default(), "bench.json", black_box(json.as_bytes())));
    });
    let (files, tokens) = tree(1_000, 20);
    // A cache for each run: one that has scanned the text knows what in it holds nothing.
    let run = || {
        let mut cache = Cache::default();
        files.iter().map(|(path, text)| count(&scanner, &mut cache, path, text.as_bytes())).sum::<usize>()
    };
    assert_eq!(run(), tokens);
    group.throughput(Throughput::Bytes(files.iter().map(|(_, text)| text.len() as u64).sum()));
    group.bench_function(BenchmarkId::from_parameter("v3-tree"), |b| b.iter(run));
    group.finish();
}

fn zip(members: &[(String, String)]) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, content) in members {
        let file = archive.new_file(EntryPath::verbatim(name.as_bytes()));
        let (mut entry, config) =
            file.compression_method(CompressionMethod::DEFLATE).start().expect("in memory");
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, flate2::Compression::default()));
        writer.write_all(content.as_bytes()).expect("in memory");
        let (encoder, described) = writer.finish().expect("in memory");
        encoder.finish().expect("in memory");
        entry.finish(described).expect("in memory");
    }
    archive.finish().expect("in memory")
}

/// Twenty exports in a ZIP: unpacked alone, and scanned.
fn archives(c: &mut Criterion) {
    let scanner = Scanner::new();
    let (json, tokens) = collection(100, 20);
    let members: Vec<(String, String)> =
        (0..20).map(|n| (format!("exports/{n}.json"), json.clone())).collect();
    let packed = zip(&members);
    let limits = Limits { depth: 3, members: 1_000, bytes: 1 << 30, ratio: 200, member: 1 << 30 };
    let mut group = c.benchmark_group("zip");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(members.iter().map(|(_, text)| text.len() as u64).sum()));
    group.bench_function("unpack", |b| {
        b.iter(|| {
            let mut bytes = 0;
            unpack("all.zip", black_box(&packed), &limits, &mut |event| {
                if let Event::Member(member) = event {
                    bytes += member.bytes.len();
                }
            });
            assert_eq!(bytes, members.len() * json.len());
        });
    });
    group.bench_function("scan", |b| {
        b.iter(|| {
            let (mut places, mut cache) = (0, Cache::default());
            unpack("all.zip", black_box(&packed), &limits, &mut |event| {
                if let Event::Member(member) = event {
                    places += count(&scanner, &mut cache, &member.path, &member.bytes);
                }
            });
            assert_eq!(places, tokens * members.len());
        });
    });
    group.finish();
}

criterion_group!(benches, version_3, archives);
criterion_main!(benches);
