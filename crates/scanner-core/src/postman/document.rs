use std::fmt;
use std::ops::Range;

use super::lines::LineIndex;
use super::path::{Names, Path};
use super::sniff::sniff;
use super::{ArtefactKind, Layout, PairKind, Place, dotenv, plain};
use crate::decode::charset::{self, Charset};
use crate::decode::{Decoded, Text};
use crate::finding::{Decoder, Role, Span};
use crate::json::{self, NodeId, Options, SyntaxError, Tape};
use crate::yaml::{self, Yaml};

/// A file, read: every string in it with its place.
///
/// ```
/// use scanner_core::{ArtefactKind, Document, Role};
///
/// let json = br#"{"name": "Test", "values": [{"key": "token", "value": "a\u003db", "enabled": true}]}"#;
/// let document = Document::parse(json, None).expect("text");
/// assert_eq!(document.kind(), ArtefactKind::Environment);
/// let field = document.fields().find(|f| f.role() == Role::Variable).unwrap();
/// assert_eq!(field.name().as_deref(), Some("token"));
/// assert_eq!(field.pointer(), "/values/0/value");
/// assert_eq!(field.value(), b"a=b");
/// assert_eq!(&json[field.source(1..2).range()], br"\u003d");
/// ```
#[derive(Debug)]
pub struct Document<'a> {
    file: Text<'a>,
    /// Length of the byte order mark of a file that is not UTF-16.
    bom: usize,
    utf16: Option<Decoded>,
    structure: Structure,
}

/// What a text is, and the places of its values.
#[derive(Debug)]
pub(crate) struct Structure {
    kind: ArtefactKind,
    layout: Option<Layout>,
    /// What is in no value of a document that has structure: comments, lines that do not fit.
    loose: Vec<Range<usize>>,
    /// What the path says of a tree of format v3.
    names: Names,
    warning: Option<Warning>,
}

impl Default for Structure {
    fn default() -> Structure {
        Structure {
            kind: ArtefactKind::Text,
            layout: None,
            loose: Vec::new(),
            names: Names::default(),
            warning: None,
        }
    }
}

/// Something that is wrong with a file and did not stop the scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Byte offset in the file.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in bytes.
    pub column: usize,
    /// What is wrong, in a few words. Never holds text from the file.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl<'a> Document<'a> {
    /// Reads `bytes`. The file's name, if given, is a hint where the content does not say enough. `None` if it is no text.
    ///
    /// Never fails: what is broken is read as far as it goes, with a [`Document::warning`]. Linear in the length.
    pub fn parse(bytes: &'a [u8], name: Option<&str>) -> Option<Document<'a>> {
        let mut document = Document::open(bytes)?;
        let structure = document.structure(name);
        document.set(structure);
        Some(document)
    }

    /// Reads `bytes` as text. `None` if it is none.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Document<'a>> {
        let (bom, utf16) = match charset::detect(bytes) {
            Charset::Binary => return None,
            Charset::Ascii { bom } => (bom, None),
            Charset::Utf16 { big_endian, bom } => (0, Some(charset::decode_utf16(bytes, big_endian, bom))),
        };
        let (file, structure) = (Text::file(bytes), Structure::default());
        Some(Document { file, bom, utf16, structure })
    }

    pub(crate) fn set(&mut self, structure: Structure) {
        self.structure = structure;
    }

    /// What [`Document::set`] wants. It takes most of the time that reading takes.
    pub(crate) fn structure(&self, name: Option<&str>) -> Structure {
        let text = self.text();
        let path = Path::new(name.unwrap_or_default());
        let first = text.bytes.iter().find(|b| !b.is_ascii_whitespace());
        let structure = if path.is_dotenv() {
            Some(self.read_dotenv())
        } else if matches!(first, Some(b'{' | b'[')) {
            self.read_json(&path)
        } else if plain::may_be_yaml(text.bytes, &path) {
            self.read_yaml(&path)
        } else {
            None
        };
        let plain = || Structure { kind: plain::sniff(text.bytes, &path), ..Structure::default() };
        let mut structure = structure.unwrap_or_else(plain);
        if structure.kind == ArtefactKind::CollectionV3 {
            structure.names = path.names();
        }
        structure
    }

    fn read_json(&self, path: &Path<'_>) -> Option<Structure> {
        let text = self.text();
        let tape = Tape::parse(text.bytes, Options::default());
        let (kind, root) = sniff(text.bytes, &tape, path);
        if tape.error().is_some() && !kind.is_postman() && !path.ends_with(&[".json"]) {
            // Braces do not make JSON: source code, templates, lists of JSON documents.
            return None;
        }
        let warning = self.syntax_warning(&tape, "JSON");
        let layout = Some(Layout::new(text.bytes, tape, root));
        Some(Structure { kind, layout, warning, ..Structure::default() })
    }

    fn read_yaml(&self, path: &Path<'_>) -> Option<Structure> {
        let text = self.text();
        let Yaml { tape, loose } = yaml::read(text.bytes);
        let (kind, root) = sniff(text.bytes, &tape, path);
        if !kind.is_postman() {
            return None;
        }
        let warning = self.syntax_warning(&tape, "YAML");
        let layout = Some(Layout::new(text.bytes, tape, root));
        Some(Structure { kind, layout, loose, warning, ..Structure::default() })
    }

    fn read_dotenv(&self) -> Structure {
        let text = self.text();
        let (tape, loose) = dotenv::read(text.bytes);
        let layout = Some(Layout::new(text.bytes, tape, Place::Pairs(PairKind::Variable)));
        Structure { kind: ArtefactKind::Dotenv, layout, loose, ..Structure::default() }
    }

    /// What is wrong with a text of `language`, if anything.
    fn syntax_warning(&self, tape: &Tape, language: &str) -> Option<Warning> {
        let SyntaxError { at, problem } = tape.error()?;
        let text = self.text();
        let at = at.min(text.bytes.len());
        let offset = text.source(at..at).start;
        let (line, column) = LineIndex::new(text.bytes).line_column(at);
        let more = match tape.error_count() {
            1 => String::new(),
            more => format!(" ({} more)", more - 1),
        };
        Some(Warning { offset, line, column, message: format!("not valid {language}: {problem}{more}") })
    }

    /// What the file is.
    pub fn kind(&self) -> ArtefactKind {
        self.structure.kind
    }

    /// What is wrong with it, if anything.
    pub fn warning(&self) -> Option<&Warning> {
        self.structure.warning.as_ref()
    }

    /// Every string and bare value, in the order of the file. Empty for a file without structure.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.structure
            .layout
            .iter()
            .flat_map(|layout| layout.leaves().map(|node| Field { document: self, node }))
    }

    pub(crate) fn layout(&self) -> Option<&Layout> {
        self.structure.layout.as_ref()
    }

    /// Parts of the text that are in no value, in the order of the file.
    pub(crate) fn loose(&self) -> &[Range<usize>] {
        &self.structure.loose
    }

    /// What the path says the file belongs to.
    pub(crate) fn names(&self) -> &Names {
        &self.structure.names
    }

    /// The offset in [`Document::text`] of a byte of the file.
    pub(crate) fn text_offset(&self, offset: usize) -> usize {
        match &self.utf16 {
            Some(decoded) => decoded.map.decoded_at(offset),
            None => offset.saturating_sub(self.bom),
        }
    }

    /// The whole file as text.
    pub(crate) fn text(&self) -> Text<'_> {
        match &self.utf16 {
            Some(decoded) => decoded.text(&self.file, Decoder::Utf16),
            None => self.file.slice(self.bom..self.file.bytes.len()),
        }
    }
}

/// One string (or bare value) of a [`Document`].
#[derive(Clone, Copy)]
pub struct Field<'d> {
    document: &'d Document<'d>,
    node: NodeId,
}

impl<'d> Field<'d> {
    fn layout(&self) -> &'d Layout {
        self.document.structure.layout.as_ref().expect("fields come from a layout only")
    }

    /// RFC 6901 pointer.
    pub fn pointer(&self) -> String {
        json::pointer(&self.layout().tape, self.document.text().bytes, self.node)
    }

    /// The bytes of the value in the file, without the quotes.
    pub fn span(&self) -> Span {
        self.document.text().source(self.layout().tape.node(self.node).range())
    }

    /// What the value is for.
    pub fn role(&self) -> Role {
        self.place().role()
    }

    /// The name it stands under: that of its pair, else its member name. Bytes that are not UTF-8 are shown as U+FFFD.
    pub fn name(&self) -> Option<String> {
        let text = self.document.text();
        self.layout().name(text.bytes, self.node).map(|name| String::from_utf8_lossy(&name).into_owned())
    }

    /// Whether the entry it belongs to is switched off. Its value is in the file all the same.
    pub fn is_disabled(&self) -> bool {
        self.layout().is_disabled(self.document.text().bytes, self.node)
    }

    /// Whether the entry says that it is secret. That masks it on the screen and nowhere else.
    pub fn is_secret_typed(&self) -> bool {
        self.layout().is_secret_typed(self.document.text().bytes, self.node)
    }

    /// Whether it is the local value of a variable (`currentValue`, `sessionValue`), which Postman does not share.
    pub fn is_local(&self) -> bool {
        self.layout().is_local(self.document.text().bytes, self.node)
    }

    /// Whether a vault holds what is meant, and only its name stands here, as it should be: `{{vault:name}}`, or an empty value beside the `source` that
    /// has it.
    ///
    /// ```
    /// let json = br#"{"name": "e", "values": [{"key": "token", "value": "{{vault:token}}"}]}"#;
    /// let document = scanner_core::Document::parse(json, None).expect("text");
    /// assert!(document.fields().any(|field| field.is_vault_backed()));
    /// ```
    pub fn is_vault_backed(&self) -> bool {
        self.layout().is_vault_backed(self.document.text().bytes, self.node)
    }

    /// The decoded value.
    pub fn value(&self) -> Vec<u8> {
        self.layout().with_value(&self.document.text(), self.node, |text| text.bytes.to_vec())
    }

    /// The bytes of the file from which the bytes `range` of [`Field::value`] were decoded.
    ///
    /// # Panics
    /// If the range is not within the value.
    pub fn source(&self, range: Range<usize>) -> Span {
        self.layout().with_value(&self.document.text(), self.node, |text| text.source(range))
    }

    fn place(&self) -> Place {
        self.layout().place(self.node)
    }
}

impl fmt::Debug for Field<'_> {
    /// Shows where the field is, not what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({} {})", self.role().as_str(), self.pointer())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_alone_do_not_make_json() {
        let code = b"{ if (x) { return 'y'; } }";
        assert_eq!(Document::parse(code, None).unwrap().kind(), ArtefactKind::Text);
        let named = Document::parse(code, Some("broken.JSON")).unwrap();
        assert_eq!(named.kind(), ArtefactKind::Json);
        assert!(named.warning().is_some());
    }

    #[test]
    fn a_broken_collection_is_still_a_collection() {
        let text = b"\xef\xbb\xbf{\"info\":{\"name\":\"x\"},\n\"item\":[,{\"name\":\"r\"}]}";
        let document = Document::parse(text, None).unwrap();
        assert_eq!(document.kind(), ArtefactKind::CollectionV21);
        let warning = document.warning().unwrap();
        assert_eq!((warning.line, warning.column), (2, 9));
        assert_eq!(text[warning.offset], b',');
    }

    #[test]
    fn spans_point_into_utf16_files() {
        let json = "\u{feff}{\"values\":[{\"key\":\"k\",\"value\":\"v\u{e9}w\"}]}";
        let bytes: Vec<u8> = json.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let document = Document::parse(&bytes, None).unwrap();
        let field = document.fields().last().unwrap();
        assert_eq!(field.value(), "véw".as_bytes());
        assert_eq!(&bytes[field.span().range()], b"v\0\xe9\0w\0");
        assert_eq!(&bytes[field.source(3..4).range()], b"w\0");
    }
}
