//! Times are milliseconds since 1970 of an object's own clock; lengths are milliseconds. See PROTOCOL for the whys.

/// A moment.
pub type Millis = i64;

/// Life of an attempt: 5 s hop token + 60 s leeway + 20 s late join + 5 s skew.
pub const ATTEMPT: Millis = 90_000;
/// Life of the Worker's own token for the hop to LiveKit.
pub const HOP_TOKEN: Millis = 5_000;
/// A held or granted seat nobody connects to. An open attempt prolongs it.
pub const LEASE: Millis = 30_000;
/// A free seat is kept for whoever waits longest, and then for the next.
pub const OFFER: Millis = 30_000;
/// A live seat whose body vanished: a locked phone or a lost network comes back to it.
pub const GRACE: Millis = 45_000;
/// From the end of the first clean list to the start of the second.
pub const LIST_GAP: Millis = 5_000;
/// Between passes while a seat is dirty, and while one drains.
pub const PASS: Millis = 10_000;
/// See [`PASS`].
pub const PASS_DRAINING: Millis = 5_000;
/// Between passes while somebody has the stage: as [`PASS_DRAINING`].
pub const PASS_STAGE: Millis = 5_000;
/// The stage is lost after so long without a live screen.
pub const STAGE: Millis = 20_000;
/// A holder of the stage without a socket of the room's may come back so long.
pub const DEAF: Millis = 15_000;
/// A browser may ask so long what to share.
pub const PICKER: Millis = 60_000;
/// A call about somebody's rights that was not answered may be obeyed so long.
pub const PERMIT: Millis = 5_000;
/// Passes go on so long after the last seat.
pub const LINGER: Millis = 60_000;
/// A webhook starts a pass, but not sooner after the last one.
pub const PASS_HINT: Millis = 1_000;
/// Changes of a card within this time make one push.
pub const CARD: Millis = 250;
/// Changes of cards within this time after a frame travel in the next one.
pub const LOBBY: Millis = 100;
/// The same where [`LARGE_LOBBY`] listen.
pub const LOBBY_SLOW: Millis = 1_000;
/// So many listeners make a lobby large.
pub const LARGE_LOBBY: usize = 500;
/// What a Person said of themselves is kept so long: a socket asked for before it is open by then.
pub const MET: Millis = 300_000;
/// Messages within this time after a frame travel in the next one.
pub const CHAT: Millis = 50;
/// So many messages at once, then one each [`CHAT_REFILL`].
pub const CHAT_BURST: i64 = 10;
/// See [`CHAT_BURST`].
pub const CHAT_REFILL: Millis = 1_000;
/// Changes within this time go to D1 together.
pub const OUTBOX: Millis = 3_000;
/// A person's refused joins of one kind are counted once in this time.
pub const REFUSAL: Millis = 60_000;
/// LiveKit has not said for so long that somebody is there: when they went is a guess.
pub const PROOF: Millis = 60_000;
/// So many clicks at once, then one each [`CLICK_REFILL`].
pub const CLICK_BURST: i64 = 30;
/// See [`CLICK_BURST`].
pub const CLICK_REFILL: Millis = 1_000;
/// New requests to connect are counted over this time.
pub const DAY: Millis = 86_400_000;
/// Who was declined may ask again after this.
pub const DECLINED: Millis = 86_400_000;
/// Ended sessions' sockets that were not closed are looked for again after this.
pub const SESSIONS: Millis = 60_000;
/// A move whose new room has not answered is given up.
pub const NEXT: Millis = 15_000;
/// The pre-join dialog keeps a seat so long.
pub const DIALOG: Millis = 120_000;
/// A closed tab may come back so long before its `away` leaves.
pub const AWAY: Millis = 10_000;
/// Entries that ended are remembered so long.
pub const OLD_JOIN: Millis = 600_000;
/// The stored clock may lag so far behind: it saves a row on most commands.
const CLOCK_STEP: Millis = 15_000;

/// How long to wait before try number `tries` (0 first): 1, 2, 5, 5 … s.
pub fn backoff(tries: i64) -> Millis {
    match tries {
        0 => 1_000,
        1 => 2_000,
        _ => 5_000,
    }
}

/// [`backoff`] for what nobody waits for: 5, 10, 20 … 300 s.
pub fn slow_backoff(tries: i64) -> Millis {
    (5_000 << tries.clamp(0, 6)).min(300_000)
}

/// Whether a stored clock lags so far behind that it must be written for its own sake.
pub(crate) fn is_old(stored: Millis, now: Millis) -> bool {
    now >= stored + CLOCK_STEP
}

/// A moment as RFC 3339 in UTC, with milliseconds only where there are some.
pub fn rfc3339(at: Millis) -> String {
    let (days, rest) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000));
    let (year, month, day) = civil(days);
    let (h, m, s, ms) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60, rest % 1_000);
    let fraction = if ms == 0 { String::new() } else { format!(".{ms:03}") };
    format!("{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}{fraction}Z")
}

/// The date of a day since 1970 (H. Hinnant, "chrono-compatible low-level date algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// For shapes of the wire: null or [`rfc3339`].
pub(crate) fn opt_rfc3339<S: serde::Serializer>(at: &Option<Millis>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.serialize_str(&rfc3339(*at)),
        None => serializer.serialize_none(),
    }
}
