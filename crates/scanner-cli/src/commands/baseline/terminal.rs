//! What an audit needs of a terminal.

use std::io;

use anyhow::Result;
use console::{Key, Term};

/// Something to show a page on and to be answered by.
pub(super) trait Screen {
    /// Shows a page in place of the one before.
    fn show(&mut self, page: &str) -> io::Result<()>;

    /// The next key; `None` if there will be none.
    fn key(&mut self) -> io::Result<Option<char>>;

    /// A line that is typed after `prompt`.
    fn line(&mut self, prompt: &str) -> io::Result<String>;
}

/// The terminal of the user.
pub(super) struct Terminal {
    term: Term,
}

impl Terminal {
    pub(super) fn open() -> Result<Terminal> {
        let term = Term::stderr();
        anyhow::ensure!(
            term.is_term() && console::user_attended(),
            "an audit needs a terminal\nhint: the states of entries can also be edited in the file"
        );
        Ok(Terminal { term })
    }
}

impl Screen for Terminal {
    fn show(&mut self, page: &str) -> io::Result<()> {
        self.term.clear_screen()?;
        self.term.write_line(page)
    }

    fn key(&mut self) -> io::Result<Option<char>> {
        loop {
            match self.term.read_key() {
                Ok(Key::Char(key)) => return Ok(Some(key)),
                Ok(Key::ArrowRight | Key::ArrowDown | Key::Enter) => return Ok(Some('n')),
                Ok(Key::ArrowLeft | Key::ArrowUp | Key::Backspace) => return Ok(Some('b')),
                Ok(Key::CtrlC | Key::Escape | Key::UnknownEscSeq(_)) => return Ok(None),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }

    fn line(&mut self, prompt: &str) -> io::Result<String> {
        self.term.write_str(prompt)?;
        self.term.read_line()
    }
}
