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
    /// The same of one that was read lately: when all others have been listed, because what is missed in one of them may stand in another.
    Recall(Workspace),
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
    recalls: VecDeque<Task>,
    scans: VecDeque<Task>,
    at_work: usize,
    /// Workers that are at a [`Task::List`].
    listing: usize,
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
        let mut inner = self.queue.lock();
        inner.at_work -= 1;
        inner.listing -= usize::from(matches!(self.task, Task::List(_)));
        drop(inner);
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
                Task::Recall(_) => inner.recalls.push_back(task),
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
            if let Some(task) = inner.take(class) {
                return Some(Turn { task, queue: self });
            }
            if inner.at_work == 0 && inner.is_empty() {
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
        (inner.lists.len() + inner.recalls.len(), inner.scans.len())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn take(&mut self, class: Class) -> Option<Task> {
        let task = match class {
            Class::Slow => match self.lists.pop_front() {
                None if self.listing == 0 => self.recalls.pop_front(),
                list => list,
            },
            Class::Fast => self.scans.pop_front(),
        }?;
        self.at_work += 1;
        self.listing += usize::from(matches!(task, Task::List(_)));
        Some(task)
    }

    fn is_empty(&self) -> bool {
        [&self.lists, &self.recalls, &self.scans].into_iter().all(VecDeque::is_empty)
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
    fn what_is_known_waits_until_the_rest_is_listed() {
        let queue = Queue::default();
        queue.add([Task::Recall(Workspace::default()), Task::List(Workspace::default())]);
        let list = queue.next(Class::Slow).unwrap();
        assert!(matches!(list.task, Task::List(_)));
        assert!(queue.lock().take(Class::Slow).is_none(), "one is being listed");
        drop(list);
        let recalls = queue.next(Class::Slow).unwrap();
        assert!(matches!(recalls.task, Task::Recall(_)));
    }

    #[test]
    fn a_closed_queue_gives_nothing() {
        let queue = Queue::default();
        queue.add([Task::List(Workspace::default())]);
        queue.close();
        assert!(queue.next(Class::Slow).is_none());
    }
}
