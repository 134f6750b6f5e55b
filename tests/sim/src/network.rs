//! Between any two programs: calls are late, lost on the way there or back, and at times arrive twice.

use hallway_domain::time::Millis;

use crate::exec::Owner;
use crate::sim::Sim;

/// Why a call brought no answer. The caller cannot tell whether it took effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Somewhere on the way, or whoever worked on it was evicted.
    OnTheWay,
    /// It needed D1, and D1 is down.
    NoCatalogue,
    /// LiveKit does not answer.
    NoLivekit,
    /// The object itself failed.
    Failed,
}

/// Whether a call can arrive a second time: a retry of the layer below, a copy held back somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copies {
    Never,
    Maybe,
}

/// Have `work` done in `to`, over the network.
pub(crate) async fn call<T, F>(sim: &Sim, to: Owner, copies: Copies, work: impl Fn(Sim) -> F + 'static) -> Result<T, Lost>
where
    T: 'static,
    F: Future<Output = Result<T, Lost>> + 'static,
{
    let there = latency(sim);
    sim.sleep(there).await;
    let rates = sim.rates();
    if sim.fault("call lost", rates.lost) {
        sim.sleep(sim.between(1_000, 5_000)).await;
        return Err(Lost::OnTheWay);
    }
    let (answer, waiting) = sim.exec.oneshot();
    let done = work(sim.clone());
    sim.exec.spawn(to, async move { answer.send(done.await) });
    if copies == Copies::Maybe && sim.fault("call doubled", rates.doubled) {
        let (copy, later, exec) = (work(sim.clone()), latency(sim) + sim.between(0, 3_000), sim.exec.clone());
        sim.exec.spawn(Owner::Outside, async move {
            exec.sleep(later).await;
            exec.spawn(to, copy);
        });
    }
    if sim.fault("call timed out after it took effect", rates.timed_out) {
        sim.sleep(sim.between(1_000, 10_000)).await;
        return Err(Lost::OnTheWay);
    }
    let Some(answer) = waiting.await else { return Err(Lost::OnTheWay) };
    sim.sleep(latency(sim)).await;
    answer
}

/// Mostly some milliseconds; late ones let everything else overtake.
pub(crate) fn latency(sim: &Sim) -> Millis {
    let rates = sim.rates();
    if sim.fault("message very late", rates.late / 8.0) {
        return sim.between(8_000, 70_000);
    }
    if sim.fault("message late", rates.late) {
        return sim.between(300, 8_000);
    }
    sim.between(1, 30)
}
