//! Counts the n-grams of files for the planner of the prefilter.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use scanner_core::internals::Counter;

/// Count the n-grams of files, and write the model that the planner of the prefilter chooses windows by.
///
/// The checked-in model was made on 2026-11-23 by
///
///   ngrams -o crates/scanner-core/src/engine/prefilter/model.bin 40:json:../shared/corpus/collections 5:json:../shared/corpus/environments
///   5:json:../shared/gold 15:min-json:../shared/corpus 12:rs:$HOME/.cargo/registry/src 10:py:/usr/lib/python3.11 6:c,h,go,js,sh:/usr
///   7::/usr/share/doc
///
/// from every second file of each folder, so that the others are left to measure on. It holds counts of pairs of bytes and of hashed windows of
/// four, as logarithms: no text can be read from it.
#[derive(Parser)]
#[command(verbatim_doc_comment)]
struct Args {
    /// What to count: share, file name extensions (none: every file; `min-json`: JSON, written without spaces first), folder.
    #[arg(value_name = "SHARE:EXTENSIONS:FOLDER", required = true)]
    kinds: Vec<String>,
    /// Where to write the model.
    #[arg(short, value_name = "FILE")]
    output: PathBuf,
    /// How much to read of one kind at most, in MB.
    #[arg(long, default_value_t = 40)]
    limit: u64,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let mut kinds = Vec::new();
    for kind in &args.kinds {
        let [share, extensions, folder] = kind.splitn(3, ':').collect::<Vec<_>>()[..] else {
            anyhow::bail!("{kind}: not SHARE:EXTENSIONS:FOLDER");
        };
        let counter = count(Path::new(folder), extensions, args.limit * 1_000_000)?;
        ensure!(counter.bytes() > 0, "{kind}: nothing there");
        println!("{kind}: {} bytes", counter.bytes());
        kinds.push((share.parse().with_context(|| kind.clone())?, counter));
    }
    std::fs::write(&args.output, Counter::model(&kinds)).with_context(|| args.output.display().to_string())
}

fn count(folder: &Path, extensions: &str, limit: u64) -> Result<Counter> {
    let minified = extensions == "min-json";
    let extensions: Vec<&str> = extensions.trim_start_matches("min-").split(',').collect();
    let mut files = Vec::new();
    list(folder, &mut files)?;
    let wanted = |path: &Path| {
        let extension = path.extension().unwrap_or_default();
        extensions == [""] || extensions.iter().any(|wanted| extension == *wanted)
    };
    files.retain(|path| wanted(path));
    files.sort();
    // Folders may be larger than the limit: the same part of each.
    let size: u64 = files.iter().filter_map(|path| path.metadata().ok()).map(|data| data.len()).sum();
    let step = 2 * (size / 2).div_ceil(limit).max(1);
    let mut counter = Counter::default();
    for path in files.iter().step_by(step as usize) {
        let text = std::fs::read(path).with_context(|| path.display().to_string())?;
        match serde_json::from_slice::<serde_json::Value>(&text) {
            Ok(json) if minified => counter.add(json.to_string().as_bytes()),
            _ if minified => {}
            _ => counter.add(&text),
        }
    }
    Ok(counter)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            list(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}
