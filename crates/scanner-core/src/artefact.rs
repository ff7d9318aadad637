/// What is scanned: bytes, and where they came from.
///
/// ```
/// let artefact = scanner_core::Artefact::new(b"{}", "exports/orders.json");
/// assert_eq!(artefact.origin(), "exports/orders.json");
/// ```
#[derive(Clone, Copy)]
pub struct Artefact<'a> {
    bytes: &'a [u8],
    origin: &'a str,
}

impl<'a> Artefact<'a> {
    /// An artefact of these bytes. The origin (a path, a URL) is a hint for the format, never more: content decides.
    pub const fn new(bytes: &'a [u8], origin: &'a str) -> Artefact<'a> {
        Artefact { bytes, origin }
    }

    /// The bytes.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where they came from.
    pub const fn origin(&self) -> &'a str {
        self.origin
    }
}

impl std::fmt::Debug for Artefact<'_> {
    /// Shows origin and length: the bytes may be secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Artefact({:?}, {} bytes)", self.origin, self.bytes.len())
    }
}
