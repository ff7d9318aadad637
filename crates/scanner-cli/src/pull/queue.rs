//! What is to be done, and who gets it next.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::limiter::Class;
use super::model::{Element, Workspace};

/// Something to do.
#[derive(Clone, Debug)]
pub enum Task {
    /// Find out what stands in a workspace.
    List(Workspace),
    /// Fetch an element and scan it.
    Scan(Box<Element>),
}

/// What is to be done. Ends when there is nothing left and nobody is at work who could add to it.
#[derive(Debug, Default)]
pub struct Queue {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inner {
    lists: VecDeque<Task>,
    scans: VecDeque<Task>,
    at_work: usize,
    closed: bool,
}

impl Queue {
    /// Adds tasks.
    pub fn add(&self, tasks: impl IntoIterator<Item = Task>) {
        let mut inner = self.lock();
        for task in tasks {
            match task {
                Task::List(_) => inner.lists.push_back(task),
                Task::Scan(_) => inner.scans.push_back(task),
            }
        }
        drop(inner);
        self.changed.notify_all();
    }

    /// The next task of a class; `None` when all is done. [`Queue::done`] must follow.
    pub fn next(&self, class: Class) -> Option<Task> {
        let mut inner = self.lock();
        loop {
            if inner.closed {
                return None;
            }
            let task = if class == Class::Slow { inner.lists.pop_front() } else { inner.scans.pop_front() };
            if task.is_some() {
                inner.at_work += 1;
                return task;
            }
            if inner.at_work == 0 && inner.lists.is_empty() && inner.scans.is_empty() {
                return None;
            }
            inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A task is done.
    pub fn done(&self) {
        self.lock().at_work -= 1;
        self.changed.notify_all();
    }

    /// Nobody gets another task.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Workspaces and elements that wait.
    pub fn waiting(&self) -> (usize, usize) {
        let inner = self.lock();
        (inner.lists.len(), inner.scans.len())
    }

    /// What nobody came to do.
    pub fn rest(&self) -> Vec<Task> {
        let mut inner = self.lock();
        let Inner { lists, scans, .. } = &mut *inner;
        lists.drain(..).chain(scans.drain(..)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
