//! The progress bar of long scans.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Scans of less are over before a bar could be read, in bytes and in files.
const LONG_BYTES: u64 = 64 << 20;
const LONG_FILES: usize = 5_000;

/// A bar on standard error; a hidden one for short scans, if it is not wanted, or if standard error is no terminal.
pub(crate) fn bar(bytes: u64, files: usize, wanted: bool) -> ProgressBar {
    if !wanted || (bytes < LONG_BYTES && files < LONG_FILES) {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    if let Ok(style) =
        ProgressStyle::with_template("{bar:32} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}")
    {
        bar.set_style(style);
    }
    bar
}
