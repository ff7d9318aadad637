//! What stands in a workspace: as the API says when asked for it, or as the journal knows and the lists of the account confirm.

use std::collections::HashMap;

use scanner_core::Cache;
use scanner_report::SkipReason;
use serde_json::{Map, Value, json};

use super::error::ApiError;
use super::fetch::segment;
use super::journal::Member;
use super::kind::Kind;
use super::limiter::Class;
use super::lists::{self, entries, mock_body, updated_at};
use super::model::{Element, Workspace, text, uid, uuid};
use super::pages::{self, List, Style};
use super::queue::Task;
use super::scanned::{self, Outcome};
use super::work::Work;

impl Work<'_> {
    /// Queues what stands in a workspace.
    pub(super) fn list(&self, workspace: &Workspace, cache: &mut Cache) -> anyhow::Result<()> {
        if let Some(detail) = self.recalled(workspace)? {
            self.known.was_recalled(workspace);
            return self.queue_all(workspace, &detail);
        }
        let bytes = match self.client.get(&format!("/workspaces/{}", segment(&workspace.id)), Class::Slow) {
            Ok(bytes) => bytes,
            Err(error) => return self.not_listed(workspace, error),
        };
        let detail: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let detail = &detail["workspace"];
        if workspace.visibility.is_empty()
            && let Some(mut known) = Workspace::read(detail)
        {
            // It was named by its id, and stands in no list.
            known.name = scanned::clean(self.scanner, cache, &known.name);
            self.journal.set_workspaces(self.run, &[known], &[])?;
        }
        if self.selection.wants_element(Kind::Workspaces, &workspace.id, "") {
            // At once, with the bytes that are there: they cost a slow call.
            self.progress.listed_more(1);
            self.scan(&Element { body: Some(bytes), ..about(workspace) }, cache)?;
        }
        self.remember(workspace, detail)?;
        self.queue_all(workspace, detail)
    }

    fn queue_all(&self, workspace: &Workspace, detail: &Value) -> anyhow::Result<()> {
        let mut elements = Vec::new();
        self.elements_of(workspace, detail, &mut elements)?;
        elements.retain(|element| self.is_new(element));
        self.journal.listed(self.run, &workspace.id, &elements)?;
        self.progress.listed(elements.len());
        self.queue.add(elements.into_iter().map(|element| Task::Scan(Box::new(element))));
        Ok(())
    }

    fn not_listed(&self, workspace: &Workspace, error: ApiError) -> anyhow::Result<()> {
        if error.is_final() {
            return Err(error.into());
        }
        let about = about(workspace);
        let skip = self.skip(&about, &error);
        if skip.reason != SkipReason::Failed {
            self.journal.listed(self.run, &workspace.id, &[])?;
        }
        self.progress.listed(0);
        self.journal.record(self.run, &about, &Outcome::Skipped(skip))
    }

    /// Keeps for later pulls what stands in a workspace that was read.
    fn remember(&self, workspace: &Workspace, detail: &Value) -> anyhow::Result<()> {
        let member = |(kind, entry): (Kind, &Value)| {
            let id = uid(entry)?;
            let listing = self.known.lists.of(kind).filter(|listing| listing.whole);
            let unlisted = listing.filter(|_| self.known.of_account).map(|list| list.entry(&id).is_none());
            Some(Member { kind, id, unlisted })
        };
        let members: Vec<Member> = lists::members(detail).filter_map(member).collect();
        self.known.read(&members, &self.journal.members(self.run, &workspace.id)?);
        self.journal.set_place(self.run, workspace, &members)
    }

    /// What stands in a workspace that need not be read, in the form in which it is when it is read: see [`super::known`].
    fn recalled(&self, workspace: &Workspace) -> anyhow::Result<Option<Value>> {
        if !self.known.is_recent(workspace) || self.known.is_searching() {
            return Ok(None);
        }
        let mut detail = Map::new();
        for Member { kind, id, unlisted } in self.journal.members(self.run, &workspace.id)? {
            if !self.selection.wants_list(kind) {
                continue;
            }
            let entry = match self.known.lists.entry(kind, &id) {
                Some(entry) => entry.clone(),
                // No list of the account has it.
                None if unlisted == Some(true) || kind == Kind::Specs => json!({"uid": id}),
                // It is gone, or the list is: the workspace knows.
                None => return Ok(None),
            };
            let Some((_, list)) = lists::MEMBERS.iter().find(|(of, _)| *of == kind) else { continue };
            if let Value::Array(entries) = detail.entry(*list).or_insert_with(|| json!([])) {
                entries.push(entry);
            }
        }
        if self.selection.wants(Kind::Specs)
            && let Some(specs) = self.specs_of(workspace)?
        {
            detail.insert("specs".to_owned(), Value::Array(specs));
        }
        if self.selection.wants_element(Kind::Workspaces, &workspace.id, "") {
            if !self.is_unchanged(&about(workspace))? {
                return Ok(None);
            }
            self.progress.listed_more(1);
            self.progress.unchanged();
        }
        Ok(Some(Value::Object(detail)))
    }

    fn elements_of(
        &self,
        workspace: &Workspace,
        detail: &Value,
        elements: &mut Vec<Element>,
    ) -> Result<(), ApiError> {
        let home = Some(workspace.id.as_str());
        let wants = |kind| self.selection.wants_element(kind, "", "");
        for kind in [Kind::Globals, Kind::Roles] {
            let personal = kind == Kind::Roles && workspace.visibility == "personal";
            if wants(kind) && !personal {
                elements.push(Element::new(kind, &workspace.id, home));
            }
        }
        for element in self.members(workspace, detail, "collections", Kind::Collections) {
            elements.extend(self.selection.extras_of(&element));
            elements.extend(Some(element).filter(|_| self.selection.wants(Kind::Collections)));
        }
        elements.extend(self.members(workspace, detail, "environments", Kind::Environments));
        elements.extend(self.members(workspace, detail, "monitors", Kind::Monitors));
        let mocks = self.members(workspace, detail, "mocks", Kind::Mocks);
        if wants(Kind::CallLogs) {
            elements.extend(mocks.iter().map(|mock| Element::new(Kind::CallLogs, &mock.id, home)));
        }
        if wants(Kind::Mocks) {
            elements.extend(self.mocks(workspace, mocks)?);
        }
        let specs = self.members(workspace, detail, "specs", Kind::Specs);
        elements.extend(self.specs(workspace, specs)?);
        Ok(())
    }

    /// The elements of one kind that a workspace names, as far as they are asked for, with what the lists say of them.
    fn members(&self, workspace: &Workspace, detail: &Value, list: &str, kind: Kind) -> Vec<Element> {
        let element = |entry: &Value| {
            let id = uid(entry)?;
            let name = text(entry, "name").unwrap_or_default();
            if !self.selection.wants_of_element(kind, &id, &name) {
                return None;
            }
            let listed = self.known.lists.entry(kind, &id).unwrap_or(entry);
            // Specifications go by their UUID alone.
            let id = if kind == Kind::Specs { uuid(&id).to_owned() } else { id };
            let (updated_at, body) = (updated_at(listed), mock_body(listed));
            Some(Element { updated_at, body, ..Element::new(kind, id, Some(&workspace.id)) })
        };
        entries(detail, list).filter_map(element).collect()
    }

    /// The list of the mocks of a workspace says all there is to say of those of which that of the account does not.
    fn mocks(&self, workspace: &Workspace, mut mocks: Vec<Element>) -> Result<Vec<Element>, ApiError> {
        let path = format!("/mocks?workspace={}", segment(&workspace.id));
        if mocks.iter().all(|mock| mock.body.is_some()) {
            return Ok(mocks);
        }
        let listed = by_uuid(self.read(&path, "mocks")?.unwrap_or_default());
        for mock in mocks.iter_mut().filter(|mock| mock.body.is_none()) {
            let Some(entry) = listed.get(uuid(&mock.id)) else { continue };
            (mock.updated_at, mock.body) = (updated_at(entry), mock_body(entry));
        }
        Ok(mocks)
    }

    /// When specifications were changed stands in the list of those of the workspace.
    fn specs(&self, workspace: &Workspace, mut specs: Vec<Element>) -> Result<Vec<Element>, ApiError> {
        if specs.iter().all(|spec| spec.updated_at.is_some()) {
            return Ok(specs);
        }
        let listed = by_uuid(self.specs_of(workspace)?.unwrap_or_default());
        for spec in &mut specs {
            spec.updated_at = listed.get(&spec.id).and_then(updated_at);
        }
        Ok(specs)
    }

    fn specs_of(&self, workspace: &Workspace) -> Result<Option<Vec<Value>>, ApiError> {
        self.read(&format!("/specs?workspaceId={}", segment(&workspace.id)), "specs")
    }

    /// A list that only tells more of what is known: without it each element is asked for itself.
    fn read(&self, path: &str, member: &str) -> Result<Option<Vec<Value>>, ApiError> {
        match pages::read(self.client, List { path, member, class: Class::Fast, style: Style::Cursor }) {
            Ok(list) => Ok(Some(list)),
            Err(error) if error.is_final() => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// The workspace itself: its name, its description.
fn about(workspace: &Workspace) -> Element {
    Element::new(Kind::Workspaces, &workspace.id, Some(&workspace.id))
}

fn by_uuid(list: Vec<Value>) -> HashMap<String, Value> {
    list.into_iter().filter_map(|entry| Some((uuid(&uid(&entry)?).to_owned(), entry))).collect()
}
