use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::*;

const LIMITS: Limits = Limits { depth: 3, members: 100, bytes: 64 << 20, ratio: 250, member: 32 << 20 };

/// A ZIP archive of deflated members, the names as they are given.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, content) in members {
        let file = archive.new_file(EntryPath::verbatim(name.as_bytes()));
        let (mut entry, config) = file.compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn tar_header(name: &str, len: u64, kind: ::tar::EntryType) -> ::tar::Header {
    let mut header = ::tar::Header::new_ustar();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(len);
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, content) in members {
        let header = tar_header(name, content.len() as u64, ::tar::EntryType::Regular);
        builder.append(&header, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

/// `path: content`, `path? reason` and `path~ note`.
fn unpacked(name: &str, bytes: &[u8], limits: &Limits) -> Vec<String> {
    let mut seen = Vec::new();
    unpack(name, bytes, limits, &mut |event| {
        seen.push(match event {
            Event::Member(member) => {
                format!(
                    "{}: {}",
                    member.path,
                    String::from_utf8_lossy(&member.bytes[..member.bytes.len().min(9)])
                )
            }
            Event::Skipped(skipped) => format!("{}? {}", skipped.path, skipped.reason),
            Event::Note(note) => format!("{}~ {}", note.path, note.detail),
        });
    });
    seen
}

fn list(name: &str, bytes: &[u8]) -> Vec<String> {
    unpacked(name, bytes, &LIMITS)
}

#[test]
fn members_are_named_after_their_archive() {
    let files: &[(&str, &[u8])] = &[("a b.json", b"{}"), ("c/d.env", b"x=1"), ("empty", b"")];
    let names = ["a b.json: {}", "c/d.env: x=1", "empty: "];
    for (archive, bytes) in [("o.zip", zip(files)), ("o.tar", tar(files)), ("o.tgz", gzip(&tar(files)))] {
        assert_eq!(list(archive, &bytes), names.map(|name| format!("{archive}!{name}")));
    }
    assert_eq!(list("x/o.json.gz", &gzip(b"{}")), ["x/o.json.gz!o.json: {}"]);
}

#[test]
fn archives_in_archives_are_unpacked_to_a_depth() {
    let inner = zip(&[("deep.json", b"{}")]);
    let middle = gzip(&tar(&[("in.zip", &inner)]));
    let outer = zip(&[("m.tar.gz", &middle), ("top.json", b"{}")]);
    assert_eq!(list("o.zip", &outer), ["o.zip!m.tar.gz!in.zip!deep.json: {}", "o.zip!top.json: {}"]);
    let shallow = Limits { depth: 2, ..LIMITS };
    assert_eq!(
        unpacked("o.zip", &outer, &shallow),
        ["o.zip!m.tar.gz!in.zip? archive-limit", "o.zip!top.json: {}"]
    );
}

#[test]
fn bombs_are_defused() {
    let zeros = vec![b'0'; 30 << 20];
    let bomb = zip(&[("bomb", &zeros), ("after.json", b"{}")]);
    let refused = ["o.zip!bomb? archive-limit", "o.zip!bomb: 000000000", "o.zip!after.json: {}"];
    assert_eq!(list("o.zip", &bomb), refused);
    let packed = gzip(&zeros);
    assert_eq!(list("o.gz", &packed), ["o.gz!o? archive-limit", "o.gz!o: 000000000"]);
    // In all, in one member, in number.
    let total = Limits { bytes: 1000, ratio: 100_000, ..LIMITS };
    assert_eq!(unpacked("o.zip", &bomb, &total)[0], "o.zip? archive-limit");
    let small = Limits { member: 1000, ratio: 100_000, ..LIMITS };
    assert_eq!(unpacked("o.zip", &bomb, &small), ["o.zip!bomb? too-large", "o.zip!after.json: {}"]);
    let few = Limits { members: 1, ratio: 100_000, ..LIMITS };
    assert_eq!(unpacked("o.zip", &bomb, &few)[1..], ["o.zip? archive-limit"]);
}

#[test]
fn odd_names_are_said() {
    for name in ["../up.json", "/etc/x.json", "a/../../b", "C:\\x.json", "..\\up.json"] {
        let listed = list("o.zip", &zip(&[(name, b"{}")]));
        assert_eq!(
            listed,
            [format!("o.zip!{name}~ its name leads out of the archive"), format!("o.zip!{name}: {{}}")]
        );
    }
    let twice = list("o.zip", &zip(&[("a", b"1"), ("a", b"2")]));
    assert_eq!(twice, ["o.zip!a: 1", "o.zip!a~ another member has the same name", "o.zip!a: 2"]);
}

#[test]
fn what_is_cut_short_is_read_as_far_as_it_goes() {
    let text: Vec<u8> =
        (0..4000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_string().into_bytes()).collect();
    let files: &[(&str, &[u8])] = &[("a", b"first"), ("b", &text)];
    for (name, bytes) in [("o.zip", zip(files)), ("o.tar", tar(files)), ("o.tar.gz", gzip(&tar(files)))] {
        let listed = list(name, &bytes[..bytes.len() * 2 / 3]);
        assert!(listed.contains(&format!("{name}!a: first")), "{listed:?}");
        assert!(listed.iter().any(|line| line.starts_with(&format!("{name}!b: 026544357"))), "{listed:?}");
        assert!(listed.iter().any(|line| line.ends_with("? corrupt")), "{listed:?}");
    }
}

#[test]
fn damage_and_encryption_are_reported() {
    let mut damaged = zip(&[("a", b"first first first"), ("b", b"second")]);
    // Within the packed bytes of the first member.
    damaged[34] ^= 0xff;
    let listed = list("o.zip", &damaged);
    assert!(listed.contains(&"o.zip!a? corrupt".to_owned()), "{listed:?}");
    assert!(listed.contains(&"o.zip!b: second".to_owned()), "{listed:?}");

    let mut archive = ZipArchiveWriter::new(Vec::new());
    let (mut entry, config) = archive.new_file("secret").encrypted(true).start().unwrap();
    let mut writer = config.wrap(&mut entry);
    writer.write_all(b"????????????").unwrap();
    let (_, descriptor) = writer.finish().unwrap();
    entry.finish(descriptor).unwrap();
    assert_eq!(list("o.zip", &archive.finish().unwrap()), ["o.zip!secret? encrypted"]);
}

#[test]
fn links_and_devices_in_tar_are_left_alone() {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, kind) in [("link", ::tar::EntryType::Symlink), ("pipe", ::tar::EntryType::Fifo)] {
        builder.append(&tar_header(name, 0, kind), &[][..]).unwrap();
    }
    let bytes = builder.into_inner().unwrap();
    assert_eq!(list("o.tar", &bytes), ["o.tar!link? symbolic-link", "o.tar!pipe? not-a-file"]);
}

#[test]
fn text_is_no_archive() {
    for bytes in [b"PK".as_slice(), b"", b"{\"a\":1}", &[b'0'; 2000], &[0; 2000]] {
        assert!(!is_archive(bytes));
    }
}

proptest::proptest! {
    #[test]
    fn whatever_the_bytes_nothing_panics(noise in proptest::collection::vec(proptest::prelude::any::<(u16, u8)>(), 0..20)) {
        let files: &[(&str, &[u8])] = &[("a", b"first first first"), ("b.gz", &gzip(b"second"))];
        for mut bytes in [zip(files), tar(files), gzip(&tar(files))] {
            for (at, byte) in &noise {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *byte;
            }
            list("o", &bytes);
        }
    }
}
