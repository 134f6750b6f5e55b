//! A browser for the browser tests.

use super::{Step, apt};
use crate::tool;

pub(super) fn browser() -> anyhow::Result<Step> {
    match tool::chromium() {
        Some(_) => Ok(Step::There),
        None => apt("chromium", "Chromium is missing, for the browser tests: install Chromium or Chrome, or name it in HALLWAY_CHROMIUM."),
    }
}
