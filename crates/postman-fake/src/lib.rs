//! A stateful fake of the Postman API, on the loopback interface, for tests.
//!
//! It behaves as the API does where that matters to a client: two rate limits with two families of headers, four styles of paging, several shapes
//! of errors, elements that vanish, members that are missing, and faults in a given part of its answers. Everything in it is made up from a
//! seed, secrets too. Its clock can run faster than the one on the wall.
//!
//! ```
//! use postman_fake::{Config, Fake};
//!
//! let fake = Fake::start(Config { workspaces: 2, ..Config::default() })?;
//! assert!(fake.url().starts_with("http://127.0.0.1:"));
//! # Ok::<(), std::io::Error>(())
//! ```

#![deny(missing_docs)]

mod config;
mod content;
mod errors;
mod faults;
mod http;
mod limits;
mod routes;
mod server;
mod state;
mod world;

pub use config::{Conduct, Config};
pub use limits::Counts;
pub use server::Fake;
pub use state::{Stats, Write};
pub use world::{Element, Kind, Workspace, World};
