//! Days of a time zone. Only JavaScript's Intl knows the zones; the sums are ours.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::error::{Error, Result};

const DAY: i64 = 86_400_000;

/// The end of the day that `now` (ms) is in, there.
pub fn end_of_day(zone: &str, now: i64) -> Result<i64> {
    let failed = || Error::internal(format!("no day of {zone:?}"));
    end(now, |at| offset(zone, at)).ok_or_else(failed)
}

/// `offset`: how far that place's clocks are ahead of UTC at a moment, ms.
fn end(now: i64, offset: impl Fn(i64) -> Option<i64>) -> Option<i64> {
    let local = now.checked_add(offset(now)?)?;
    let midnight = local.checked_sub(local.rem_euclid(DAY))?.checked_add(DAY)?;
    // Clocks may change before then: the offset of that moment counts, not the present one.
    let guess = midnight.checked_sub(offset(now)?)?;
    midnight.checked_sub(offset(guess)?)
}

/// What clocks of a zone show at `at`, less UTC.
fn offset(zone: &str, at: i64) -> Option<i64> {
    let options = Object::new();
    let mut wanted = vec![("timeZone", zone), ("hourCycle", "h23")];
    wanted.extend(["year", "month", "day", "hour", "minute", "second"].map(|part| (part, "numeric")));
    for (name, value) in wanted {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let locale = Array::of1(&JsValue::from_str("en-US"));
    let whole = at.checked_sub(at.rem_euclid(1_000))?;
    // Milliseconds of this era are exact as doubles.
    let date = Date::new(&JsValue::from_f64(whole as f64));
    let parts = Intl::DateTimeFormat::new(&locale, &options).format_to_parts(&date);
    let part = |wanted: &str| {
        let named = |p: &JsValue, field: &str| Reflect::get(p, &field.into()).ok()?.as_string();
        let found = parts.iter().find(|p| named(p, "type").as_deref() == Some(wanted))?;
        named(&found, "value")?.parse::<u32>().ok()
    };
    let day = chrono::NaiveDate::from_ymd_opt(i32::try_from(part("year")?).ok()?, part("month")?, part("day")?)?;
    let shown = day.and_hms_opt(part("hour")?, part("minute")?, part("second")?)?.and_utc().timestamp_millis();
    shown.checked_sub(whole)
}

#[cfg(test)]
mod tests {
    use super::end;

    const HOUR: i64 = 3_600_000;
    /// 2026-10-24T22:00:00Z: midnight in Berlin, where clocks go back on the 25th at 01:00 UTC.
    const MIDNIGHT: i64 = 1_792_879_200_000;

    fn berlin(at: i64) -> Option<i64> {
        Some(if at < MIDNIGHT + 3 * HOUR { 2 * HOUR } else { HOUR })
    }

    #[test]
    fn a_day_ends_at_midnight_there() {
        assert_eq!(end(MIDNIGHT - 1, berlin), Some(MIDNIGHT));
        assert_eq!(end(MIDNIGHT - 20 * HOUR, berlin), Some(MIDNIGHT));
        assert_eq!(end(5 * HOUR, |_| Some(-6 * HOUR)), Some(6 * HOUR));
    }

    #[test]
    fn a_day_with_a_change_of_clocks_has_25_hours() {
        assert_eq!(end(MIDNIGHT, berlin), Some(MIDNIGHT + 25 * HOUR));
        assert_eq!(end(MIDNIGHT + 10 * HOUR, berlin), Some(MIDNIGHT + 25 * HOUR));
    }
}
