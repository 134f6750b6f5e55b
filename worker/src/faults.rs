//! Faults on demand, for the fault suite: D1 and LiveKit that fail before or after taking effect or that hang, webhooks
//! lost, doubled and late, an object's clock that jumps, objects thrown out of memory after every command.
//!
//! Only with the cargo feature `faults`, which no release build can have (`lib.rs` refuses to compile it); without it
//! every function here does nothing. What is set holds for the whole isolate, Worker and objects alike.

use worker::State;

use crate::app::App;
use crate::error::Result;

/// Where a fault can strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Any statement to D1.
    D1,
    /// A call of LiveKit's room API, or the gate's way to its signalling.
    Sfu,
}

/// Around a call: it may fail before anything happened, or have taken effect when its answer is lost.
pub async fn around<T>(point: Point, call: impl Future<Output = Result<T>>) -> Result<T> {
    #[cfg(feature = "faults")]
    let lost = on::before(point).await?;
    let answer = call.await;
    #[cfg(feature = "faults")]
    if lost {
        return Err(on::error(point));
    }
    let _ = point;
    answer
}

/// Whether the Worker is to die after a change of the catalogue is in D1 and before it tells the objects.
pub fn dies_before_push() -> bool {
    #[cfg(feature = "faults")]
    return on::with(|set| set.faults.pushes_lost);
    #[cfg(not(feature = "faults"))]
    false
}

/// How far the objects' clock is off, ms.
pub fn clock() -> i64 {
    #[cfg(feature = "faults")]
    return on::with(|set| set.faults.clock_ms);
    #[cfg(not(feature = "faults"))]
    0
}

/// One command of an object, from its beginning until its answer is on the way. Dropped, the object may be thrown out of
/// memory: whatever it has not written is gone, as is the work it still had to do.
pub struct Step {
    #[cfg(feature = "faults")]
    _step: on::Step,
}

/// A command of this object begins. `alarm`: every other one evicts nobody, for what an alarm sends must get through at
/// last, or nothing is ever done.
pub fn step(state: &State, name: &str, alarm: bool) -> Step {
    #[cfg(not(feature = "faults"))]
    let _ = (state, name, alarm);
    Step {
        #[cfg(feature = "faults")]
        _step: on::Step::begin(state, name, alarm),
    }
}

/// Carry out what a webhook says: not at all, now, twice, or late.
pub async fn webhook<F: Future<Output = Result<()>> + 'static>(app: &App, work: impl Fn() -> F) -> Result<()> {
    #[cfg(feature = "faults")]
    if let Some(result) = on::webhook(app, &work).await {
        return result;
    }
    let _ = app;
    work().await
}

#[cfg(feature = "faults")]
pub mod on {
    //! What is set, and what it has done.

    use std::collections::BTreeMap;
    use std::sync::Mutex;
    use std::time::Duration;

    use serde::{Deserialize, Serialize};
    use worker::js_sys::{Function, Promise, Reflect, global};
    use worker::wasm_bindgen::{JsCast, JsValue};
    use worker::wasm_bindgen_futures::{JsFuture, spawn_local};
    use worker::{Delay, State};

    use super::Point;
    use crate::app::{App, random};
    use crate::error::{Error, Result};

    /// Everything that can be set, in one piece: what is left out is off.
    #[derive(Clone, Debug, Default, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Faults {
        /// D1.
        pub d1: Fault,
        /// LiveKit.
        pub sfu: Fault,
        /// The objects' clock is so far off, ms.
        pub clock_ms: i64,
        /// Objects whose name begins so are evicted after every command; none: nobody is.
        pub evict: Option<String>,
        /// Objects are not told of the catalogue's changes, but by cron.
        pub pushes_lost: bool,
        /// Of a hundred webhooks, so many are lost, so many come twice, and so many up to three seconds late.
        pub webhooks: Webhooks,
    }

    /// Of a hundred.
    #[derive(Clone, Debug, Default, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Webhooks {
        /// Never seen.
        pub lost: u8,
        /// Seen twice.
        pub doubled: u8,
        /// Overtaken by others.
        pub late: u8,
    }

    /// One kind of call.
    #[derive(Clone, Debug, Default, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Fault {
        /// Every so many calls one fails; 1: all; 0: none.
        pub every: u32,
        /// It took effect, and only its answer is lost.
        pub after: bool,
        /// It takes so long before it fails, ms.
        pub delay_ms: u64,
    }

    /// What happened so far.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Counts {
        /// Calls of D1, and those that failed on purpose.
        pub d1: [u32; 2],
        /// Calls of LiveKit, and those that failed on purpose.
        pub sfu: [u32; 2],
        /// Objects thrown out.
        pub evicted: u32,
        /// Webhooks seen, lost, doubled, late.
        pub webhooks: [u32; 4],
    }

    /// Faults and counts.
    #[derive(Default, Serialize)]
    pub struct Set {
        /// What is set.
        pub faults: Faults,
        /// What happened since it was set.
        pub counts: Counts,
    }

    static SET: Mutex<Option<Set>> = Mutex::new(None);

    /// An answer is on its way by then.
    const ANSWERED: Duration = Duration::from_millis(10);

    /// Look at what is set, or change it.
    pub fn with<T>(f: impl FnOnce(&mut Set) -> T) -> T {
        let mut set = SET.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        f(set.get_or_insert_default())
    }

    /// Fails, or says whether the answer is to be lost.
    pub(super) async fn before(point: Point) -> Result<bool> {
        let strikes = with(|set| {
            let (fault, count) = match point {
                Point::D1 => (&set.faults.d1, &mut set.counts.d1),
                Point::Sfu => (&set.faults.sfu, &mut set.counts.sfu),
            };
            count[0] += 1;
            let strikes = fault.every > 0 && count[0] % fault.every == 0;
            count[1] += u32::from(strikes);
            strikes.then(|| fault.clone())
        });
        let Some(fault) = strikes else { return Ok(false) };
        if fault.delay_ms > 0 {
            Delay::from(Duration::from_millis(fault.delay_ms)).await;
        }
        if fault.after { Ok(true) } else { Err(error(point)) }
    }

    /// What the caller of a call that failed on purpose sees.
    pub(super) fn error(point: Point) -> Error {
        match point {
            Point::D1 => Error::database("fault: D1 was told to fail"),
            Point::Sfu => Error::sfu_unavailable(2, "fault: LiveKit was told to fail"),
        }
    }

    /// Commands under way, by object.
    static UNDER_WAY: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

    fn under_way<T>(name: &str, f: impl FnOnce(&mut u32) -> T) -> T {
        let mut all = UNDER_WAY.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        f(all.entry(name.to_owned()).or_default())
    }

    pub(super) struct Step {
        context: JsValue,
        name: String,
        may_evict: bool,
    }

    impl Step {
        pub(super) fn begin(state: &State, name: &str, alarm: bool) -> Step {
            under_way(name, |n| *n += 1);
            let may_evict = !alarm || random::<1>().is_ok_and(|[byte]| byte % 2 == 0);
            Step { context: state.as_raw().into(), name: name.to_owned(), may_evict }
        }
    }

    impl Drop for Step {
        fn drop(&mut self) {
            under_way(&self.name, |n| *n = n.saturating_sub(1));
            let chosen = || with(|set| set.faults.evict.as_deref().is_some_and(|prefix| self.name.starts_with(prefix)));
            if self.may_evict && chosen() {
                spawn_local(evict(self.context.clone(), self.name.clone()));
            }
        }
    }

    /// Between two commands, when nobody else's is under way, and once what was written is on disk, for until then an
    /// answer waits. `abort` straight from here would unwind through WASM and hang the isolate: it runs from a timer.
    async fn evict(context: JsValue, name: String) {
        let function = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.dyn_into::<Function>().ok();
        let (Some(abort), Some(timer)) = (function(&context, "abort"), function(&global(), "setTimeout")) else { return };
        let written = Reflect::get(&context, &"storage".into()).ok().and_then(|storage| {
            let promise = function(&storage, "sync")?.call0(&storage).ok()?;
            Some(JsFuture::from(promise.dyn_into::<Promise>().ok()?))
        });
        if let Some(written) = written {
            let _ = written.await;
        }
        Delay::from(ANSWERED).await;
        if under_way(&name, |n| *n) == 0 {
            with(|set| set.counts.evicted += 1);
            let abort = abort.bind1(&context, &"fault: evicted".into());
            let _ = timer.call2(&JsValue::UNDEFINED, &abort, &0.into());
        }
    }

    pub(super) async fn webhook<F: Future<Output = Result<()>> + 'static>(app: &App, work: impl Fn() -> F) -> Option<Result<()>> {
        let dice = random::<3>().ok()?.map(|byte| u32::from(byte) * 100 / 256);
        let (lost, doubled, late) = with(|set| {
            let rates = &set.faults.webhooks;
            let hit = [(dice[0], rates.lost), (dice[1], rates.doubled), (dice[2], rates.late)].map(|(dice, rate)| dice < rate.into());
            set.counts.webhooks[0] += 1;
            for (count, hit) in set.counts.webhooks[1..].iter_mut().zip(hit) {
                *count += u32::from(hit);
            }
            (hit[0], hit[1], hit[2])
        });
        if lost {
            return Some(Ok(()));
        }
        if late {
            let delay = Duration::from_millis(u64::from(dice[0]) * 30);
            let work = work();
            app.wait_until(async move {
                Delay::from(delay).await;
                let _ = work.await;
            });
        }
        if doubled {
            let _ = work().await;
        }
        late.then_some(Ok(()))
    }
}
