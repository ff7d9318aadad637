//! gzip (RFC 1952): a tar archive in it, or one file.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;

use super::{Flow, Place, Unpacker, tar};

pub(super) fn members(unpacker: &mut Unpacker<'_>, place: &mut Place<'_>, bytes: &[u8]) -> Flow {
    let mut content = unpacker.meter.read(bytes.len() as u64, MultiGzDecoder::new(bytes));
    let mut head = Vec::new();
    let read = content.by_ref().take(tar::HEADER as u64).read_to_end(&mut head);
    if read.is_ok() && tar::is_header(&head) {
        return tar::stream(unpacker, place, head.as_slice().chain(content));
    }
    let name = name(place.path, bytes);
    match read {
        Ok(_) => unpacker.member(place, &name, &mut head.as_slice().chain(content)),
        Err(error) => {
            let path = format!("{}!{}", place.path, String::from_utf8_lossy(&name));
            unpacker.broken(place, &path, &error)?;
            unpacker.content(path, head, place.depth)
        }
    }
}

/// The name that the file had, or the archive's without its ending.
fn name(path: &str, bytes: &[u8]) -> Vec<u8> {
    let decoder = MultiGzDecoder::new(bytes);
    let named = decoder.header().and_then(|header| header.filename()).filter(|name| !name.is_empty());
    if let Some(name) = named {
        return name.to_vec();
    }
    let file = path.rsplit(['/', '\\', '!']).next().unwrap_or(path);
    file.strip_suffix(".gz").filter(|stem| !stem.is_empty()).unwrap_or(file).as_bytes().to_vec()
}
