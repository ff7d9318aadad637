//! A YAML reader that keeps the place of everything: the events of `saphyr-parser`, written down as a [`Tape`](crate::json::Tape), so that all that reads
//! JSON reads YAML. This room knows YAML 1.2. It must not know Postman.

mod mend;
mod reader;

pub(crate) use reader::{Yaml, read};
