//! Archives of any bytes: nothing panics, and no more is unpacked than the limits let pass.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The room by itself: with all that the program needs, a build with sanitizers takes minutes.
#[allow(dead_code)]
#[path = "../../crates/scanner-cli/src/input/archive/mod.rs"]
mod archive;

use archive::{Event, Limits, unpack};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { depth: 3, members: 1000, bytes: 32 << 20, ratio: 250, member: 8 << 20 };
    let (mut members, mut len) = (0, 0);
    unpack("fuzz.zip", bytes, &limits, &mut |event| {
        if let Event::Member(member) = event {
            members += 1;
            len += member.bytes.len() as u64;
        }
    });
    assert!(members <= limits.members);
    // What stands unpacked in the file itself may come on top.
    assert!(len <= limits.bytes + 8 * bytes.len() as u64 + 1024);
});
