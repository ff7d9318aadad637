//! `postseal pull`: everything that an API key can see, read at the pace that the API allows and scanned as it comes.
//!
//! [`session`] is a pull from its start to its report; [`client`] makes one call, [`pages`] reads a list, [`fetch`](mod@fetch) an element; `contents`
//! says what stands in a workspace, [`known`] what need not be asked; [`work`] is who does it, [`queue`] what is to be done, [`journal`] what was.
//! [`report`] puts the result together. No detection logic is here.

pub mod base;
pub mod client;
pub mod clock;
mod comments;
mod contents;
pub mod detected;
pub mod error;
pub mod fetch;
mod finish;
mod headers;
pub mod journal;
pub mod key;
pub mod kind;
pub mod known;
pub mod limiter;
pub mod lists;
pub mod model;
pub mod observe;
pub mod pages;
pub mod plan;
mod prepare;
pub mod progress;
pub mod queue;
pub mod report;
mod retry;
pub mod save;
pub mod scanned;
pub mod select;
pub mod session;
pub mod stop;
pub mod work;
