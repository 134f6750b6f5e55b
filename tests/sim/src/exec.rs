//! A small executor: everything that waits in a world is a task here, owned by what it runs in. To evict an object or to
//! kill a browser is to drop its tasks. Time is a number, and tasks run in one order for one seed.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use hallway_domain::time::Millis;

type TaskId = u64;

/// Whose memory a task lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Room(usize),
    Person(usize),
    /// Feature, and number of the shard; 0: the place's own.
    Lobby(usize, usize),
    /// Person and number of the tab.
    Tab(usize, usize),
    /// One connection's request in the Worker.
    Gate(u64),
    /// The wire, cron, moderators, organizers: what nobody kills.
    Outside,
}

struct Task {
    owner: Owner,
    future: Pin<Box<dyn Future<Output = ()>>>,
}

pub(crate) struct Exec {
    now: Cell<Millis>,
    tasks: RefCell<BTreeMap<TaskId, Task>>,
    timers: RefCell<BinaryHeap<Reverse<(Millis, TaskId)>>>,
    ready: RefCell<VecDeque<TaskId>>,
    current: Cell<TaskId>,
    last: Cell<TaskId>,
}

impl Exec {
    pub(crate) fn new(now: Millis) -> Rc<Exec> {
        Rc::new(Exec {
            now: Cell::new(now),
            tasks: RefCell::default(),
            timers: RefCell::default(),
            ready: RefCell::default(),
            current: Cell::new(0),
            last: Cell::new(0),
        })
    }

    pub(crate) fn now(&self) -> Millis {
        self.now.get()
    }

    /// Start a task; nobody hears what comes of it.
    pub(crate) fn spawn<T>(&self, owner: Owner, future: impl Future<Output = T> + 'static) {
        let future = async move {
            let _unheard = future.await;
        };
        let id = self.last.get() + 1;
        self.last.set(id);
        self.tasks.borrow_mut().insert(id, Task { owner, future: Box::pin(future) });
        self.ready.borrow_mut().push_back(id);
    }

    /// Drop what runs in there; how many tasks that were.
    pub(crate) fn kill(&self, dead: impl Fn(Owner) -> bool) -> usize {
        let mut tasks = self.tasks.borrow_mut();
        let ids: Vec<TaskId> = tasks.iter().filter(|(_, task)| dead(task.owner)).map(|(id, _)| *id).collect();
        let gone: Vec<Task> = ids.iter().filter_map(|id| tasks.remove(id)).collect();
        // Dropped only when nothing is borrowed: who waited for them is woken.
        drop(tasks);
        gone.len()
    }

    pub(crate) fn next_timer(&self) -> Option<Millis> {
        self.timers.borrow().peek().map(|Reverse((at, _))| *at)
    }

    /// It is now `now`; whoever slept till then is ready.
    pub(crate) fn advance(&self, now: Millis) {
        self.now.set(self.now().max(now));
        let mut timers = self.timers.borrow_mut();
        while timers.peek().is_some_and(|Reverse((at, _))| *at <= self.now()) {
            if let Some(Reverse((_, id))) = timers.pop() {
                self.ready.borrow_mut().push_back(id);
            }
        }
    }

    /// Let one ready task run; false if none is.
    pub(crate) fn run_one(&self) -> bool {
        let Some(id) = self.ready.borrow_mut().pop_front() else { return false };
        let Some(mut task) = self.tasks.borrow_mut().remove(&id) else { return true };
        self.current.set(id);
        if task.future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            self.tasks.borrow_mut().insert(id, task);
        }
        true
    }

    pub(crate) fn sleep(self: &Rc<Self>, ms: Millis) -> Sleep {
        Sleep { exec: self.clone(), until: self.now() + ms, armed: false }
    }

    /// A place for one answer. If the sender is dropped, the receiver gets nothing.
    pub(crate) fn oneshot<T>(self: &Rc<Self>) -> (Sender<T>, Receiver<T>) {
        let slot = Rc::new(RefCell::new(Slot { value: None, waiting: None, gone: false }));
        (Sender { exec: self.clone(), slot: slot.clone() }, Receiver { exec: self.clone(), slot })
    }
}

pub(crate) struct Sleep {
    exec: Rc<Exec>,
    until: Millis,
    armed: bool,
}

impl Future for Sleep {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.exec.now() >= self.until {
            return Poll::Ready(());
        }
        if !self.armed {
            self.armed = true;
            self.exec.timers.borrow_mut().push(Reverse((self.until, self.exec.current.get())));
        }
        Poll::Pending
    }
}

struct Slot<T> {
    value: Option<T>,
    waiting: Option<TaskId>,
    gone: bool,
}

pub(crate) struct Sender<T> {
    exec: Rc<Exec>,
    slot: Rc<RefCell<Slot<T>>>,
}

impl<T> Sender<T> {
    pub(crate) fn send(self, value: T) {
        self.slot.borrow_mut().value = Some(value);
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut slot = self.slot.borrow_mut();
        slot.gone = true;
        if let Some(id) = slot.waiting.take() {
            self.exec.ready.borrow_mut().push_back(id);
        }
    }
}

pub(crate) struct Receiver<T> {
    exec: Rc<Exec>,
    slot: Rc<RefCell<Slot<T>>>,
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        let mut slot = self.slot.borrow_mut();
        if slot.value.is_some() || slot.gone {
            return Poll::Ready(slot.value.take());
        }
        slot.waiting = Some(self.exec.current.get());
        Poll::Pending
    }
}
