//! What is said of a run: the JSON reports of Newman and the Postman CLI, and the results that the app's runner exports. Newman's hold the collection
//! and the environment as they were sent, with every variable put in, and the bodies of responses as buffers.

use super::{ArtefactKind, Place, collection_v2};
use crate::finding::Role;
use crate::json::{Kind, NodeId, Tape};

/// Where in a report a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Report {
    Root,
    Run,
    /// A list of requests that were sent, and one of them.
    Execution,
    /// The element of a collection that was run, as it stands there: once more what the collection says.
    Item,
    /// A list of failures, and one of them.
    Failure,
    /// The requests of the app's runner, and one of them.
    Result,
}

pub(super) fn sniff(text: &[u8], tape: &Tape, root: NodeId) -> Option<(ArtefactKind, Place)> {
    let member = |object, name| tape.member(text, object, name);
    let list = |object, name| member(object, name).filter(|&list| tape.node(list).kind == Kind::Array);
    let newman = member(root, "run").is_some_and(|run| list(run, "executions").is_some());
    let runner = list(root, "results").is_some()
        && ["totalPass", "totalFail", "collection_id"].iter().any(|name| member(root, name).is_some());
    (newman || runner).then_some((ArtefactKind::RunReport, Place::Report(Report::Root)))
}

pub(super) fn member(place: Report, name: &[u8]) -> Place {
    match (place, name) {
        (Report::Root, b"run") => Place::Report(Report::Run),
        (Report::Root, b"collection") => Place::Collection,
        (Report::Root, b"environment") => Place::Environment,
        (Report::Root, b"globals") => Place::Environment,
        (Report::Root, b"results") => Place::Report(Report::Result),
        (Report::Run, b"executions") => Place::Report(Report::Execution),
        (Report::Run, b"failures") => Place::Report(Report::Failure),
        (Report::Execution, b"item") | (Report::Failure, b"source") => Place::Report(Report::Item),
        (Report::Item, name) => collection_v2::member(Place::Item, name),
        (Report::Execution, b"request" | b"requestExecuted") => Place::Request,
        (Report::Execution, b"response") => Place::Response,
        (Report::Result, b"url") => Place::Url,
        (_, b"id" | b"name" | b"cursor" | b"stats" | b"timings" | b"transfers") => Place::Metadata,
        // Reporters differ, and their formats are not published: assertions, errors, what else there may be.
        _ => Place::Data(Role::Other),
    }
}
