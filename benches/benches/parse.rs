//! Which JSON reader? The document reader (every value with its span, member name, parent and place) beside the parsers of the field, which
//! are asked for less: values without spans, or spans without names.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use scanner_benches::data::collection;
use scanner_core::Document;

fn readers(c: &mut Criterion) {
    let (json, _) = collection(2_000, 10);
    let strings = |value: &serde_json::Value| count(value);
    let expected = strings(&serde_json::from_str(&json).expect("JSON"));
    let mut group = c.benchmark_group("parse");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(json.len() as u64));
    group.bench_function("document", |b| {
        let document = Document::parse(json.as_bytes(), None).expect("text");
        assert!(document.fields().count() >= expected);
        b.iter(|| Document::parse(black_box(json.as_bytes()), None).expect("text").kind());
    });
    group.bench_function("serde_json-value", |b| {
        b.iter(|| serde_json::from_str::<serde_json::Value>(black_box(&json)).expect("JSON"));
    });
    group.bench_function("serde_json-skip", |b| {
        b.iter(|| serde_json::from_str::<serde::de::IgnoredAny>(black_box(&json)).expect("JSON"));
    });
    group.bench_function("sonic-rs-value", |b| {
        b.iter(|| sonic_rs::from_str::<sonic_rs::Value>(black_box(&json)).expect("JSON"));
    });
    group.bench_function("simd-json-tape-with-copy", |b| {
        b.iter(|| {
            // It decodes in place, and so needs a copy: spans in the file are lost.
            let mut copy = json.clone().into_bytes();
            simd_json::to_tape(black_box(&mut copy)).expect("JSON").0.len()
        });
    });
    group.finish();
}

fn count(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::String(_) => 1,
        serde_json::Value::Array(items) => items.iter().map(count).sum(),
        serde_json::Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

criterion_group!(benches, readers);
criterion_main!(benches);
