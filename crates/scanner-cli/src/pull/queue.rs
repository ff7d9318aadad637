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

/// A task that somebody is at. It is done when this is dropped, also if its worker panics: nobody waits for it then.
#[derive(Debug)]
pub struct Turn<'q> {
    /// What is to be done.
    pub task: Task,
    queue: &'q Queue,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.queue.lock().at_work -= 1;
        self.queue.changed.notify_all();
    }
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

    /// The next task of a class; `None` when all is done.
    pub fn next(&self, class: Class) -> Option<Turn<'_>> {
        let mut inner = self.lock();
        loop {
            if inner.closed {
                return None;
            }
            let task = if class == Class::Slow { inner.lists.pop_front() } else { inner.scans.pop_front() };
            if let Some(task) = task {
                inner.at_work += 1;
                return Some(Turn { task, queue: self });
            }
            if inner.at_work == 0 && inner.lists.is_empty() && inner.scans.is_empty() {
                return None;
            }
            inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
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

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pull::kind::Kind;

    #[test]
    fn it_ends_when_nobody_can_add_to_it() {
        let queue = Queue::default();
        queue.add([Task::List(Workspace::default())]);
        let list = queue.next(Class::Slow).unwrap();
        queue.add([Task::Scan(Box::new(Element::new(Kind::Globals, "1", None)))]);
        drop(list);
        assert_eq!(queue.waiting(), (0, 1));
        drop(queue.next(Class::Fast).unwrap());
        assert!(queue.next(Class::Fast).is_none());
    }

    #[test]
    fn a_closed_queue_gives_nothing() {
        let queue = Queue::default();
        queue.add([Task::List(Workspace::default())]);
        queue.close();
        assert!(queue.next(Class::Slow).is_none());
    }
}
