//! The progress bar of long scans.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Scans of less are over before a bar could be read, in bytes and in files.
const LONG_BYTES: u64 = 64 << 20;
const LONG_FILES: usize = 5_000;

/// Histories of fewer commits are short.
const LONG_COMMITS: usize = 5_000;

/// A bar of commits, as [`bar`].
pub(crate) fn commits(count: usize, wanted: bool) -> ProgressBar {
    if !wanted || count < LONG_COMMITS {
        return ProgressBar::hidden();
    }
    styled(count as u64, "{bar:32} {pos}/{len} commits eta {eta}")
}

/// A bar on standard error; a hidden one for short scans, if it is not wanted, or if standard error is no terminal.
pub(crate) fn bar(bytes: u64, files: usize, wanted: bool) -> ProgressBar {
    if !wanted || (bytes < LONG_BYTES && files < LONG_FILES) {
        return ProgressBar::hidden();
    }
    styled(bytes, "{bar:32} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}")
}

fn styled(len: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(len), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
